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
from typing import NamedTuple

from pipeline.dedup.gazetteer import load, phrases
from pipeline.text.normalise import fold

NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<sep>[-/.])(?P<m2>\d{1,2})(?:(?P=sep)(?P<y2>\d{4}|\d{2}))?)(?![\d/]|[.-]\d)"
)
TOKEN = re.compile(r"\d+|[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+")
SEPARATED = re.compile(r"\d[-/.]\d")
NUMBER = re.compile(r"\d+")
JOINT = r"[ \t]*(?:[-–—&+,،]|و|to|and|الي|حتي)[ \t]*"
BETWEEN = re.compile(JOINT)
LISTED = re.compile(
    rf"(?<![\d/.:-])\d{{1,2}}(?:st|nd|rd|th)?(?:{JOINT}\d{{1,2}}(?:st|nd|rd|th)?)*"
    r"[ \t-]*(?:(?:of|من|شهر)[ \t]+)?(?:شهر[ \t]+)?$"
)
FAR = 40
"""Characters in front of a month in which its days are looked for."""
MAY_BE_ELSE = frozenset(fold(word) for word in ("اليوم", "غدا", "today"))
"""Also "the day" and "lunch": days only where a day to apply by is named."""
FILLING = frozenset({"st", "nd", "rd", "th", "of", "من", "the", "شهر", "يوم", "في", "on"})
YEARS = {False: range(2020, 2040), True: range(1440, 1470)}
PASSED_ON = 3
"""Days after which "tomorrow", still passed on, is meant anew."""
LOOK_BACK = 8
"""How many words in front of a day may say what it is for."""
LONGEST_LABEL = 4
ORDINAL = frozenset({"st", "nd", "rd", "th"})
NO_NOUN = re.compile(r"[ \t]*(?:$|[^\w \t])")
"""What stands behind a number that counts nothing."""
RANGES = frozenset(fold(word) for word in ("من", "بين", "from", "between"))
UNTIL = frozenset(fold(word) for word in ("حتى", "لغاية", "لين", "لحد", "until", "till"))
BEFORE = frozenset(fold(word) for word in ("قبل", "before", "by"))
EVERY = frozenset(fold(word) for word in ("كل", "every", "each"))
LONG = 5
"""Letters of a weekday that is not an abbreviation, which could be another word."""
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

    def ordinal(self) -> int:
        """Days since the year 1, or 0 when the year is not known or is no such day."""
        try:
            return 0 if self.hijri else date(self.year, self.month, self.day).toordinal()
        except ValueError:
            return 0

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


class _Token(NamedTuple):
    text: str
    start: int
    end: int


def find_days(folded: str, posted: date | None = None) -> Iterator[Mention]:
    """The days of a folded text in order.

    "Tomorrow" and "thursday" are days where that of posting is known.
    """
    start = 0
    for line in folded.split("\n"):
        if SEPARATED.search(line) or not _telltales().isdisjoint(WORD.findall(line)):
            yield from _in_line(line, start, posted)
        start += len(line) + 1


def _in_line(line: str, start: int, posted: date | None) -> Iterator[Mention]:
    tokens = [_Token(m[0], m.start(), m.end()) for m in TOKEN.finditer(line)]
    last, to_apply = 0, False
    for begin, end, days in _found(line, tokens, posted):
        before = [token.text for token in tokens if last <= token.start < begin]
        to_apply = _is_to_apply(before, to_apply and last > 0)
        if to_apply or (days and line[begin:end] not in MAY_BE_ELSE):
            yield Mention(start + begin, start + end, days, to_apply)
        last = end


def other_days(mine: Iterable[Day], theirs: Iterable[Day]) -> tuple[list[Day], list[Day]]:
    """The days of each that are none of the other's."""
    left, right = sorted(set(mine)), sorted(set(theirs))
    return (
        [day for day in left if not any(day.may_be(other) for other in right)],
        [day for day in right if not any(day.may_be(other) for other in left)],
    )


def follow(mine: Iterable[Day], theirs: Iterable[Day]) -> bool:
    """Whether the first day of one is at most as much later as a text takes to be passed on."""
    first, then = (min((day.ordinal() for day in days), default=0) for days in (mine, theirs))
    return bool(first and then) and abs(first - then) <= PASSED_ON


