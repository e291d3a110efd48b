"""Which number is the day: decided once, on all dates of a file."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DateOrder(StrEnum):
    """How the three numbers of a date follow each other."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True, slots=True)
class DateOrderFound:
    """The order, whether it was a guess, and a sentence that says so."""

    order: DateOrder
    ambiguous: bool
    sentence: str
    certain: bool = False
    """Whether the dates themselves left no other order."""


UNNEEDED = DateOrderFound(DateOrder.YMD, False, "Times carry their own order of day and month.")
_NAMES = {
    DateOrder.DMY: "day/month/year",
    DateOrder.MDY: "month/day/year",
    DateOrder.YMD: "year/month/day",
}
Numbers = tuple[int, int, int]


def to_date(numbers: Numbers, order: DateOrder) -> date | None:
    """The calendar day, or None when there is no such day. Buddhist years are brought home."""
    first, second, third = numbers
    if order is DateOrder.YMD:
        year, month, day = first, second, third
    elif order is DateOrder.DMY:
        year, month, day = third, second, first
    else:
        year, month, day = third, first, second
    if year < 100:
        year += 2000
    elif 2450 < year < 2700:
        year -= 543
    try:
        return date(year, month, day)
    except ValueError:
        return None


def decide(dates: Iterable[Numbers], asked: DateOrder | None = None) -> DateOrderFound:
    """Decide on distinct dates in the order of the file; day/month/year when all fits."""
    known = list(dates)
    if asked is not None:
        return as_asked(asked)
    if not known:
        return DateOrderFound(DateOrder.DMY, False, "The file shows no dates.")
    wrong = {order: _misfits(known, order) for order in DateOrder}
    if all(count == len(known) for count in wrong.values()):
        return DateOrderFound(
            DateOrder.DMY,
            True,
            "No date in this file is a day of the calendar; its messages are kept without a time.",
        )
    if any(first > 31 for first, _, _ in known) and wrong[DateOrder.YMD] == min(wrong.values()):
        return _sure(DateOrder.YMD, "the year stands first")
    fits = {order: wrong[order] for order in (DateOrder.DMY, DateOrder.MDY)}
    if fits[DateOrder.DMY] != fits[DateOrder.MDY]:
        return _sure(min(fits, key=lambda order: fits[order]), "the other order names no such day")
    backs = {order: _steps_back(known, order) for order in fits}
    if (backs[DateOrder.DMY] == 0) != (backs[DateOrder.MDY] == 0):
        return _sure(
            min(backs, key=lambda order: backs[order]), "otherwise time would run backwards"
        )
    return DateOrderFound(
        DateOrder.DMY,
        True,
        "Day and month cannot be told apart in this file; dates are read as day/month/year.",
    )


def as_asked(order: DateOrder) -> DateOrderFound:
    """The order a person chose."""
    return DateOrderFound(order, False, f"Dates are read as {_NAMES[order]}, as asked.")


def as_others(order: DateOrder) -> DateOrderFound:
    """The order of the chats beside this one, which alone could be read in two."""
    sentence = f"Dates are read as {_NAMES[order]}, as in the other chats of the zip."
    return DateOrderFound(order, False, sentence)


def _sure(order: DateOrder, reason: str) -> DateOrderFound:
    return DateOrderFound(order, False, f"Dates are read as {_NAMES[order]}: {reason}.", True)


def _misfits(known: list[Numbers], order: DateOrder) -> int:
    return sum(to_date(numbers, order) is None for numbers in known)


def _steps_back(known: list[Numbers], order: DateOrder) -> int:
    days = [day for numbers in known if (day := to_date(numbers, order)) is not None]
    return sum(later < earlier for earlier, later in itertools.pairwise(days))
