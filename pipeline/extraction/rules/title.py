"""Who is wanted, for what: the phrase of the message that names the call."""

import re
from collections.abc import Iterator

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.clauses import ANY_WORK, WORD, clauses
from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.phrases import (
    LONGEST,
    NAME,
    Known,
    behind_opening,
    is_generic,
    says_enough,
    tidy,
)
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.extraction.rules.sought import Kind, sought_at
from pipeline.extraction.rules.standing import people
from pipeline.extraction.rules.title_label import NEAR_START, Phrase, is_label, labelled, taken
from pipeline.extraction.rules.title_words import (
    ADJECTIVES,
    ANNOUNCES,
    ANNOUNCING,
    CAN,
    GREETS,
    HAVE,
    HURRIED,
    IN_HAND,
    LISTED,
    OBJECT_FOLLOWS,
    PART,
    TAKING_PART,
    TALENTS,
    TOWN_COLON,
    TURNED_DOWN,
    VAGUE,
    WHO_CAN,
)
from pipeline.text.span import Span

DOOR = re.compile(
    r"(?:(?:فتح|استقبال) )?(?:(?:ال)?باب|(?:ال)?طلبات)"
    r" (?:ال)?(?:مشارك\w+|انضمام|تقديم|تسجيل|التحاق) (?:في |الي |لل?(?=\w{3}))"
)
SHORTEST = 4
HEADING = 1.6
"""What the line that opens one of several calls gains: there the work is named."""
CALLED, BARE_CALL, ASKED = 4.2, 2.0, 4.1
MORE, FIRST = 0.3, 1.0
WORK_LINE, TELLING, VAGUELY, SOMEBODY, EMBEDDED = 2.7, 1.5, 0.5, 3.5, 3.0
PER_LINE = 0.45
"""What a phrase loses with every line above it."""
OBJECT = {
    Kind.PERFORMER: 4.0,
    Kind.PERSON: 3.9,
    Kind.WORK: 3.6,
    Kind.UNKNOWN: 3.4,
    Kind.CREW: 2.0,
    Kind.JOB: 1.0,
    Kind.THING: 1.0,
    Kind.NOTHING: 0.0,
}
FAR_TOWN = 8
IN_HAND_SCORE = 3.5


def find_title(reading: Reading, known: Known, scope: Span) -> FieldValue | None:
    """The most telling phrase among the first lines of `scope`."""
    phrases = [
        phrase
        for phrase in (*labelled(reading, known, scope), *_phrases(reading, known, scope))
        if phrase.span.end - phrase.span.start >= SHORTEST
        and not is_generic(reading.text[phrase.span.start : phrase.span.end])
        and reading.text[phrase.span.start : phrase.span.end] not in ANY_WORK
    ]
    if not phrases:
        return None
    best = max(phrases, key=lambda phrase: (phrase.score, -phrase.span.start))
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(clean(quote.text), (quote,)) if quote else None


def _phrases(reading: Reading, known: Known, scope: Span) -> Iterator[Phrase]:
    fields = taken(reading, known)
    several = scope != Span(0, len(reading.text))
    order = 0
    listing = False
    for line in reading.lines:
        start, end = max(line.start, scope.start), min(line.end, scope.end)
        if start >= end or any(a <= start and end <= b for a, b in fields):
            continue
        if is_generic(reading.text[start:end]):
            continue
        listed = not several and (listing or LISTED.match(reading.text, start, end) is not None)
        listing = _opens_list(reading, start, end) or (
            listing and any(reading.has(tag, start, start + 15) for tag in (Tag.ROLE, Tag.PERSON))
        )
        first = order == 0 and not listed
        best = 0.0
        for span in clauses(reading, _behind_place(reading, start, end), end):
            if is_label(known.labels, span) or _is_company(reading, span):
                continue
            if several and order == 0 and (name := _named_first(reading, span)):
                yield Phrase(name, WORK_LINE + HEADING + MORE)
            told, score = _read(reading, span, known, first=first, listed=listed)
            if several and order == 0 and reading.has(Tag.PRODUCTION, span.start, span.end):
                score = max(score, WORK_LINE) + HEADING
            best = max(best, score)
            if score > 0:
                first = first and score < TELLING
                phrase = _unglued(reading, tidy(reading, told, known))
                yield Phrase(phrase, score - PER_LINE * order)
        order += best != BARE_CALL


