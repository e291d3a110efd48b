"""Reads a call's text as a comparison sees it: words and their lines, contacts, numbers, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.dedup.lexicon import IS_FORWARDED, lexicon
from pipeline.text.normalise import fold
from pipeline.text.words import WORD

MOST_WORDS = 1500
"""What a comparison reads of a very long text."""
CONTACT = re.compile(
    r"https?://\S+|www\.\S+|wa\.me/\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[\w.]{3,}"
    r"|(?<![\w/.-])(?:\+|00)?\d(?:[ \-().]{0,2}\d){8,14}(?!\w)"
)
DAY = re.compile(r"(?<!\d)\d{1,2}[-./]\d{1,2}(?:[-./]\d{2,4})?(?!\d)")
FULL_DAY = re.compile(r"(?:\d{1,2}[-./]){2}\d{2,4}(?!\d)|\d{4}[-.]\d{1,2}[-.]\d{1,2}(?!\d)")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
CONTACT_WORD = "contact"
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read. `lines[i]` is the number of the line that holds `words[i]`."""

    words: tuple[str, ...]
    lines: tuple[int, ...]
    contacts: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]

    def starts_line(self, at: int) -> bool:
        """Whether a line (or the end of the text) begins in front of word `at`."""
        return at in (0, len(self.words)) or self.lines[at] != self.lines[at - 1]


def read(text: str, contact_info: str | None = None) -> Reading:
    """Read a call's text. Contacts known from elsewhere count as its own."""
    contacts = set(contacts_in(contact_info)) if contact_info else set()

    def stand_in(match: re.Match[str]) -> str:
        if _is_date(match[0]):
            return match[0]
        contacts.add(_contact(match[0]))
        return f" {CONTACT_WORD} "

    folded = CONTACT.sub(stand_in, _folded(text))
    kept, lines = _words_by_line(folded)
    return Reading(
        tuple(kept),
        tuple(lines),
        frozenset(contacts),
        frozenset(NUMBER.findall(folded)),
        frozenset({*_written_days(folded), *_named_days(kept)}),
    )


def contacts_in(text: str) -> frozenset[str]:
    """Phones by their last nine digits, and addresses."""
    found = (match[0] for match in CONTACT.finditer(fold(text)))
    return frozenset(_contact(raw) for raw in found if not _is_date(raw))


def _words_by_line(folded: str) -> tuple[list[str], list[int]]:
    kept: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(folded.split("\n")):
        if len(kept) < MOST_WORDS and not IS_FORWARDED.fullmatch(line):
            found = WORD.findall(line)
            kept += found
            lines += [number] * len(found)
    return kept[:MOST_WORDS], lines[:MOST_WORDS]


def _folded(text: str) -> str:
    return STRETCHED.sub(r"\1", GROUPED.sub("", fold(text)))


def _is_date(raw: str) -> bool:
    return FULL_DAY.match(raw) is not None


def _contact(raw: str) -> str:
    digits = re.sub(r"\D", "", raw)
    return digits[-9:] if len(digits) >= 9 else raw.rstrip("/.,")


def _written_days(folded: str) -> list[str]:
    """Days such as "5/3", "5-3-2026"."""
    return [match[0].replace("-", "/").replace(".", "/") for match in DAY.finditer(folded)]


def _named_days(found: list[str]) -> list[str]:
    """Days such as "5 march", "march 5"."""
    months = lexicon().months
    return [
        f"{number} {months[month]}"
        for left, right in pairwise(found)
        for number, month in ((left, right), (right, left))
        if month in months and number.isdigit() and len(number) <= 2
    ]
