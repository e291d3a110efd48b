"""Finds the days a text names and reads them by meaning, however they are written.

"06/11/2026" and "6 november" are one day. A day by which to apply is told from the others,
because it may move while the call stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipeline.dedup.gazetteer import load, phrases
from pipeline.text.normalise import fold

NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<sep>[-/.])(?P<m2>\d{1,2})(?:(?P=sep)(?P<y2>\d{4}|\d{2}))?)(?![\d/]|[.-]\d)"
)
TOKEN = re.compile(r"\d+|[^\W\d_]+")
BETWEEN = re.compile(r"[ \t]*(?:[-–—&+,،]|و|to|and|الي|حتي)?[ \t]*")
MAY_BE_ELSE = frozenset(fold(word) for word in ("اليوم", "غدا", "today"))
"""Also "the day" and "lunch": days only where a day to apply by is named."""
FILLING = frozenset({"st", "nd", "rd", "th", "of", "من", "the", "شهر", "يوم", "في", "on"})
YEARS = {False: range(2020, 2040), True: range(1440, 1470)}
LOOK_BACK = 8
"""How many words in front of a day may say what it is for."""
LONGEST_LABEL = 4
RANGES = frozenset(fold(word) for word in ("من", "بين", "from", "between"))
UNTIL = frozenset(fold(word) for word in ("حتى", "لغاية", "لين", "لحد", "until", "till"))
BEFORE = frozenset(fold(word) for word in ("قبل", "before", "by"))
APPLYING = frozenset(
    fold(word)
    for word in ("التقديم", "التسجيل", "الاستقبال", "apply", "applications", "registration")
)


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of a calendar. A text that leaves the year out has 0."""

    year: int
    month: int
    day: int
    hijri: bool = False

    def may_be(self, other: Day) -> bool:
        """Whether both can be one day."""
        years = {self.year, other.year} - {0}
        mine, theirs = (self.month, self.day, self.hijri), (other.month, other.day, other.hijri)
        return mine == theirs and len(years) < 2

    def __str__(self) -> str:
        year = f"/{self.year}" if self.year else ""
        return f"{self.day}/{self.month}{year}{' h' if self.hijri else ''}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names days. `days` is empty when it can't be known which."""

    start: int
    end: int
    days: tuple[Day, ...]
    to_apply: bool


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int


def find_days(folded: str, posted: date | None = None) -> Iterator[Mention]:
    """The days of a folded text in order. "Tomorrow" is a day where that of posting is known."""
    start = 0
    for line in folded.split("\n"):
        tokens = [_Token(m[0], m.start(), m.end()) for m in TOKEN.finditer(line)]
        last, to_apply = 0, False
        for begin, end, days in _in_line(line, tokens, posted):
            before = [token.text for token in tokens if last <= token.start < begin]
            to_apply = _is_to_apply(before, to_apply and last > 0)
            if to_apply or (days and line[begin:end] not in MAY_BE_ELSE):
                yield Mention(start + begin, start + end, days, to_apply)
            last = end
        start += len(line) + 1


def other_days(mine: Iterable[Day], theirs: Iterable[Day]) -> tuple[list[Day], list[Day]]:
    """The days of each that are none of the other's."""
    left, right = sorted(set(mine)), sorted(set(theirs))
    return (
        [day for day in left if not any(day.may_be(other) for other in right)],
        [day for day in right if not any(day.may_be(other) for other in left)],
    )


def _in_line(
    line: str, tokens: Sequence[_Token], posted: date | None
) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    found = [*_numeric(line), *_named(line, tokens), *_spoken(tokens, posted)]
    kept: list[tuple[int, int, tuple[Day, ...]]] = []
    for begin, end, days in sorted(found, key=lambda one: (one[0], -one[1])):
        if kept and begin < kept[-1][1]:
            continue
        if kept and not (days and kept[-1][2]) and not TOKEN.search(line, kept[-1][1], begin):
            before, _, earlier = kept.pop()  # "thursday 5 march"
            kept.append((before, end, earlier or days))
        else:
            kept.append((begin, end, days))
    yield from kept


def _numeric(line: str) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    for match in NUMERIC.finditer(line):
        day, month = int(match["d1"] or match["d2"]), int(match["m1"] or match["m2"])
        year = int(match["y1"] or match["y2"] or 0)
        if year == 0 and match["sep"] != "/":
            continue  # "20-30" is an age, "4.5" a number
        if month > 12 >= day:
            day, month = month, day
        year += 2000 if 0 < year < 100 else 0
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield match.start(), match.end(), (Day(year, month, day, 1300 < year < 1500),)


