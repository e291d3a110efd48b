"""Words that matter, and words that don't, when two texts are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.dedup.gazetteer import load
from pipeline.text.normalise import fold
from pipeline.text.words import words

# What people put around a text they pass on. It says nothing about the call.
DECORATION = frozenset(
    word
    for word, _, _ in words(
        fold(
            "عاجل عاجلا مستعجل جدا ضروري هام مهم تنبيه منقول محول معاد تذكير جديد متاح الان"
            " السلام عليكم ورحمة الله وبركاته مرحبا هلا اهلا مساء صباح الخير النور"
            " فقط لو سمحتوا رجاء الرجاء من فضلكم كاستنج اعلان فرصة بالتوفيق للجميع"
            " urgent asap forwarded fwd fw repost reposted reminder important new please pls"
            " hi hello dear all everyone casting call now only attention"
        )
    )
)
IS_FORWARDED = re.compile(
    r"\W*(?:forwarded(?: many times| message)?|fwd"
    r"|منقول\w*|محول\w*|معاد توجيهه?|تمت اعاده التوجيه)\W*"
)
PREFIX = re.compile(r"^(?:و?(?:بال|وال|كال|فال|لل|ال)|[وبل])(?=\w{3})")

CONTACT_WORD, DAY_WORD, PAY_WORD = "contact", "xday", "xpay"
"""What a reading writes in the place of a contact, a day and an amount of money."""

# Some labels are also names of productions or roles; these say only what stands after them.
LABELS_ONLY = ("location", "dates", "requirements", "compensation", "deadline")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that name a place, a day, a role, a sex or a production; words that
    decorate, ask or label, and may be exchanged freely."""

    telling: frozenset[str]
    phrasing: frozenset[str]

    def tells(self, word: str) -> bool:
        """Whether a word states a fact by itself."""
        return word[0].isdigit() or word in self.telling or bare(word) in self.telling

    def only_phrases(self, word: str) -> bool:
        """Whether a word states nothing by itself."""
        return word in self.phrasing or bare(word) in self.phrasing


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """An Arabic word without its article and the letters joined in front of it."""
    return PREFIX.sub("", word)


@cache
def lexicon() -> Lexicon:
    """The words of the gazetteer."""
    calendar, casting, people = (load(name) for name in ("calendar", "casting", "people"))
    listed = (
        *_lists(load("places")),
        *_lists(calendar["months"]),
        *_lists(calendar["hijri_months"]),
        *_lists(calendar["weekdays"]),
        *_lists(casting["roles"]),
        *_lists(casting["productions"]),
        *_lists(people["sex"]),
    )
    telling = {form for names in listed for word in _single(names) for form in (word, bare(word))}
    labels = load("labels")
    telling -= DECORATION | {
        word
        for section in LABELS_ONLY
        for names in _lists(labels[section])
        for word in _single(names)
    }
    asking = (casting["wanted"]["verbs"], *_lists(labels))
    phrasing = {form for word in _each(asking) for form in (word, bare(word))} | DECORATION
    return Lexicon(frozenset(telling), frozenset(phrasing - telling) | {CONTACT_WORD, PAY_WORD})


def _lists(node: Mapping[str, Any]) -> Iterator[list[str]]:
    for value in node.values():
        if isinstance(value, dict):
            yield from _lists(value)
        elif isinstance(value, list):
            yield value


def _each(lists: Iterable[list[str]]) -> Iterator[str]:
    """Every word of every name."""
    for names in lists:
        for name in names:
            yield from (word for word, _, _ in words(fold(str(name))))


def _single(names: list[str]) -> Iterator[str]:
    """Names that are one word: parts of longer ones are often ordinary words."""
    for name in names:
        found = [word for word, _, _ in words(fold(str(name)))]
        if len(found) == 1:
            yield found[0]
