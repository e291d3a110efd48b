"""By when one must have answered: the one date among many that is the deadline."""

import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.extraction.call import FieldState, FieldValue
from pipeline.extraction.rules.dates import DateMention, last_of_range
from pipeline.extraction.rules.deadline_clock import HINTED, IMPLIED, SAID, Claim, clock_claims
from pipeline.extraction.rules.deadline_words import (
    ADDRESSED,
    ANSWERED,
    APPLY_FROM,
    APPLYING,
    AT_MOST,
    AWAITS,
    BETWEEN,
    BOUND,
    BY_TODAY,
    CLAUSE,
    CLOCK_TIME,
    CLOSE_OF_DAY,
    CLOSES,
    DAY_WORD,
    ENDS,
    HOUR_AFTER,
    HOURGLASS,
    LAST_DAY,
    NOT_TODAY,
    PAID_THEN,
    SENDING,
    SHOOTING,
    SHUTS,
    STILL_TODAY,
    STOP,
    TAKES,
    TIME_AFTER,
    TO_GLUED,
    UP_TO,
    URGENT,
    WHAT_CLOSES,
    WITHIN,
)
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.extraction.rules.relative_dates import BEFORE_THAT, FROM_NOW, LEFT
from pipeline.text.span import Span

PAID_WITHIN = 30
LONGEST_GAP, LONGEST_CLAUSE, CLOSE_BY = 45, 200, 3
BEYOND = sys.maxsize


def find_deadline(
    reading: Reading, mentions: Sequence[DateMention], scope: Span
) -> FieldValue | None:
    """The deadline within `scope`, with the words around it as evidence."""
    here = [m for m in mentions if m.start >= scope.start and m.end <= scope.end]
    claims = [claim for mention in here if (claim := _claim(reading, mention, here, scope))]
    if not claims:
        claims = clock_claims(reading, scope)
    if not claims and URGENT.search(reading.text, scope.start, scope.end):
        claims = [claim for mention in here if (claim := _still_today(reading, mention))]
    if not claims:
        return None
    best = max(claims, key=lambda claim: claim.strength)
    return _value(reading, best)


def _value(reading: Reading, claim: Claim) -> FieldValue | None:
    end = claim.mention.end
    while after := TIME_AFTER.match(reading.text, end):
        end = after.end()
    evidence = reading.quote(claim.start, end)
    if evidence is None:
        return None
    doubt = claim.mention.doubt
    if not doubt and reading.posted and claim.mention.day < reading.posted:
        doubt = "the day had already passed when this was posted"
    state = FieldState.DOUBTFUL if doubt else FieldState.FOUND
    return FieldValue(claim.mention.day.isoformat(), (evidence,), state, doubt)


def _claim(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention], scope: Span
) -> Claim | None:
    claims = (
        _said_before(reading, mention, mentions, scope),
        _bounded(reading, mention, mentions, scope),
        _said_after(reading, mention, mentions),
        _marked(reading, mention, mentions),
        _within(reading, mention, scope),
        _open_until(reading, mention, scope),
        _closing(reading, mention, mentions, scope),
        _taken_until(reading, mention, scope),
        _by_tonight(reading, mention, scope),
        _before_that(reading, mention, scope),
        _at_the_latest(reading, mention, scope),
    )
    return max((claim for claim in claims if claim), key=lambda c: c.strength, default=None)


def _said_before(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention], scope: Span
) -> Claim | None:
    """ "Deadline: 5 May"; the label may stand on the line above, and may head a range."""
    begin = max(scope.start, mention.start - LONGEST_GAP - LEAD)
    for hit in reversed(reading.of(Tag.LABEL, begin, mention.start)):
        if hit.key != "deadline":
            continue
        gap = reading.text[hit.end : mention.start]
        if len(gap) > LONGEST_GAP or SHOOTING.search(gap) or STOP.search(gap.strip(" :\n.-*_")):
            return None
        if _first_from(mentions, hit.end).start < mention.start:
            return None
        return Claim(hit.start, last_of_range(mentions, mention, reading.text), SAID)
    return None


