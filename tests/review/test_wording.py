"""How a variant is held against the message it repeats."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.review.wording import MOST_WORDS, Difference, compare, differs
from pipeline.text.normalise import fold
from pipeline.text.words import words

FUZZ = settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)
LETTERS = st.text(st.sampled_from("ab أإاىي ةه١1٢2\n-🎬ـ\u200f،ﷺ½é"), max_size=60)


def shown(message: str, variant: str) -> list[tuple[str, str]]:
    """The pieces as plain pairs."""
    return [(piece.difference.value, piece.text) for piece in compare(message, variant)]


def test_more_and_less_are_told_apart() -> None:
    """Each word keeps the space behind it."""
    assert shown("مطلوب ممثل في جدة", "مطلوب ممثلة في جدة اليوم") == [
        ("same", "مطلوب "),
        ("removed", "ممثل "),
        ("added", "ممثلة "),
        ("same", "في جدة "),
        ("added", "اليوم"),
    ]


def test_spelling_makes_no_difference() -> None:
    """Hamza, marks, digits and punctuation are not what a reviewer looks for."""
    pieces = compare("الأجر: ١٢٠٠ ريال!", "** الاجـر 1200 ريال **")
    assert not differs(pieces)
    assert "".join(piece.text for piece in pieces) == "** الاجـر 1200 ريال **"


def test_nothing_is_compared_with_nothing() -> None:
    """Texts without words are shown as they are."""
    assert shown("", "") == []
    assert shown("", "🎬!") == [("same", "🎬!")]
    assert shown("كاستنج", "") == [("removed", "كاستنج")]


def test_the_end_of_endless_messages_is_left_as_it_is() -> None:
    """Comparing takes no longer than a blink, and loses nothing."""
    long = " ".join(f"w{n}" for n in range(MOST_WORDS * 3))
    other = long.replace("w7 ", "x ", 1)
    pieces = compare(long, other)
    assert "".join(p.text for p in pieces if p.difference != Difference.REMOVED) == other


@FUZZ
@given(LETTERS, LETTERS)
def test_the_variant_stays_whole(message: str, variant: str) -> None:
    """What is not struck out is the variant; what is not new are the message's words."""
    pieces = compare(message, variant)
    kept = "".join(p.text for p in pieces if p.difference != Difference.REMOVED)
    old = "\n".join(p.text for p in pieces if p.difference != Difference.ADDED)
    assert kept == variant
    assert wording(old) == wording(message)
    assert not differs(compare(message, message))
    assert all(p.text for p in pieces)


def wording(text: str) -> str:
    """Its letters and digits: what a word is can depend on its neighbours."""
    return "".join(word for word, _, _ in words(fold(text)))
