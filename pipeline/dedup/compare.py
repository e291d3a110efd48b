"""Judges whether two texts announce the same call.

Likeness alone can't tell: a caster pours call after call into one form, and two of them
differ in a single word, the one that matters. So the differences are looked at one by one.
A changed, added or lost line is an edit. A word exchanged inside a line states another
fact, unless it is a typing error; so does a number, a day or a place that only one has
where the other has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Indel

from pipeline.dedup.days import Day, follow, other_days
from pipeline.dedup.lexicon import bare, lexicon
from pipeline.dedup.minhash import jaccard
from pipeline.dedup.reading import Reading
from pipeline.text.normalise import fold
from pipeline.text.words import WORD

ALIKE = 0.42
"""Jaccard below which two texts have too little in common to be one."""
HELD, ENOUGH = 0.8, 12
"""Share of a text's shingles, and how many, that a longer one has which is the same call."""
FEMININE = fold("ة")
"""The letter that makes a presenter a woman."""
HAS_DIGIT = re.compile(r"\d")
MOVED = frozenset(
    " ".join(WORD.findall(fold(phrase)))
    for phrase in (
        *("تأجيل", "تأجل", "تأجلت", "تم التأجيل", "تغير الموعد", "تغيير الموعد", "تعديل الموعد"),
        *("الموعد الجديد", "موعد جديد", "postponed", "rescheduled", "new date", "new dates"),
        *("date changed", "date change", "dates changed", "moved to"),
    )
)
"""How people say that the day of a call is now another."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`same` with what was overlooked, or not, with what speaks against it. In words."""

    same: bool
    likeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one text in the place of words of the other; either may be none."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    whole_lines: bool
    at_edge: bool


def compare(one: Reading, other: Reading, *, fields_agree: bool = False) -> Verdict:
    """The same verdict whichever text comes first.

    When their `fields_agree` (title, place and requirements), other wording says little.
    """
    left, right = _in_order(one, other)
    likeness = jaccard(left.shingles, right.shingles)
    if likeness < ALIKE and not _holds(left, right):
        return _unlike(left, right, likeness, fields_agree)
    found = list(_changes(left, right))
    reworded = _may_be_reworded(left, right, fields_agree)
    against = [reason for change in found for reason in _against(change, reworded)]
    against += _other_facts(left, right)
    varied = tuple(variations(left, right))
    if _other_contact(left, right):
        if any(_exchanges(change) for change in found):
            against.append("another contact and other words")
        against += [f"another contact, and {reason}" for reason in varied[:-1]]
    if against:
        return Verdict(False, likeness, tuple(dict.fromkeys(against)))
    return Verdict(
        True, likeness, (f"{round(likeness * 100)}% of the wording is the same", *varied)
    )


def _holds(one: Reading, other: Reading) -> bool:
    """Whether a text stands in a longer one with its contact: a group adds its greeting."""
    fewest = min(len(one.shingles), len(other.shingles))
    shared = len(one.shingles & other.shingles)
    return shared >= max(HELD * fewest, ENOUGH) and not one.contacts.isdisjoint(other.contacts)


def _unlike(left: Reading, right: Reading, likeness: float, fields_agree: bool) -> Verdict:
    """Texts without common wording are one only by their fields, one contact and no other day."""
    day = other_day(left, right)
    if not fields_agree or day or _other_contact(left, right):
        return Verdict(False, likeness, (day or "the texts have too few words in common",))
    return Verdict(True, likeness, ("other words for it", *variations(left, right)))


def contradict(one: Reading, other: Reading) -> bool:
    """Whether each has a day or a number of its own, however the words around it changed."""
    return any(_other_facts(one, other))


def variations(one: Reading, other: Reading) -> Iterator[str]:
    """What a repost of a call may change, and these did. In words, the contact last."""
    if days := _own_days(one, other, one.days, other.days):
        yield _versus("moved", *days)
    if last := _own_days(one, other, one.deadlines, other.deadlines):
        yield _versus("another deadline", *last)
    paid = one.pay - other.pay, other.pay - one.pay
    if all(paid):
        yield _versus("another pay", *([f"{amount:g}" for amount in sorted(side)] for side in paid))
    if _other_contact(one, other):
        yield _versus("another contact", sorted(one.contacts), sorted(other.contacts))


def other_day(one: Reading, other: Reading) -> str | None:
    """Why these can't be one call although all else may be equal: each has its own day.

    With one deadline, or when a text says so, the day was moved.
    """
    days = _own_days(one, other, one.days, other.days)
    return _versus("another day", *days) if days and not _was_moved(one, other) else None


def _own_days(
    one: Reading, other: Reading, mine: frozenset[Day], theirs: frozenset[Day]
) -> tuple[list[Day], list[Day]] | None:
    """The days that only one has where the other has its own.

    The same words name the same day: "tomorrow" also says when it was posted.
    """
    left, right = other_days(mine, theirs)
    if not left or not right:
        return None
    if one.written == other.written and (one.words == other.words or follow(mine, theirs)):
        return None
    return left, right


