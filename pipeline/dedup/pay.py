"""Finds the amounts of money a text offers: what may change while a call stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.dedup.gazetteer import load, phrases
from pipeline.text.normalise import fold

NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\.?\d)")
WORD = re.compile(r"[^\W\d_]+")
LONGEST = 20
"""Characters that a currency and the blanks behind it take at most."""
FILLING = frozenset(
    fold(word)
    for word in (
        "قدره",
        "قدرها",
        "حوالي",
        "تقريبا",
        "يبدأ",
        "من",
        "في",
        "is",
        "of",
        "about",
        "from",
    )
)
RANGE = re.compile(r"[ \t]*(?:[-–—]|الي|to|or|او)[ \t]*")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, and where it stands with the words that make it one."""

    start: int
    end: int
    value: float


def find_amounts(folded: str) -> Iterator[Amount]:
    """Amounts with a currency beside them or a label in front, in order."""
    waiting: Amount | None = None
    reached = 0
    for number in NUMBER.finditer(folded):
        amount, certain = _amount(folded, number, reached)
        if certain and waiting and RANGE.fullmatch(folded, waiting.end, number.start()):
            yield waiting
        if certain:
            yield amount
            reached = amount.end
        waiting = None if certain else amount


def _amount(folded: str, number: re.Match[str], reached: int) -> tuple[Amount, bool]:
    """The number as an amount, and whether it is one. Words before `reached` are another's."""
    tail = _after().match(folded, number.end())
    assert tail is not None
    value = float(number[0]) * (1000 if tail["thousand"] else 1)
    begin = _before(folded, number.start())
    certain = begin is not None or bool(tail["currency"])
    end = tail.end() if tail["thousand"] or tail["currency"] else number.end()
    return Amount(max(reached, number.start() if begin is None else begin), end, value), certain


def _before(folded: str, at: int) -> int | None:
    """Where the words begin that make the number at `at` an amount, if there are any."""
    line = folded[folded.rfind("\n", 0, at) + 1 : at]
    if sign := _currency_in_front().search(line, max(0, len(line) - LONGEST)):
        return at - len(line) + sign.start()
    words = WORD.findall(line[-60:])
    while words and words[-1] in FILLING:
        words.pop()
    labelled = any(" ".join(words[-length:]) in _labels() for length in (1, 2, 3) if words)
    return at if labelled else None


def _alternatives(names: list[str]) -> str:
    folded = {" ".join(fold(name).split()) for name in names}
    return "|".join(re.escape(name) for name in sorted(folded, key=lambda one: (-len(one), one)))


@cache
def _currencies() -> str:
    money = load("money")
    words = [word for currency in money["currency"].values() for word in currency["words"]]
    return _alternatives([*words, *money["local"]["words"]])


@cache
def _after() -> re.Pattern[str]:
    thousands = _alternatives(list(load("money")["numbers"]["thousand"]))
    return re.compile(
        rf"[ \t]*(?P<thousand>(?:{thousands})(?!\w))?[ \t]*(?P<currency>(?:{_currencies()})(?!\w))?"
    )


@cache
def _currency_in_front() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_currencies()})[ \t]*$")


@cache
def _labels() -> frozenset[str]:
    return frozenset(phrases(load("labels")["compensation"]["words"]))
