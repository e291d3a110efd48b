"""Cuts a line into clauses, each of which may be a phrase of its own."""

import re
from collections.abc import Iterator

from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

EMOJI = r"[\U0001F300-\U0001FAFF\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa]"
SENTENCE_END = re.compile(
    r"[.!؟?](?=\s|$|!)|[|;؛\n]|\s[•·▪]\s|\s[-\u2013\u2014]\s(?=\d)(?!\d+ (?:حلق|ep))"
    r"|(?<=\D):(?=\s)|" + EMOJI
)
PICTURE = re.compile(EMOJI)
PICTURES = re.compile(rf"(?:{EMOJI}|[\ufe0f\u200d\s])+")
BRACKETED = re.compile(r"\([^()\n]{1,60}\)\s*")
MOST_WORK_WORDS, NAMED_WITHIN = 7, 24
ANY_WORK = frozenset(
    [
        "project",
        "production",
        "المشروع",
        "مشروع",
        "العمل",
        "عمل",
        "التصوير",
        "تصوير",
        "content",
        "event",
    ]
)
NUMBER = re.compile(
    r"[\W_]*(?:\d\ufe0f?\u20e3\s*|(?:\d{1,2}|[a-dابجده])\s?[).:/\]-]+(?!\d)\s*|[\u2460-\u2473\u2776-\u277f]\s*"
    r"|(?:عمل|العمل|مشروع|المشروع|اعلان|كاستنج|فرصه|الدور|دور|role|project|job|casting|call)"
    r" ?#?(?:\d{1,2}|[a-f])\s?[:.)\u2013\u2014-]+\s*)"
)
QUOTE = re.compile(r':\s*["«“]')
ORDINAL = re.compile(
    r"(?:ال)?(?:اعلان|عمل|مشروع|كاستنج)? ?"
    r"(?:ال)?(?:اول|ثاني|ثالث|رابع|اولي|ثانيه|ثالثه|رابعه)(?: ?: ?| )"
)
WORD = re.compile(r"[^\W\d_]+")


def clauses(reading: Reading, start: int, end: int) -> Iterator[Span]:
    """A line in pieces, each a phrase of its own."""
    brackets = [match.span() for match in BRACKETED.finditer(reading.text, start, end)]
    position = start
    for stop in SENTENCE_END.finditer(reading.text, start, end):
        if stop.start() < position or any(a < stop.start() < b for a, b in brackets):
            continue
        if QUOTE.match(reading.text, stop.start()) and stop.start() - position < 40:
            continue
        if ORDINAL.fullmatch(reading.text, position, stop.end()) or NUMBER.fullmatch(
            reading.text, position, stop.end()
        ):
            continue
        if _goes_on(reading, position, stop, end):
            continue
        if stop.start() > position:
            yield Span(position, stop.start())
        position = stop.end()
    if position < end:
        yield Span(position, end)


def _goes_on(reading: Reading, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether a picture in the midst of a phrase is only a picture, and a bar only a comma;
    and "Film: The Gate" is one name."""
    if stop.group() == ":":
        kind = reading.trim(start, stop.start())
        works = reading.of(Tag.PRODUCTION, kind.start, kind.end)
        single = any((work.outer, work.end) == (kind.start, kind.end) for work in works)
        return single and reading.text[kind.start : kind.end] not in ANY_WORK
    if stop.group() == "|":
        work = reading.of(Tag.PRODUCTION, start, stop.start())
        short = len(WORD.findall(reading.text[start : stop.start()])) == 1
        rest = reading.text[stop.end() : end].split(" ")
        placed = reading.has(Tag.PLACE, stop.end(), end) or reading.has(Tag.ROLE, stop.end(), end)
        return bool(work) and short and len(rest) <= 4 and not placed
    if not (pictures := PICTURES.match(reading.text, stop.start(), end)):
        return False
    if reading.text.startswith("for ", pictures.end()):
        return True
    if PICTURE.match(stop.group()) and _names_what_for(
        reading, Span(start, stop.start()), Span(pictures.end(), end)
    ):
        return True
    return any(
        work.outer == pictures.end() and reading.text[work.outer : work.start] in ("ل", "لل")
        for work in reading.of(Tag.PRODUCTION, pictures.end(), pictures.end() + 25)
    )


def _names_what_for(reading: Reading, told: Span, rest: Span) -> bool:
    """Whether people stand in front of a picture, and behind it nothing but the work: "somebody
    who falls <picture> for an ad"."""
    if reading.has(Tag.PRODUCTION, told.start, told.end):
        return False
    words = reading.text[rest.start : rest.end].split()
    works = reading.of(Tag.PRODUCTION, rest.start, rest.end)
    asks = any(reading.has(tag, rest.start, rest.end) for tag in (Tag.WANTED, Tag.HEAD))
    calls = all(reading.has(tag, told.start, told.end) for tag in (Tag.CALL, Tag.ROLE))
    reach = NAMED_WITHIN if calls else 1
    return (
        bool(works)
        and not asks
        and len(words) <= MOST_WORK_WORDS
        and works[0].outer - rest.start <= reach
    )
