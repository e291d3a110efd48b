"""Who is looked for: ages, sex, the roles by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading, clean
from pipeline.extraction.rules.taken import Taken
from pipeline.text.span import Span

TO = r"(?:-|\u2010|\u2011|\u2013|\u2014|/|الي|لي|لـ?|حتي|لحد|لغايه|لين|to|and|و|until|a)"
FROM = r"(?:من|بين|ما بين|مابين|from|between|de)"
RANGE = re.compile(
    rf"(?<![\d.:/,$])(?:(?<!\w){FROM} )?(?:سن |عمر )?(?P<low>\d{{1,2}}) ?(?:سنه|سنوات|عام|yrs?"
    rf"|years)? ?{TO} ?(?:سن |عمر )?(?P<high>\d{{1,2}})(?![\d:/]|[.,]\d|\s?%| ?(?:ديسمبر|يناير"
    rf"|k\b))"
)
OPEN = re.compile(
    r"(?<![\d.:/])(?P<low>\d{1,2}) ?(?:سنه |سنوات |عام |years? )?(?:\+|فما فوق|فاكثر|واكثر"
    r"|وما فوق|وفوق|or older|and over|and up|and above|or over|yrs? and above)|(?:فوق|اكبر من"
    r"|above|over) (?P<above>\d{1,2})(?!\d)"
)
DECADE = re.compile(
    r"(?<!\d)(?P<decade>[2-8]0)(?:'?s|ies)\b|\b(?P<name>twenties|thirties|forties|fifties|sixties"
    r"|seventies)\b|(?:ال)(?P<arabic>عشرين|ثلاثين|اربعين|خمسين|ستين|سبعين|عشرينات|ثلاثينات"
    r"|اربعينات|خمسينات|ستينات|سبعينات)"
)
SINGLE = re.compile(r"(?<!\d)(?P<age>\d{1,2}) ?(?:سنه|سنوات|سنين|عام|years?|yrs?|y/?o|yo)(?!\w)")
DECADES = {
    **{
        "twenties": 20,
        "thirties": 30,
        "forties": 40,
        "fifties": 50,
        "sixties": 60,
        "seventies": 70,
    },
    **{"عشرين": 20, "ثلاثين": 30, "اربعين": 40, "خمسين": 50, "ستين": 60, "سبعين": 70},
}


@dataclass(frozen=True, slots=True)
class Ages:
    """An age range in the text; `high` is None when it is open."""

    start: int
    end: int
    low: int
    high: int | None


def find_ages(reading: Reading, busy: Sequence[tuple[int, int]]) -> tuple[Ages, ...]:
    """Every age range that is not part of a date, an amount or a phone."""
    taken = Taken(len(reading.text), busy)
    found: list[Ages] = []
    for ages in _candidates(reading.text):
        if not taken.overlaps(ages.start, ages.end):
            taken.take(ages.start, ages.end)
            found.append(ages)
    return tuple(sorted(found, key=lambda ages: ages.start))


def _candidates(text: str) -> Iterator[Ages]:
    for match in RANGE.finditer(text):
        low, high = int(match["low"]), int(match["high"])
        if low < high:
            yield Ages(*match.span(), low, high)
    for match in OPEN.finditer(text):
        yield Ages(*match.span(), int(match["low"] or match["above"]), None)
    for match in DECADE.finditer(text):
        low = int(match["decade"]) if match["decade"] else _decade(match["name"] or match["arabic"])
        yield Ages(*match.span(), low, low + 9)
    for match in SINGLE.finditer(text):
        yield Ages(*match.span(), int(match["age"]), int(match["age"]))


def _decade(word: str) -> int:
    return DECADES.get(word) or DECADES[word.removesuffix("ات")[:-2] + "ين"]


def age_range(ages: Sequence[Ages]) -> dict[str, int | None] | None:
    """The span of all ages of a call."""
    if not ages:
        return None
    highs = [ages_.high for ages_ in ages]
    return {
        "min": min(ages_.low for ages_ in ages),
        "max": None if None in highs else max(high for high in highs if high is not None),
    }


def gender(reading: Reading, scope: Span) -> str | None:
    """ "male", "female", or "any" when both are named."""
    named = {hit.key for hit in reading.of(Tag.SEX, scope.start, scope.end)}
    if not named:
        return None
    if "both" in named or {"male", "female"} <= named:
        return "any"
    return named.pop()


def roles(reading: Reading, scope: Span) -> list[str]:
    """The roles as the text names them, each once, in order."""
    found: dict[str, None] = {}
    for hit in reading.of(Tag.ROLE, scope.start, scope.end):
        quote = reading.quote(hit.start, hit.end)
        if quote:
            found.setdefault(clean(quote.text), None)
    return list(found)[:20]
