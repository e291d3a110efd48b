"""Turns what a text says of a day into a day, as seen from the day it was posted."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

JUST_PAST = timedelta(days=30)
FAR_AWAY = timedelta(days=300)
FIRST_YEAR, LAST_YEAR = 2000, 2099
FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR = 1400, 1500


@dataclass(frozen=True, slots=True)
class Resolved:
    """A day, and in one phrase why it may be another."""

    day: date
    doubt: str = ""


def full(year: int, month: int, day: int) -> Resolved | None:
    """A Gregorian date that names its year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return Resolved(date(year, month, day))
    except ValueError:
        return None


def without_year(month: int, day: int, posted: date) -> Resolved | None:
    """The next such day, unless it has only just gone by."""
    candidates = [full(year, month, day) for year in range(posted.year - 1, posted.year + 5)]
    return _nearest([found.day for found in candidates if found], posted)


def _nearest(days: list[date], posted: date) -> Resolved | None:
    past = [day for day in days if posted - JUST_PAST <= day < posted]
    coming = [day for day in days if day >= posted]
    if past:
        return Resolved(past[-1], "the day had already passed when this was posted")
    if not coming:
        return None
    far = coming[0] - posted > FAR_AWAY
    return Resolved(coming[0], "no year is given and the next such day is far away" if far else "")


def hijri(year: int, month: int, day: int) -> Resolved | None:
    """A date of the Umm al-Qura calendar."""
    if not FIRST_HIJRI_YEAR <= year <= LAST_HIJRI_YEAR:
        return None
    try:
        length = Hijri(year, month, 1).month_length()
        converted = Hijri(year, month, min(day, length)).to_gregorian()
    except (ValueError, OverflowError):
        return None
    doubt = "that month has no such day" if day > length else ""
    return Resolved(date(converted.year, converted.month, converted.day), doubt)


def hijri_without_year(month: int, day: int, posted: date) -> Resolved | None:
    """The next such Hijri day, unless it has only just gone by."""
    year = hijri_year(posted)
    if year is None or not 1 <= day <= 30:
        return None
    candidates = [hijri(candidate, month, day) for candidate in range(year - 1, year + 3)]
    return _nearest([found.day for found in candidates if found], posted)


def hijri_year(day: date) -> int | None:
    try:
        return int(Gregorian.fromdate(day).to_hijri().year)
    except OverflowError:
        return None


def weekday(index: int, posted: date, *, says_next: bool) -> Resolved:
    """The next such weekday. "Next" said shortly before it may mean the week after."""
    ahead = (index - posted.weekday()) % 7
    if ahead == 0:
        day = posted + timedelta(days=7 if says_next else 0)
        return Resolved(day, "it was posted on that weekday, so it may be a week off")
    doubt = "“next” so close to the day may mean the week after" if says_next and ahead <= 3 else ""
    return Resolved(posted + timedelta(days=ahead), doubt)


def day_of_month(day: int, posted: date, *, this_month: bool) -> Resolved | None:
    """The day with that number: of this month where the text says so, else the next one."""
    if not 1 <= day <= 31:
        return None
    if this_month and day < posted.day:
        same = full(posted.year, posted.month, day)
        return same and Resolved(same.day, "the day had already passed when this was posted")
    month = posted
    for _ in range(3):
        found = full(month.year, month.month, day)
        if found and found.day >= posted:
            return found
        month = month_start_after(month)
    return None


def month_start_after(day: date) -> date:
    """The first day of the following month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def hijri_month_length(month: int, posted: date) -> int:
    """Days in that month the next time it comes."""
    first = hijri_without_year(month, 1, posted)
    if first is None:
        return 29
    try:
        return int(Gregorian.fromdate(first.day).to_hijri().month_length())
    except OverflowError:
        return 29


def numbers(
    first: int, second: int, year: int | None, posted: date | None, *, month_first: bool
) -> Resolved | None:
    """Two numbers that are a day and a month, in the order the text is likely to use.

    The other order is taken when only that one is a date.
    """
    for month, day in (
        ((first, second), (second, first))
        if month_first
        else (
            (second, first),
            (first, second),
        )
    ):
        if year is not None:
            found = full(year, month, day)
        else:
            found = without_year(month, day, posted) if posted and month <= 12 else None
        if found:
            return found
    return None