def _bounded(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention], scope: Span
) -> Claim | None:
    """ "Before Thursday", unless it bounds the shoot or closes a range."""
    line = reading.line_at(mention.start)
    begin = max(line.start, scope.start, mention.start - 40)
    bounds = list(BOUND.finditer(reading.text, begin, mention.start))
    bound = bounds[-1] if bounds else None
    if bound is None or not BETWEEN.fullmatch(reading.text, bound.end(), mention.start):
        return None
    clause_start = _clause_start(
        reading.text,
        max(line.start, scope.start, bound.start() - LONGEST_CLAUSE),
        bound.start(),
    )
    clause = reading.text[clause_start : bound.start()]
    beside = _last_before(mentions, bound.start())
    follows = (
        beside is not None
        and line.start <= beside.start
        and 0 <= bound.start() - beside.end <= CLOSE_BY
    )
    if follows and not TAKES.search(clause):
        return None
    if APPLYING.search(clause):
        return Claim(bound.start(), mention, SAID - 1)
    if SHOOTING.search(clause):
        return None
    return Claim(bound.start(), mention, IMPLIED)


def _first_from(mentions: Sequence[DateMention], position: int) -> DateMention:
    """The first mention that starts at or behind `position`; one out of reach if there is none."""
    index = bisect_left(mentions, position, key=lambda mention: mention.start)
    return mentions[index] if index < len(mentions) else DateMention(BEYOND, BEYOND, date.max)


def _last_before(mentions: Sequence[DateMention], position: int) -> DateMention | None:
    """The last mention that starts in front of `position`."""
    index = bisect_left(mentions, position, key=lambda mention: mention.start)
    return mentions[index - 1] if index else None


def _within(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "Apply within three days"."""
    line = reading.line_at(mention.start)
    if LEFT.fullmatch(reading.text, mention.start, mention.end):
        return Claim(mention.start, mention, SAID)
    if not (
        WITHIN.match(reading.text, mention.start, mention.end)
        or FROM_NOW.fullmatch(reading.text, mention.start, mention.end)
    ):
        return None
    begin = max(line.start, scope.start, mention.start - LONGEST_CLAUSE)
    start = _clause_start(reading.text, begin, mention.start)
    clause = reading.text[start : mention.start]
    if ANSWERED.search(clause) or SHOOTING.search(clause):
        return None
    applying = (
        APPLYING.search(clause)
        or TAKES.search(clause)
        or APPLYING.match(reading.text, mention.end + 1)
    )
    addressed = ADDRESSED.search(clause) or AWAITS.search(clause)
    return Claim(mention.start, mention, SAID - 1) if applying or addressed else None


def _open_until(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "Applications 10 to 15 February", "send it to us to the end of the week"."""
    line = reading.line_at(mention.start)
    begin = max(line.start, scope.start, mention.start - 40)
    if mention.first and (apply := APPLY_FROM.search(reading.text[begin : mention.start])):
        return Claim(begin + apply.start(), mention, SAID - 1)
    if reading.text[mention.start : mention.start + 3] in ("لاخ", "لنه"):
        begin = max(line.start, scope.start, mention.start - LONGEST_CLAUSE)
        start = _clause_start(reading.text, begin, mention.start)
        if APPLYING.search(reading.text, start, mention.start) or not SHOOTING.search(
            reading.text, start, mention.start
        ):
            return Claim(mention.start, mention, IMPLIED)
    return None


def _closing(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention], scope: Span
) -> Claim | None:
    """ "Registration stops on Sunday", "final deadline the 20th", "subs close Friday"."""
    begin = _lead_start(reading, mention, scope)
    lead = DAY_WORD.sub("", reading.text[begin : mention.start])
    other = _last_before(mentions, mention.start)
    if other is not None and begin <= other.end:
        return None
    if last := LAST_DAY.search(lead):
        return None if SHOOTING.search(last.group()) else Claim(begin + last.start(), mention, SAID)
    closings = list(CLOSES.finditer(lead))
    closing = closings[-1] if closings else None
    if closing is None or len(lead[closing.end() :].split()) > MOST_BETWEEN:
        return None
    what = WHAT_CLOSES.search(lead)
    alone = len(lead.split()) <= MOST_ALONE and ENDS.search(lead)
    if what is None and (SHUTS.search(lead) or alone) and not SHOOTING.search(lead):
        return Claim(begin + closing.start(), mention, IMPLIED)
    if what is None or SHOOTING.search(lead[what.end() : closing.start()]):
        return None
    return Claim(begin + min(what.start(), closing.start()), mention, SAID - 1)


