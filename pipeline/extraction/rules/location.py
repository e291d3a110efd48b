"""Where it happens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.call import FieldValue
from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.labels import Labelled
from pipeline.extraction.rules.lexicon import Hit, Tag, gazetteer, lexicon
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.text.normalise import fold
from pipeline.text.span import Span

LABELLED_KNOWN, LABELLED_UNKNOWN, MARKED_KNOWN, MARKED_UNKNOWN = 12.0, 7.0, 11.0, 5.0
ENOUGH = 1.5
BASE = {"places": 2.0, "country": 1.0, "parts": 0.5, "risky": -1.0}
PREPOSITION, ORIGIN, ADDRESS, ALONE, LINE_START, ABOUT_SHOOTING, ADJECTIVE = (
    3.0,
    -5.0,
    -2.5,
    3.0,
    1.0,
    1.0,
    -4.0,
)
LONGEST = 90
REMOTELY = 3.0
MOST_PARTS = 4
MOST_PLACES = 200

JOIN = re.compile(r"\s?(?:[-\u2013\u2014,،/|()]|في|بـ?|و|او|or|and|&|to|at|in|>)?\s?\(?")
SHOOTING = re.compile(
    r"(?<!\w)(?:ال|ب|لل|وال)?(?:تصوير|مقابل\w+|كاستن\w|اوديشن|عرض|بروفات|تسجيل)|\b(?:shoot\w*"
    r"|film(?:ing|s)|audition\w*|casting|rehears\w*|location|studio)\b"
)
QUARTER = re.compile(r" (?:التاريخيه|القديمه|الجديده|الكبري|الشماليه|الجنوبيه)(?!\w)")
SPOKEN = re.compile(r"(?:ال)?لهج|transport|travel|bus")
HOST = re.compile(r"(?:ال)?(?:جامعه|نادي|موسم|مهرجان)|university")
CAPITALS = re.compile(r"[A-Z][\w']*(?: [A-Z][\w']*){0,4}")
DISTRICT = re.compile(r"(?:حي|شارع|ضاحيه|منطقه) $")
AT = re.compile(r"@ $")
FROM_AFAR = re.compile(
    r"(?<!\w)(?:عن بعد|من البيت|من منزلك|work from home|remote(?:ly)?|home studio)(?!\w)"
)
NOT_A_PLACE = re.compile(r"^(?:tba|tbd|tbc|يحدد لاحقا|سيحدد|يتم تحديد|في الرابط|بالرابط)")
STATES = "|".join(state.lower() for state in gazetteer("venues")["states"]["us"])
TOWN_AND_STATE = re.compile(
    rf"(?<![\w@.])(?P<town>[a-z][a-z.'-]+(?: [a-z][a-z.'-]+){{0,2}}),? (?P<state>{STATES})(?![\w@])"
)
ONLY_EXTRA = re.compile(
    r"[\s\W]*(?:فقط|حصرا|only|area|الان|ksa|uae|السعوديه|saudi arabia)?[\s\W]*$"
)
DEFINITE_BEFORE = re.compile(r"(?<!\w)(?:ال|وال|بال|لل)\w+ $")
CLAUSE = re.compile(r"[.!؟?;؛](?=\s|$)|[|•\n]")


@dataclass(frozen=True, slots=True)
class Candidate:
    span: Span
    score: float


def find_location(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> FieldValue | None:
    """The place named within `scope`. `busy` are dates and amounts: never part of a place."""
    candidates = [
        *_labelled(reading, labels, contacts, busy, scope),
        *_mentioned(reading, contacts, scope),
        *_american(reading, scope),
        *_remote(reading, scope),
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: (candidate.score, -candidate.span.start))
    if best.score < ENOUGH:
        return None
    quote = reading.quote(best.span.start, best.span.end)
    return FieldValue(place_name(clean(quote.text)), (quote,)) if quote else None


WITHOUT_ARTICLE = frozenset(
    ["رياض", "دمام", "كويت", "دوحه", "قاهره", "شارقه", "منامه", "جيزه", "خبر"]
)
"""Towns that some write without the article that is part of their name."""


def place_name(words: str) -> str:
    """Without the preposition written onto the name: بالرياض, للرياض, بجدة."""
    first, _, rest = words.partition(" ")
    if fold(first) in WITHOUT_ARTICLE:
        return "ال" + words
    for glued, article in (
        ("وبال", "ال"),
        ("بال", "ال"),
        ("فال", "ال"),
        ("عال", "ال"),
        ("لل", "ال"),
    ):
        if first.startswith(glued) and len(first) > len(glued) + 2:
            return article + words[len(glued) :]
    if first in {"ب", "بـ", "في", "in", "at", "In", "At"} and rest:
        return place_name(rest)
    if first[:1] in ("ب", "ف", "ع") and is_place(first[1:] + (" " + rest if rest else "")):
        return words[1:]
    return words


def is_place(words: str) -> bool:
    """Whether the words begin with a place we know."""
    folded = fold(words)
    return any(
        hit.tag is Tag.PLACE and hit.outer == 0 == hit.start for hit in lexicon().scan(folded)
    )


def countries(reading: Reading) -> tuple[str, ...]:
    """Countries the message speaks of, the most mentioned first."""
    counts: dict[str, int] = {}
    for hit in reading.of(Tag.PLACE):
        country, _, kind = hit.key.partition(":")
        counts[country] = counts.get(country, 0) + (1 if kind in ("risky", "parts") else 3)
    for hit in reading.of(Tag.PEOPLE):
        counts[hit.key] = counts.get(hit.key, 0) + 1
    return tuple(sorted(counts, key=lambda country: -counts[country]))


def _labelled(
    reading: Reading,
    labels: Sequence[Labelled],
    contacts: Sequence[Contact],
    busy: Sequence[tuple[int, int]],
    scope: Span,
) -> Iterator[Candidate]:
    for label in labels:
        if label.field != "location" or not scope.start <= label.start < scope.end:
            continue
        span = _place_part(reading, label.value, contacts, busy)
        words = reading.text[span.start : span.end]
        if not any(letter.isalpha() for letter in words) or NOT_A_PLACE.match(words):
            continue
        known = (
            reading.has(Tag.PLACE, span.start, span.end)
            or reading.has(Tag.VENUE, span.start, span.end)
            or reading.has(Tag.REMOTE, span.start, span.end)
        )
        if label.plain:
            yield Candidate(span, LABELLED_KNOWN if known else LABELLED_UNKNOWN)
        else:
            yield Candidate(span, MARKED_KNOWN if known else MARKED_UNKNOWN)


def _place_part(
    reading: Reading, value: Span, contacts: Sequence[Contact], busy: Sequence[tuple[int, int]]
) -> Span:
    """The value up to where it speaks of something else."""
    end = min(value.end, value.start + LONGEST)
    for start, _ in [*busy, *((contact.start, contact.end) for contact in contacts)]:
        if value.start <= start < end:
            end = start
    if stop := CLAUSE.search(reading.text, value.start + 1, end):
        end = stop.start()
    return reading.trim(value.start, end)


def _mentioned(reading: Reading, contacts: Sequence[Contact], scope: Span) -> Iterator[Candidate]:
    hits = [
        hit
        for hit in reading.of(Tag.PLACE, scope.start, scope.end)
        if not any(c.start < hit.end and hit.start < c.end for c in contacts)
        and not _is_other_word(reading, hit)
    ][:MOST_PLACES]
    reached = 0
    for hit in hits:
        if hit.start < reached:
            continue
        span = _grown(reading, hit, hits, scope)
        reached = span.end
        yield Candidate(span, _score(reading, hit, span))
        if hit.key.endswith(":places") and _lived_in(reading, hit):
            yield Candidate(span, ENOUGH)


def _score(reading: Reading, hit: Hit, span: Span) -> float:
    text = reading.text
    _, _, kind = hit.key.partition(":")
    score = BASE[kind]
    if kind == "parts" and is_place(text[hit.start : hit.end].partition(" ")[0]):
        score = BASE["places"]
    line = reading.line_at(hit.outer)
    glued = text[hit.outer : hit.start]
    before = [
        h for h in reading.of(Tag.BEFORE_PLACE, line.start, hit.outer) if hit.outer - h.end <= 2
    ]
    origin = [h for h in reading.of(Tag.ORIGIN, line.start, hit.outer) if hit.outer - h.end <= 1]
    if (
        glued in ("ب", "بال", "وب", "وبال", "ع", "عال", "ف", "فال")
        or before
        or text[max(line.start, hit.outer - 2) : hit.outer].strip() in ("ب", "بـ")
    ):
        score += PREPOSITION
    if not before and AT.search(text, line.start, hit.outer):
        score += PREPOSITION
    if origin:
        score += ORIGIN
    if any(hit.outer - h.end <= 1 for h in reading.of(Tag.ADDRESS, line.start, hit.outer)):
        score += ADDRESS
    rest = text[line.start : span.start] + text[span.end : line.end]
    if ONLY_EXTRA.match(rest):
        score += ALONE
    elif not text[line.start : span.start].strip(" *-•·"):
        score += LINE_START
    if SHOOTING.search(text, line.start, line.end):
        score += ABOUT_SHOOTING
    if (
        kind == "country"
        and not glued
        and DEFINITE_BEFORE.search(text, max(0, hit.outer - 14), hit.outer)
    ):
        score += ADJECTIVE
    if kind == "risky" and text[hit.start].isascii() and not _capitalised(reading, hit):
        score -= PREPOSITION
    return score


def _is_other_word(reading: Reading, hit: Hit) -> bool:
    """A rare place name with a letter glued to it is more likely another word."""
    glued = reading.text[hit.outer : hit.start]
    if glued and hit.end - hit.start <= 2:
        return True
    return hit.key.endswith(":risky") and glued not in ("", "ب", "بال", "لل")


def _lived_in(reading: Reading, hit: Hit) -> bool:
    """ "Actors from Amman", "Sharjah University": failing another place, it is there."""
    before = max(0, hit.outer - 25)
    origins = (
        word
        for word in reading.of(Tag.ORIGIN, before, hit.outer)
        if not SPOKEN.match(reading.text, word.start)
    )
    hosts = (
        word
        for word in reading.of(Tag.ADDRESS, before, hit.outer)
        if HOST.match(reading.text, word.start)
    )
    return any(hit.outer - word.end <= 1 for word in (*origins, *hosts))


def _capitalised(reading: Reading, hit: Hit) -> bool:
    quote = reading.quote(hit.start, hit.end)
    return quote is not None and quote.text[:1].isupper()


def _grown(reading: Reading, hit: Hit, hits: Sequence[Hit], scope: Span) -> Span:
    """The place with the quarter, venue or second town written beside it."""
    line = reading.line_at(hit.outer)
    stop = min(line.end, scope.end)
    start, end = hit.outer, hit.end
    if district := DISTRICT.search(reading.text[max(line.start, start - 8) : start]):
        start -= len(district.group())
    for _ in range(MOST_PARTS):
        join = JOIN.match(reading.text, end)
        position = join.end() if join else end
        following = next(
            (
                h
                for h in hits
                if (h.outer <= position <= h.start or h.start == end + 1) and h.end > end
            ),
            None,
        )
        venue = next(
            (
                h
                for h in reading.of(Tag.VENUE, end, min(stop, end + LONGEST))
                if h.outer <= position <= h.start
            ),
            None,
        )
        if following and following.end <= stop:
            end = following.end
        elif venue and position > end:
            end = _venue_end(reading, venue, stop)
        else:
            break
    end = _named_spot(reading, end, stop)
    if quarter := QUARTER.match(reading.text, end, stop):
        end = quarter.end()
    return reading.trim(start, end)


def _named_spot(reading: Reading, end: int, stop: int) -> int:
    """Over "King Abdullah Sports City" behind the town, when it is written in capitals."""
    for venue in reversed(reading.of(Tag.VENUE, end, min(stop, end + 40))):
        quote = reading.quote(end, venue.end)
        if quote and CAPITALS.fullmatch(quote.text):
            return venue.end
    return end


def _venue_end(reading: Reading, venue: Hit, stop: int) -> int:
    """A venue word and the one or two words that name it."""
    if match := re.compile(r"(?: [\w'.]+){1,2}").match(reading.text, venue.end, stop):
        end = match.end()
        for connector in re.finditer(
            r" (?:في|يوم|من|ب\w*|و\w+|لمده|الساعه|ساعه|مقابل|الاجر|اجر|اليوم|غدا|نص|نصف|بكره|مع"
            r"|تواصل|التواصل|للتواصل|واتس|الي|لل\w+|\d+|"
            r"on|from|for|and|at|this|next|today|tomorrow|to)(?= |$)",
            reading.text[venue.end : end],
        ):
            end = venue.end + connector.start()
            break
        return end
    return venue.end


def _remote(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """Work that is done from anywhere."""
    for match in FROM_AFAR.finditer(reading.text, scope.start, scope.end):
        yield Candidate(Span(*match.span()), REMOTELY)


def _american(reading: Reading, scope: Span) -> Iterator[Candidate]:
    """ "Tucson AZ": a town nobody listed, with its state."""
    for match in TOWN_AND_STATE.finditer(reading.text, scope.start, scope.end):
        state = reading.quote(*match.span("state"))
        town_start = match.start("town")
        quote = reading.quote(town_start, match.end("town"))
        if not state or not state.text.isupper() or not quote:
            continue
        words = quote.text.split()
        while words and not words[0][:1].isupper():
            town_start += len(words.pop(0)) + 1
        while len(words) > 1 and words[0].lower() in (
            "shoots",
            "shooting",
            "filming",
            "in",
            "near",
            "casting",
            "location",
        ):
            town_start += len(words.pop(0)) + 1
        if words:
            yield Candidate(Span(town_start, match.end()), BASE["places"] + PREPOSITION + 0.5)
