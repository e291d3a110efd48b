"""Reads a call's text as a comparison sees it: words and their lines, contacts, days, pay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipeline.dedup.days import Day, Mention, find_days
from pipeline.dedup.lexicon import CONTACT_WORD, DAY_WORD, IS_FORWARDED, PAY_WORD
from pipeline.dedup.minhash import shingles
from pipeline.dedup.pay import Amount, find_amounts
from pipeline.text.normalise import fold
from pipeline.text.words import WORD

MOST_WORDS = 1500
"""What a comparison reads of a very long text."""
CONTACT = re.compile(
    r"https?://\S+|www\.\S+|wa\.me/\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[\w.]{3,}"
    r"|(?<![\w/.-])(?:\+|00)?\d(?:[ \-().]{0,2}\d){8,14}(?!\w)"
)
FULL_DAY = re.compile(r"(?:\d{1,2}[-./]){2}\d{2,4}(?!\d)|\d{4}[-.]\d{1,2}[-.]\d{1,2}(?!\d)")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
LISTED = re.compile(r"^[ \t]*\d{1,2}[).-][ \t]+", re.MULTILINE)
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read. `lines[i]` is the number of the line that holds `words[i]`.

    Contacts, days and amounts of money are told apart from the words, which have a stand-in
    for each. `numbers` are all others. `days` are those of the work, `deadlines` the last to
    apply. `written` is how the days were written.
    """

    words: tuple[str, ...]
    lines: tuple[int, ...]
    shingles: frozenset[str]
    contacts: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[Day]
    deadlines: frozenset[Day]
    pay: frozenset[float]
    written: tuple[str, ...]
    stated: frozenset[str] | None = None

    def starts_line(self, at: int) -> bool:
        """Whether a line (or the end of the text) begins in front of word `at`."""
        return at in (0, len(self.words)) or self.lines[at] != self.lines[at - 1]


class Said(Protocol):
    """A call as far as a comparison needs it. `text` is its part of the message."""

    @property
    def text(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...
    @property
    def location(self) -> str | None: ...
    @property
    def requirements(self) -> str | None: ...
    @property
    def contact_info(self) -> str | None: ...
    @property
    def deadline(self) -> date | None: ...
    @property
    def posted(self) -> date | None: ...


def read_call(call: Said) -> Reading:
    """Read a call's text in the light of its fields."""
    stated = None
    if call.title:
        fields = (call.title, call.company, call.location, call.requirements)
        stated = frozenset(WORD.findall(_folded("\n".join(filter(None, fields)))))
    return read(call.text, call.contact_info, call.posted, call.deadline, stated)


def read(
    text: str,
    contact_info: str | None = None,
    posted: date | None = None,
    deadline: date | None = None,
    stated: frozenset[str] | None = None,
) -> Reading:
    """Read a call's text. Contacts and a deadline known from elsewhere count as its own."""
    contacts = set(contacts_in(contact_info)) if contact_info else set()

    def stand_in(match: re.Match[str]) -> str:
        if _is_date(match[0]):
            return match[0]
        contacts.add(_contact(match[0]))
        return f" {CONTACT_WORD} "

    folded = CONTACT.sub(stand_in, LISTED.sub("", _folded(text)))
    mentions = tuple(find_days(folded, posted))
    written = tuple(folded[one.start : one.end] for one in mentions)
    folded = _replaced(folded, mentions, DAY_WORD)
    amounts = tuple(find_amounts(folded))
    folded = _replaced(folded, amounts, PAY_WORD)
    kept, lines = _words_by_line(folded)
    to_apply, named = _by_purpose(mentions, deadline)
    return Reading(
        words=tuple(kept),
        lines=tuple(lines),
        shingles=shingles(kept),
        contacts=frozenset(contacts),
        numbers=frozenset(NUMBER.findall(folded)),
        days=named,
        deadlines=to_apply,
        pay=frozenset(amount.value for amount in amounts),
        written=written,
        stated=stated,
    )


def _by_purpose(
    mentions: Sequence[Mention], deadline: date | None
) -> tuple[frozenset[Day], frozenset[Day]]:
    """The last days to apply, and those of the work."""
    known = Day(deadline.year, deadline.month, deadline.day) if deadline else None
    to_apply, named = {known} if known else set[Day](), set[Day]()
    for mention in mentions:
        for day in mention.days:
            if known is None or not day.may_be(known):
                (to_apply if mention.to_apply else named).add(day)
    return frozenset(to_apply), frozenset(named)


def _replaced(folded: str, found: Sequence[Mention | Amount], word: str) -> str:
    parts, reached = [], 0
    for one in found:
        parts += [folded[reached : one.start], f" {word} "]
        reached = one.end
    return "".join([*parts, folded[reached:]])


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
