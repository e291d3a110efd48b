"""Where one message holds several calls: the parts that stand on their own."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.phrases import is_ringed
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

RULER = re.compile(r"[\s\-_=*~#\u2013\u2014\u2500-\u257f\u25a0-\u25ff\u2022.•·ـ➖〰]{3,}")
NUMBERED = re.compile(
    r"[\s*•\[-]*(?:(?:\d{1,2}|[a-dابجده])\s?[).\-:\]/]|[#(]\d{1,2}\)?"
    r"|(?:كاستنج|اعلان|العمل|مشروع|طلب|الطلب|فرصه|casting|project|call|job|role)"
    r"(?: مستعجل)?(?: رقم)?\s?#?\d{1,2}\b"
    r"|(?:كاستنج|اعلان|العمل|مشروع|طلب|شغل|casting|project|job|role|shoot) [a-fابجد](?=\s?[\W_])"
    r"|(?:اولا|ثانيا|ثالثا|رابعا|الاول|الاولي|الثاني|الثانيه|الثالث|الثالثه|الرابع|الرابعه)\b"
    r"|[\u2460-\u2473\u2776-\u2793]|\d\ufe0f?\u20e3)",
    re.I,
)
SMALLEST = 25
PART_OF_ONE = frozenset(["contact", "compensation", "deadline"])


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines that may be a call of its own."""

    span: Span
    wants: bool
    noticed: bool
    """Whether it names somebody and where, as a notice with a contact of its own may do."""
    contacts: frozenset[str]
    places: frozenset[str]
    productions: frozenset[str]


def split(reading: Reading, contacts: Sequence[Contact]) -> tuple[Span, ...]:
    """The spans of the separate calls of a message; the whole of it when it is one."""
    whole = _whole(reading)
    listed, loose = (_numbered(reading), _bulleted(reading)), (_ruled(reading), _spaced(reading))
    for blocks in (*listed, *loose):
        if len(blocks) < 2:
            continue
        parts = [_part(reading, contacts, block, listed=blocks in listed) for block in blocks]
        calls = [part for part in parts if part.wants]
        own = _of_their_own(calls) if blocks in listed else []
        separate = _separate(calls)
        if len(own) > len(separate):
            separate = own
        if separate:
            return _spans(parts, separate)
    lines = [_part(reading, contacts, line, listed=False) for line in reading.lines]
    answered = [line for line in lines if line.contacts and (line.wants or line.noticed)]
    if separate := _separate(answered):
        return _spans(lines, separate)
    pieces = [_part(reading, contacts, piece, listed=False) for piece in _pieces(reading, contacts)]
    answered = [piece for piece in pieces if piece.wants and piece.productions]
    if len(answered) == len(pieces) and (separate := _separate(answered)):
        return _spans(pieces, separate)
    return (whole,)


def _pieces(reading: Reading, contacts: Sequence[Contact]) -> list[Span]:
    """The text cut behind each contact, but for contacts of which one is only another way to
    reach whoever the other one reaches."""
    pieces: list[Span] = []
    start = 0
    for index, contact in enumerate(contacts):
        following = contacts[index + 1].start if index + 1 < len(contacts) else contact.end
        if 0 < following - contact.end < SMALLEST:
            continue
        pieces.append(reading.trim(start, contact.end))
        start = contact.end
    return pieces


def _whole(reading: Reading) -> Span:
    if not reading.lines:
        return Span(0, len(reading.text))
    return Span(reading.lines[0].start, reading.lines[-1].end)


def _grouped(reading: Reading, starts: list[int]) -> list[Span]:
    """Runs of lines from each start up to the next."""
    if not reading.lines:
        return []
    bounds = [*starts, len(reading.text) + 1]
    blocks = []
    for begin, stop in itertools.pairwise(bounds):
        lines = [line for line in reading.lines if begin <= line.start < stop]
        if lines:
            blocks.append(Span(lines[0].start, lines[-1].end))
    return blocks


def _ruled(reading: Reading) -> list[Span]:
    """Blocks divided by ruled lines: ----, ====, ***."""
    starts = [0]
    starts += [
        line.end for line in reading.lines if RULER.fullmatch(reading.text, line.start, line.end)
    ]
    return _grouped(reading, starts)


