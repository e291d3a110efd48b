"""Tells whether a field's new value says something else, or the same in other words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz import fuzz

from pipeline.extraction.call import FieldName
from pipeline.text.normalise import fold

ALIKE = 75
"""Per cent of common words from which two texts say the same."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LATIN = re.compile(r"[a-z]")
BETWEEN_CONTACTS = re.compile(r"[\s,;،؛|/]+")
WORTH_ADDING = frozenset({FieldName.DEADLINE, FieldName.COMPENSATION, FieldName.CONTACT_INFO})
"""Fields that people wait for: news even where nothing was announced before."""
REPEATED = frozenset({FieldName.TITLE, FieldName.DESCRIPTION})
"""Fields that later messages repeat in passing, and worse than the call did."""


def says_anew(name: FieldName, before: str, after: str) -> bool:
    """Whether a call's field would be another one with the value a later message gives it."""
    if name in REPEATED or not fold(after).strip() or fold(before) == fold(after):
        return False
    if not before.strip():
        return name in WORTH_ADDING
    if name is FieldName.DEADLINE:
        return before != after
    if name is FieldName.CONTACT_INFO:
        return not _contacts(after) <= _contacts(before)
    return _other_words(fold(before), fold(after), _measure(name))


def _contacts(value: str) -> frozenset[str]:
    return frozenset(part for part in BETWEEN_CONTACTS.split(fold(value)) if part)


def _measure(name: FieldName) -> Callable[[str, str], float]:
    """A place told closer is the same place; pay and requirements change by one word more."""
    if name in (FieldName.LOCATION, FieldName.COMPANY):
        return fuzz.token_set_ratio
    return fuzz.token_sort_ratio


def _other_words(before: str, after: str, alike: Callable[[str, str], float]) -> bool:
    told, telling = _numbers(before), _numbers(after)
    if telling - told:
        return True
    if telling and telling == told:
        return False
    if bool(LATIN.search(before)) != bool(LATIN.search(after)):
        return False  # a translation: what it says can't be told by its letters
    return alike(before, after) < ALIKE


def _numbers(folded: str) -> frozenset[str]:
    return frozenset(found.replace(",", "") for found in NUMBER.findall(folded))