def _named_first(reading: Reading, span: Span) -> Span | None:
    """The name in quotes that one of several calls begins with."""
    begin = behind_opening(reading, span)
    while begin < span.end and not (reading.text[begin].isalnum() or reading.text[begin] in '"«“'):
        begin += 1
    named = NAME.match(reading.text, begin, span.end)
    return Span(named.start() + 1, named.end() - 1) if named else None


def _behind_place(reading: Reading, start: int, end: int) -> int:
    """Behind the town that a notice in a list begins with: "📍 Jeddah: a couple for an ad"."""
    begin = reading.trim(start, end).start
    for town in reading.of(Tag.PLACE, begin, min(end, begin + LONGEST)):
        if town.outer > begin + FAR_TOWN or not town.key.endswith((":places", ":risky")):
            break
        if colon := TOWN_COLON.match(reading.text, town.end, end):
            return colon.end()
    return start


def _opens_list(reading: Reading, start: int, end: int) -> bool:
    """Whether a line wants people and names them on the lines below it."""
    colon = reading.text[start:end].rstrip().endswith(":")
    tags = (Tag.WANTED, Tag.HEAD, Tag.LABEL)
    return colon and any(reading.has(tag, start, end) for tag in tags)


def _unglued(reading: Reading, span: Span) -> Span:
    """Without "we have" in front of the work a phrase begins with, or the "for" glued to it."""
    if have := HAVE.match(reading.text, span.start, span.end):
        works = reading.of(Tag.PRODUCTION, have.end(), span.end)
        if works and works[0].outer == have.end():
            span = Span(have.end(), span.end)
    for work in reading.of(Tag.PRODUCTION, span.start, span.start + LONGEST):
        if work.outer == span.start and reading.text[work.outer : work.start] in ("ل", "لل"):
            return Span(work.start, span.end)
    return span


def _is_company(reading: Reading, span: Span) -> bool:
    """Whether a clause names a company and asks for nobody."""
    heads = reading.of(Tag.COMPANY_HEAD, span.start, span.end)
    asks = (Tag.WANTED, Tag.HEAD, Tag.CALL, Tag.ASK, Tag.ROLE)
    return (
        bool(heads)
        and heads[0].outer == reading.trim(span.start, span.end).start
        and not any(reading.has(tag, span.start, span.end) for tag in asks)
        and NAME.search(reading.text, span.start, span.end) is None
        and not any(
            reading.text[work.outer : work.start] == "ل"
            for work in reading.of(Tag.PRODUCTION, span.start, span.end)
        )
    )


def _read(
    reading: Reading, clause: Span, known: Known, *, first: bool, listed: bool
) -> tuple[Span, float]:
    """The part of a clause that may be a title, and how telling it is."""
    span = Span(behind_opening(reading, clause), clause.end)
    if GREETS.fullmatch(reading.text, span.start, span.end):
        return span, 0.0
    asks = reading.has(Tag.WANTED, span.start, span.end)
    if not asks and TURNED_DOWN.search(reading.text, span.start, span.end):
        return span, 0.0
    if is_generic(reading.text[span.start : span.end]):
        return span, 0.0
    readings = [
        _called(reading, span),
        _announced(reading, span),
        _taken_part_in(reading, span),
        _in_hand(reading, span),
        _asked_for(reading, span, known),
        _headed(reading, span, first=first, listed=listed),
    ]
    return max(readings, key=lambda reading_: reading_[1])


def _called(reading: Reading, span: Span) -> tuple[Span, float]:
    """ "Casting for a commercial", "auditions for the play": a notice of the trial itself."""
    verbs = [(verb.outer, verb.end) for verb in reading.of(Tag.WANTED, span.start, span.end)]
    calls = [
        call
        for call in reading.of(Tag.CALL, span.start, span.end)
        if not any(
            begin <= call.outer
            and call.end <= end
            and (begin < call.outer or OBJECT_FOLLOWS.match(reading.text, end))
            and not reading.text.endswith(" for", begin, end)
            for begin, end in verbs
        )
    ]
    if not calls:
        return span, 0.0
    call = calls[0]
    works = reading.has(Tag.PRODUCTION, span.start, span.end)
    roles = reading.has(Tag.ROLE, span.start, span.end)
    named = NAME.search(reading.text, call.end, span.end) is not None
    before = reading.text[span.start : call.outer]
    start = span.start
    if (works or named) and ANNOUNCING.search(before):
        start = call.start
        works = reading.has(Tag.PRODUCTION, start, span.end)
        roles = reading.has(Tag.ROLE, start, span.end)
    if reading.text[call.outer - 1 : call.outer] == "#":
        return span, BARE_CALL
    if works or named or roles:
        return Span(start, span.end), CALLED + (MORE if roles else 0)
    for_something = reading.text.startswith(" for ", call.end)
    return span, CALLED - MORE - MORE if for_something else BARE_CALL