def _spaced(reading: Reading) -> list[Span]:
    """Blocks divided by blank lines."""
    starts = [0]
    for before, line in zip(reading.lines, reading.lines[1:], strict=False):
        if reading.text[before.end : line.start].count("\n") > 1:
            starts.append(line.start)
    return _grouped(reading, starts)


def _numbered(reading: Reading) -> list[Span]:
    """Blocks that each begin with a number."""
    starts = [
        line.start
        for line in reading.lines
        if is_ringed(reading, line.start)
        or (
            (match := NUMBERED.match(reading.text, line.start, line.end)) and match.end() < line.end
        )
    ]
    return _grouped(reading, starts) if len(starts) >= 2 else []


def _bulleted(reading: Reading) -> list[Span]:
    """Blocks that each begin with the sign most lines begin with."""
    signs = Counter(
        reading.text[line.start]
        for line in reading.lines
        if not reading.text[line.start].isalnum()
        and reading.text[line.start] != "#"
        and not _is_envelope(reading, line)
    )
    if not signs or (most := signs.most_common(1)[0])[1] < 2:
        return []
    return _grouped(
        reading, [line.start for line in reading.lines if reading.text[line.start] == most[0]]
    )


def _is_envelope(reading: Reading, line: Span) -> bool:
    """Whether a line begins with the picture of a telephone, a letter or money: it is part of a
    call, and no call begins there."""
    marks = reading.of(Tag.MARK, line.start, min(line.end, line.start + 2))
    return any(mark.start == line.start and mark.key in PART_OF_ONE for mark in marks)


def _part(reading: Reading, contacts: Sequence[Contact], span: Span, *, listed: bool) -> Part:
    """What one block holds. An item of a list may ask without a role that we know."""
    start, end = span.start, span.end
    text = reading.text
    asks = (
        reading.has(Tag.WANTED, start, end)
        or reading.has(Tag.HEAD, start, end)
        or reading.has(Tag.CALL, start, end)
    )
    first = reading.line_at(start)
    someone = reading.has(Tag.ROLE, start, end) or reading.has(Tag.PERSON, start, end)
    own = frozenset(c.value or text[c.start : c.end] for c in contacts if start <= c.start < end)
    production = frozenset(text[h.start : h.end] for h in reading.of(Tag.PRODUCTION, start, end))
    places = frozenset(
        text[h.start : h.end]
        for h in reading.of(Tag.PLACE, start, end)
        if h.key.endswith(":places")
    )
    headed = "\n" in text[start:end] and any(
        reading.has(tag, first.start, first.end) for tag in (Tag.PRODUCTION, Tag.ROLE)
    )
    terse = (own and (listed or headed)) or (listed and production and places)
    return Part(
        span=span,
        wants=end - start >= SMALLEST
        and (someone or listed)
        and asks + someone + bool(production) >= (1 if terse else 2),
        noticed=someone and bool(places) and end - start >= SMALLEST,
        contacts=own,
        places=places,
        productions=production,
    )


def _separate(calls: Sequence[Part]) -> list[Part]:
    """The calls with contacts, or places, of their own; none when two of them share one.

    What stands in front of the first or behind the last may speak of all calls and have none.
    """
    for own in (attrgetter("contacts"), attrgetter("places")):
        having = [part for part in calls if own(part)]
        lacking = [part for part in calls[1:-1] if not own(part)]
        if len(having) < 2 or lacking:
            continue
        if sum(len(own(part)) for part in having) == len(frozenset().union(*map(own, having))):
            return having
    return []


def _of_their_own(calls: Sequence[Part]) -> list[Part]:
    """The items of a list that are each for another production in a place they name."""
    if len(calls) < 2 or not all(part.productions and part.places for part in calls):
        return []
    named = [production for part in calls for production in part.productions]
    return list(calls) if len(named) == len(set(named)) else []


def _spans(parts: Sequence[Part], calls: Sequence[Part]) -> tuple[Span, ...]:
    """One span a call; what stands between two calls belongs to the one before."""
    spans: list[Span] = []
    for part in parts:
        if part in calls:
            spans.append(part.span)
        elif spans and part is not parts[-1]:
            spans[-1] = Span(spans[-1].start, part.span.end)
    return tuple(spans)
