"""The way between a message's code points and Qt's document."""

import os

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from pipeline.text.span import Span
from ui.review.offsets import Offsets

PIECES = st.lists(
    st.sampled_from(["a", "م", "🎬", "\r\n", "\n", "\r", "\u200f", "\u2028", "é", "\x00", " "]),
    max_size=30,
).map("".join)


@settings(max_examples=int(os.environ.get("TAKEONE_FUZZ", "200")), deadline=None)
@given(text=PIECES)
def test_every_character_is_where_the_offsets_say(qapp: QApplication, text: str) -> None:
    """Emoji count twice in Qt, and a line end is one place however it was written."""
    offsets = Offsets(text)
    document = QTextDocument()
    document.setPlainText(offsets.shown)
    assert document.characterCount() - 1 == offsets.position(len(text))
    for at, character in enumerate(text):
        if character in "\r\n\u2028\x00":
            continue
        start, end = offsets.range(Span(at, at + 1))
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        assert cursor.selectedText() == character
        assert offsets.span(start, end) == Span(at, at + 1)


def test_half_an_emoji_is_all_of_it() -> None:
    """A selection never cuts a character."""
    assert Offsets("a🎬b").span(2, 3) == Span(1, 2)