def _named(line: str, tokens: Sequence[_Token]) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    """Days such as "8 and 9 november 2026", "nov 12th"."""
    known = _months()
    for at, token in enumerate(tokens):
        month, length = known.get(f"{token.text} {_text(tokens, at + 1)}"), 2
        if month is None:
            month, length = known.get(token.text), 1
        if month is None:
            continue
        first, days = _days_before(line, tokens, at)
        end = at + length
        if not days:
            end, days = _days_after(tokens, end)
            if not days:
                continue
        number, hijri = month
        year, end = _year(tokens, end, hijri)
        yield (
            tokens[first].start,
            tokens[end - 1].end,
            tuple(Day(year, number, day, hijri) for day in days),
        )


def _days_before(line: str, tokens: Sequence[_Token], at: int) -> tuple[int, list[int]]:
    """The first token and the numbers of the days in front of a month."""
    first, days = at, list[int]()
    look = at - 1
    while look >= 0 and tokens[look].text in FILLING:
        look -= 1
    while look >= 0 and _is_day(tokens[look].text):
        days.insert(0, int(tokens[look].text))
        first = look
        if look == 0:
            break
        joint = line[tokens[look - 1].end : tokens[look].start]
        look -= 1
        if not tokens[look].text.isdigit() and joint.strip(" ") in ("", "-"):
            look -= _joins(tokens[look].text)
        elif not BETWEEN.fullmatch(joint) or not joint.strip(" "):
            break
    return first, days


def _days_after(tokens: Sequence[_Token], at: int) -> tuple[int, list[int]]:
    if _is_day(_text(tokens, at)):
        end = at + 1
        return end + (_text(tokens, end) in FILLING), [int(tokens[at].text)]
    return at, []


def _joins(word: str) -> int:
    return word in ("و", "to", "and", "الي", "حتي")


def _year(tokens: Sequence[_Token], at: int, hijri: bool) -> tuple[int, int]:
    """The year behind a month, and the token after it. Other numbers there are often money."""
    text = _text(tokens, at)
    is_year = len(text) == 4 and text.isdigit() and int(text) in YEARS[hijri]
    return (int(text), at + 1) if is_year else (0, at)


def _spoken(
    tokens: Sequence[_Token], posted: date | None
) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    """ "Tomorrow", and names of weekdays; the latter say no day by themselves."""
    away, weekdays = _away(), _weekdays()
    for at, token in enumerate(tokens):
        if token.text not in _first_words():
            continue
        for length in range(min(LONGEST_LABEL, len(tokens) - at), 0, -1):
            said = " ".join(word.text for word in tokens[at : at + length])
            days = away.get(said)
            if days is not None or said in weekdays:
                day = None if days is None or posted is None else posted + timedelta(days)
                found = (Day(day.year, day.month, day.day),) if day else ()
                yield token.start, tokens[at + length - 1].end, found
                break


def _is_to_apply(before: Sequence[str], was: bool) -> bool:
    """Whether the words in front of a day make it the last one to apply.

    `was` is what the day before it in the line is for.
    """
    words = [_without_and(word) for word in before[-LOOK_BACK:]]
    while words and words[-1] in FILLING - RANGES:
        words.pop()
    deadlines, dates = _labels()
    if words and words[-1] in BEFORE:
        return True
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - LONGEST_LABEL), end):
            phrase = " ".join(words[start:end])
            if phrase in deadlines:
                return True
            if phrase in dates:
                return False
    if words and words[-1] in UNTIL:
        return was if len(words) == 1 else not RANGES & set(words[-4:])
    return was and not words


def _without_and(word: str) -> str:
    return word[1:] if word[0] == "و" and len(word) > 3 else word


def _text(tokens: Sequence[_Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _is_day(text: str) -> bool:
    return text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 31


@cache
def _months() -> dict[str, tuple[int, bool]]:
    calendar = load("calendar")
    return {
        name: (int(number), hijri)
        for section, hijri in (("hijri_months", True), ("months", False))
        for number, names in calendar[section].items()
        for name in phrases(names)
    }


@cache
def _away() -> dict[str, int]:
    return {
        name: int(days)
        for days, names in load("calendar")["days_away"].items()
        for name in phrases(names)
    }


@cache
def _weekdays() -> frozenset[str]:
    weekdays = load("calendar")["weekdays"]
    return frozenset(name for names in weekdays.values() for name in phrases(names))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in (*_away(), *_weekdays()))


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    labels = load("labels")
    deadlines, dates = (frozenset(phrases(labels[name]["words"])) for name in ("deadline", "dates"))
    return deadlines | APPLYING, dates - APPLYING