def _found(
    line: str, tokens: Sequence[_Token], posted: date | None
) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    """The stretches of a line that name days; "thursday 5 march" is one."""
    dated = [*_numeric(line), *_named(line, tokens)]
    spoken = [(begin, end, days) for begin, end, days in _spoken(tokens, posted)]
    found = sorted(
        [*((one, True) for one in dated), *((one, False) for one in spoken)],
        key=lambda one: (one[0][0], -one[0][1]),
    )
    kept: list[tuple[int, int, tuple[Day, ...], bool]] = []
    for (begin, end, days), is_dated in found:
        if kept and begin < kept[-1][1]:
            continue
        beside = kept and TOKEN.search(line, kept[-1][1], begin) is None
        if beside and not (is_dated and kept[-1][3]):
            before, _, earlier, was_dated = kept.pop()
            begin, is_dated, days = before, is_dated or was_dated, earlier if was_dated else days
        kept.append((begin, end, days, is_dated))
    for begin, end, days, _ in kept:
        yield begin, end, days


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
    known, first_words = _months(), _month_first()
    for at, token in enumerate(tokens):
        if token.text not in first_words:
            continue
        month, length = known.get(f"{token.text} {_text(tokens, at + 1)}"), 2
        if month is None:
            month, length = known.get(token.text), 1
        if month is None:
            continue
        begin, days = _days_before(line, token.start)
        end = at + length
        if not days:
            end, days = _days_after(line, tokens, end)
            if not days:
                continue
        number, hijri = month
        year, end = _year(tokens, end, hijri)
        yield begin, tokens[end - 1].end, tuple(Day(year, number, day, hijri) for day in days)


def _days_before(line: str, month: int) -> tuple[int, list[int]]:
    """Where the days in front of a month begin, and which they are."""
    begin = max(0, month - FAR)
    listed = LISTED.search(line, begin, month)
    numbers = list(NUMBER.finditer(line, listed.start(), listed.end())) if listed else []
    while numbers and not all(_is_day(number[0]) for number in numbers):
        del numbers[0]
    return (numbers[0].start() if numbers else month), [int(number[0]) for number in numbers]


def _days_after(line: str, tokens: Sequence[_Token], at: int) -> tuple[int, list[int]]:
    """Where the days behind a month end, and which they are: "october 9th", "october 9, 10"."""
    if not _is_day(_text(tokens, at)):
        return at, []
    end, days = at + 1, [int(tokens[at].text)]
    if _text(tokens, end) in ORDINAL:
        return end + 1, days
    while _is_day(_text(tokens, end)) and int(tokens[end].text) > days[-1]:
        joint = line[tokens[end - 1].end : tokens[end].start]
        stops = NO_NOUN.match(line, tokens[end].end)
        if not BETWEEN.fullmatch(joint) or not stops:
            break
        days.append(int(tokens[end].text))
        end += 1
    return end, days


def _year(tokens: Sequence[_Token], at: int, hijri: bool) -> tuple[int, int]:
    """The year behind a month, and the token after it. Other numbers there are often money."""
    text = _text(tokens, at)
    is_year = len(text) == 4 and text.isdecimal() and int(text) in YEARS[hijri]
    return (int(text), at + 1) if is_year else (0, at)


def _spoken(
    tokens: Sequence[_Token], posted: date | None
) -> Iterator[tuple[int, int, tuple[Day, ...]]]:
    """ "Tomorrow", and names of weekdays. Two weekdays in a line, or "every sunday", are no day."""
    weekdays = [token.text for token in tokens if token.text in _weekdays()]
    for at, token in enumerate(tokens):
        if token.text not in _spoken_first():
            continue
        for length in range(min(LONGEST_LABEL, len(tokens) - at), 0, -1):
            said = " ".join(word.text for word in tokens[at : at + length])
            away = _away().get(said)
            if away is None and said in _weekdays():
                alone = (
                    len(weekdays) == 1 and len(said) >= LONG and _text(tokens, at - 1) not in EVERY
                )
                away = _until(said, posted) if alone and posted else None
            elif away is None:
                continue
            yield token.start, tokens[at + length - 1].end, _days_after_posting(posted, away)
            break


def _days_after_posting(posted: date | None, away: int | None) -> tuple[Day, ...]:
    if posted is None or away is None or date.max - posted < timedelta(away):
        return ()
    day = posted + timedelta(away)
    return (Day(day.year, day.month, day.day),)


def _until(weekday: str, posted: date) -> int:
    return (_weekdays()[weekday] - posted.weekday()) % 7


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
    return text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31


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
def _weekdays() -> dict[str, int]:
    weekdays = load("calendar")["weekdays"]
    return {name: int(number) for number, names in weekdays.items() for name in phrases(names)}


@cache
def _spoken_first() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in (*_away(), *_weekdays()))


@cache
def _month_first() -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in _months())


@cache
def _telltales() -> frozenset[str]:
    """Words without which a line names no day, unless in figures."""
    return _spoken_first() | _month_first()


@cache
def _labels() -> tuple[frozenset[str], frozenset[str]]:
    labels = load("labels")
    deadlines, dates = (frozenset(phrases(labels[name]["words"])) for name in ("deadline", "dates"))
    return deadlines | APPLYING, dates - APPLYING