def _taken_until(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "We take videos up to the 5th", "photos are received to Sunday"."""
    begin = _lead_start(reading, mention, scope)
    lead = reading.text[begin : mention.start]
    up_to = UP_TO.search(lead)
    glued = (
        TO_GLUED.match(reading.text, mention.start)
        or reading.text[mention.start - 1 : mention.start] == "ل"
    )
    if not up_to and not glued:
        return None
    takes = TAKES.search(lead) or SENDING.search(lead)
    if takes is None or SHOOTING.search(lead, takes.end()):
        return None
    return Claim(begin + takes.start(), mention, SAID - 1)


def _by_tonight(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "Send them tonight", "fill in the form today before midnight"."""
    if not BY_TODAY.match(reading.text, mention.start):
        return None
    begin = _lead_start(reading, mention, scope)
    if SHOOTING.search(reading.text, begin, mention.start):
        return None
    line = reading.line_at(mention.start)
    bound = BOUND.match(reading.text, min(mention.end + 1, line.end))
    applying = SENDING.search(reading.text, begin, mention.start)
    if bound and CLOCK_TIME.match(reading.text, bound.end()):
        return Claim(mention.start, mention, IMPLIED)
    return Claim(mention.start, mention, HINTED) if applying else None


def _before_that(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "Write to us two days before that at the latest"."""
    if not BEFORE_THAT.fullmatch(reading.text, mention.start, mention.end):
        return None
    begin = _lead_start(reading, mention, scope)
    applying = APPLYING.search(reading.text, begin, mention.start)
    return Claim(mention.start, mention, SAID - 1 if applying else HINTED)


def _at_the_latest(reading: Reading, mention: DateMention, scope: Span) -> Claim | None:
    """ "Tomorrow at the latest", "EOD Tuesday"."""
    begin = _lead_start(reading, mention, scope)
    if SHOOTING.search(reading.text, begin, mention.start):
        return None
    if most := AT_MOST.match(reading.text, mention.end, reading.line_at(mention.end).end):
        return Claim(mention.start, replace(mention, end=most.end()), SAID - 1)
    close = CLOSE_OF_DAY.search(reading.text, begin, mention.start)
    return Claim(close.start(), mention, IMPLIED) if close else None


MOST_BETWEEN, MOST_ALONE = 4, 2
LEAD = 70


def _lead_start(reading: Reading, mention: DateMention, scope: Span) -> int:
    """Where the clause begins that leads up to a mention."""
    line = reading.line_at(mention.start)
    begin = max(line.start, scope.start, mention.start - LEAD)
    return _clause_start(reading.text, begin, mention.start)


def _still_today(reading: Reading, mention: DateMention) -> Claim | None:
    """In an urgent call for today, today is the last day to answer."""
    text = reading.text
    before = text[max(0, mention.start - 6) : mention.start]
    if HOUR_AFTER.match(text, mention.end):
        return None
    if PAID_THEN.search(text, max(0, mention.start - PAID_WITHIN), mention.start):
        return None
    if not STILL_TODAY.match(text, mention.start) or NOT_TODAY.search(before):
        return None
    if text[mention.end : mention.end + 2].strip().startswith(":"):
        return None
    doubt = mention.doubt or "no deadline is given; the call is for today"
    return Claim(mention.start, replace(mention, doubt=doubt), HINTED)


def _clause_start(text: str, begin: int, end: int) -> int:
    start = begin
    for stop in CLAUSE.finditer(text, begin, end):
        start = stop.end()
    return start


def _said_after(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention]
) -> Claim | None:
    """ "Thursday is the deadline"."""
    line = reading.line_at(mention.start)
    for hit in reading.of(Tag.LABEL, mention.end, min(line.end, mention.end + LEAD)):
        if hit.key != "deadline" or hit.start - mention.end > 12:
            continue
        if STOP.search(reading.text, mention.end, hit.start):
            continue
        if _first_from(mentions, hit.end).start - hit.end < 25:
            continue
        widened = replace(mention, end=hit.end)
        return Claim(mention.start, widened, SAID - 1)
    return None


def _marked(
    reading: Reading, mention: DateMention, mentions: Sequence[DateMention]
) -> Claim | None:
    """A line that begins with an hourglass and says little but a date."""
    line = reading.line_at(mention.start)
    begin = max(line.start, mention.start - LONGEST_CLAUSE)
    marks = [h for h in reading.of(Tag.MARK, begin, mention.start) if h.key == "deadline"]
    if not marks or SHOOTING.search(reading.text, line.start, line.end):
        return None
    if _first_from(mentions, line.start).start < mention.start:
        return None
    bare = HOURGLASS.match(reading.text, line.start, mention.start)
    alone = bare and not reading.text[mention.end : line.end].strip(" .!)")
    if not alone and not APPLYING.search(reading.text, line.start, line.end):
        return None
    return Claim(reading.trim(line.start, line.end).start, mention, HINTED)