def _announced(reading: Reading, span: Span) -> tuple[Span, float]:
    """ "The company announces auditions for ...": what is announced."""
    for match in (
        *ANNOUNCES.finditer(reading.text, span.start, span.end),
        *_doors(reading, span),
    ):
        told = Span(match.end(), span.end)
        if says_enough(reading, told.start - 2, told.end) or NAME.match(reading.text, told.start):
            return told, CALLED + MORE
    return span, 0.0


def _taken_part_in(reading: Reading, span: Span) -> tuple[Span, float]:
    """ "Talents who want to take part in the play", "wanted to act in a film": the work."""
    for match in TAKING_PART.finditer(reading.text, span.start, span.end):
        whom = [*people(reading, span.start, match.start())]
        for tag in (Tag.PERSON, Tag.PEOPLE):
            whom += reading.of(tag, span.start, match.start())
        named = any(not TALENTS.match(reading.text, hit.outer) for hit in whom)
        works = reading.of(Tag.PRODUCTION, match.end(), span.end)
        parts = reading.of(Tag.ROLE, match.end(), match.end() + NEAR_START)
        near = (works and works[0].outer - match.end() <= NEAR_START) or parts
        if not named and works and near:
            return Span(match.end(), span.end), CALLED + MORE
    return span, 0.0


def _in_hand(reading: Reading, span: Span) -> tuple[Span, float]:
    """ "We have a film for a platform and need ...": the film, up to whom it needs."""
    for match in IN_HAND.finditer(reading.text, span.start, span.end):
        works = reading.of(Tag.PRODUCTION, match.end(), span.end)
        if not works or works[0].outer - match.end() > NEAR_START:
            continue
        ends = [
            verb.outer
            for tag in (Tag.WANTED, Tag.ASK)
            for verb in reading.of(tag, works[0].end, span.end)
        ]
        end = min([span.end, *ends])
        if len(WORD.findall(reading.text[works[0].outer : end])) < 2:
            continue
        return Span(works[0].start, end), IN_HAND_SCORE
    return span, 0.0


def _doors(reading: Reading, span: Span) -> Iterator[re.Match[str]]:
    """The doors somebody opens for a work: at the start, or right behind who opens them."""
    for door in DOOR.finditer(reading.text, span.start, span.end):
        near = (door.start() - 1, door.start())
        opened = any(
            hit.end in near
            for tag in (Tag.ASK, Tag.WANTED)
            for hit in reading.of(tag, max(span.start, door.start() - LONGEST), door.start())
        )
        if opened or door.start() - span.start <= NEAR_START:
            yield door


def _asked_for(reading: Reading, span: Span, known: Known) -> tuple[Span, float]:
    """ "We are looking for twins for a commercial": whom somebody wants."""
    best = span, 0.0
    for tag in (Tag.WANTED, Tag.HEAD, Tag.ASK):
        for verb in reading.of(tag, span.start, span.end):
            found = _wanted(reading, span, verb, known)
            if found[1] > best[1]:
                best = found
    return best


def _wanted(reading: Reading, span: Span, verb: Hit, known: Known) -> tuple[Span, float]:
    """What one word of wanting makes of its clause."""
    sought = sought_at(reading, verb, span.start, span.end)
    if _is_subject(reading, span, verb):
        return _subject(reading, span, verb), ASKED
    if any(
        again.outer == sought.who.start
        for again in reading.of(
            Tag.WANTED, sought.who.start, min(span.end, sought.who.start + LONGEST)
        )
    ):
        return span, 0.0
    if sought.kind is Kind.NOTHING or any(
        sought.who.start <= day.start <= sought.who.start + 1 for day in known.dates
    ):
        return span, 0.0
    score = OBJECT[sought.kind]
    works = reading.has(Tag.PRODUCTION, sought.who.start, sought.who.end)
    if sought.kind in (Kind.PERFORMER, Kind.PERSON, Kind.UNKNOWN) and works:
        score += MORE
    if vague := VAGUE.match(reading.text, sought.who.start, sought.who.end):
        score = VAGUELY if vague.end() >= sought.who.end - 1 else SOMEBODY
    keeps = (
        verb.tag is Tag.HEAD
        and verb.outer - span.start <= NEAR_START
        and not HURRIED.match(reading.text, verb.end, span.end)
    )
    start = span.start if keeps and sought.kind is not Kind.WORK else sought.who.start
    if WHO_CAN.match(reading.text, verb.outer, verb.end) and CAN.match(
        reading.text, sought.who.start
    ):
        start = verb.outer
    end = span.end
    return Span(min(start, end), end), score