def _was_moved(one: Reading, other: Reading) -> bool:
    if one.deadlines and other.deadlines and not any(other_days(one.deadlines, other.deadlines)):
        return True
    says_so = not MOVED.isdisjoint(one.shingles | other.shingles)
    return says_so and not _other_contact(one, other)


def _may_be_reworded(one: Reading, other: Reading, fields_agree: bool) -> frozenset[str] | None:
    """The words that say which calls these are. Others may change when the contact is the same."""
    if one.stated is None or other.stated is None:
        return None
    if one.contacts.isdisjoint(other.contacts) and not fields_agree:
        return None
    return one.stated | other.stated


def _in_order(one: Reading, other: Reading) -> tuple[Reading, Reading]:
    """The same order whichever comes first."""
    if one.words != other.words:
        return (one, other) if one.words < other.words else (other, one)
    left, right = sorted((one, other), key=_all_of)
    return left, right


def _all_of(reading: Reading) -> tuple[object, ...]:
    sets = (reading.contacts, reading.days, reading.deadlines, reading.pay, reading.numbers)
    return reading.lines, reading.written, *(sorted(found) for found in sets)


def _changes(left: Reading, right: Reading) -> Iterator[Change]:
    for (i1, i2), (j1, j2) in _hunks(left, right):
        yield Change(
            left.words[i1:i2],
            right.words[j1:j2],
            all(text.starts_line(at) for text, at in _ends(left, right, i1, i2, j1, j2)),
            (i1 == j1 == 0) or (i2 == len(left.words) and j2 == len(right.words)),
        )


def _ends(
    left: Reading, right: Reading, i1: int, i2: int, j1: int, j2: int
) -> tuple[tuple[Reading, int], ...]:
    return ((left, i1), (left, i2), (right, j1), (right, j2))


def _hunks(left: Reading, right: Reading) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches where the texts differ, between words they share."""
    i1 = j1 = 0
    for step in Indel.opcodes(left.words, right.words):
        if step.tag != "equal":
            continue
        if step.src_start > i1 or step.dest_start > j1:
            yield (i1, step.src_start), (j1, step.dest_start)
        i1, j1 = step.src_end, step.dest_end
    if i1 < len(left.words) or j1 < len(right.words):
        yield (i1, len(left.words)), (j1, len(right.words))


def _against(change: Change, stated: frozenset[str] | None) -> Iterator[str]:
    """What a change says against the texts being one. `stated` words can't be reworded."""
    left, right = map(_said, _without_typos(change.left, change.right))
    if stated is not None and stated.isdisjoint((*left, *right)) and not _telling((*left, *right)):
        return
    if left and right:
        told = (_telling(left), _telling(right))
        if not change.whole_lines or all(told):
            yield f"\u201c{' '.join(left)}\u201d in one, \u201c{' '.join(right)}\u201d in the other"
    elif not change.whole_lines and not change.at_edge and _telling(left or right):
        yield f"only one says \u201c{' '.join(left or right)}\u201d"


def _exchanges(change: Change) -> bool:
    left, right = map(_said, _without_typos(change.left, change.right))
    return bool(left and right)


def _said(words: tuple[str, ...]) -> tuple[str, ...]:
    only_phrases = lexicon().only_phrases
    return tuple(word for word in words if not only_phrases(word))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if lexicon().tells(word))


def _without_typos(
    left: tuple[str, ...], right: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both sides without words that are one another with a slip of the finger."""
    if not left or not right:
        return left, right
    remaining = list(right)
    kept = []
    for word in left:
        slip = next((other for other in remaining if is_slip(word, other)), None)
        if slip is None:
            kept.append(word)
        else:
            remaining.remove(slip)
    return tuple(kept), tuple(remaining)


def is_slip(one: str, other: str) -> bool:
    """Whether two words are the same but for one letter of many."""
    if one == other or bare(one) == bare(other):
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    if OSA.distance(one, other, score_cutoff=1) > 1 or HAS_DIGIT.search(one + other):
        return False
    if one + FEMININE == other or other + FEMININE == one:
        return False
    tells = lexicon().tells
    return not (tells(one) and tells(other))


def _other_facts(left: Reading, right: Reading) -> Iterator[str]:
    day = other_day(left, right)
    if day:
        yield day
    mine, theirs = left.numbers - right.numbers, right.numbers - left.numbers
    if mine and theirs:
        yield _versus("other numbers", sorted(mine), sorted(theirs))


def _other_contact(left: Reading, right: Reading) -> bool:
    return bool(left.contacts and right.contacts) and not left.contacts & right.contacts


def _versus(what: str, mine: Iterable[object], theirs: Iterable[object]) -> str:
    left, right = (", ".join(map(str, side)) for side in (mine, theirs))
    return f"{what}: {left} in one, {right} in the other"