def _subject(reading: Reading, span: Span, verb: Hit) -> Span:
    """The work that wants somebody: its name alone when it has one."""
    named = NAME.search(reading.text, span.start, verb.outer)
    if named is None:
        return span
    part = PART.match(reading.text, named.end(), verb.outer)
    return Span(span.start, part.end() if part else named.end())


def _is_subject(reading: Reading, span: Span, verb: Hit) -> bool:
    """Whether it is the work itself that wants somebody: "a Saudi film seeks its heroine"."""
    if verb.outer - span.start > LONGEST:
        return False
    subject = reading.of(Tag.PRODUCTION, span.start, verb.outer)
    joined = verb.start > verb.outer and reading.text[verb.outer] == "و"
    if not subject or joined or subject[0].outer != subject[0].start:
        return False
    owned = any(
        not subject[0].outer <= owner.outer < subject[0].end
        for tag in (Tag.COMPANY_HEAD, Tag.COMPANY_TAIL)
        for owner in reading.of(tag, span.start, verb.outer)
        if tag is Tag.COMPANY_TAIL or owner.outer < subject[0].outer
    )
    before = reading.text[span.start : subject[0].outer].split()
    somebody = any(
        reading.has(tag, span.start, subject[0].outer)
        for tag in (Tag.CREW, Tag.PERSON, Tag.ROLE, Tag.JOB)
    )
    return not owned and not somebody and len(before) <= 1


def _is_address(reading: Reading, span: Span) -> bool:
    """ "Girls of Khobar!" calls out to people and says nothing of what for."""
    whom = reading.of(Tag.ROLE, span.start, span.end)
    if not whom or whom[0].outer - span.start > NEAR_START:
        return False
    here = reading.trim(whom[-1].end, span.end)
    return any(
        (place.outer, place.start) == (here.start, here.start)
        or (reading.text[place.outer : place.start] == "ال" and place.outer == here.start)
        for place in reading.of(Tag.PLACE, whom[-1].end, span.end)
        if not reading.has(Tag.PRODUCTION, span.start, span.end)
    ) and not re.search(r"\d", reading.text[span.start : span.end])


def _headed(reading: Reading, span: Span, *, first: bool, listed: bool) -> tuple[Span, float]:
    """A heading: the work, or whom it is for, and nothing else."""
    verbs = reading.of(Tag.WANTED, span.start, span.end)
    if _is_address(reading, span) or (verbs and verbs[0].outer - span.start <= 1):
        return span, 0.0
    bonus = FIRST if first else 0.0
    opening = span.start + NEAR_START
    if adjectives := ADJECTIVES.match(reading.text, span.start, span.end):
        opening = max(opening, adjectives.end())
    works = reading.of(Tag.PRODUCTION, span.start, span.end)
    roles = reading.of(Tag.ROLE, span.start, span.end)
    persons = reading.of(Tag.PERSON, span.start, opening + 20)
    words = len(WORD.findall(reading.text[span.start : span.end]))
    glued = works and reading.text[works[0].outer : works[0].start] == "ال"
    if roles and roles[0].outer <= opening and verbs and verbs[0].outer > roles[0].end:
        return span, 1.0
    if roles and roles[0].outer <= opening:
        return span, 1.0 if listed else 2.6 + bonus + (MORE if works else 0)
    if works and works[0].outer <= opening and not glued:
        if first and NAME.match(reading.text, works[0].end + 1, span.end):
            return span, ASKED
        return span, WORK_LINE + bonus if words >= 2 else 1.9 + bonus
    if persons and persons[0].outer <= opening:
        return span, 1.0 if listed else (2.6 if works else 2.2) + bonus
    if works and (named := NAME.search(reading.text, works[0].end, works[0].end + 60)):
        return Span(works[0].start, max(named.end(), works[0].end)), EMBEDDED
    if works:
        owners = reading.of(Tag.COMPANY_HEAD, span.start, works[0].outer)
        start = works[0].outer if owners and owners[0].outer <= opening else span.start
        return Span(start, span.end), 2.2 + (MORE if roles else 0)
    return span, 1.0 if roles else 0.0
