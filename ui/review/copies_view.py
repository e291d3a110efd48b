"""Where else a call was seen, and in which words it was said there."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import bidirectional

from PySide6.QtGui import QTextCharFormat, QTextCursor

from pipeline.review.values import Copy
from pipeline.review.wording import Difference, Piece, differs
from ui.context import UiContext
from ui.i18n import END_ISOLATE, ISOLATE, isolate
from ui.review.reading_view import SMALL, ReadingView
from ui.widgets import badge_icon

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u2066", "\u2067"
SIGNS = {Difference.ADDED: "+", Difference.REMOVED: "−"}
"""Colour never speaks alone: a sign stands before the words, and a line under or through them."""


class CopiesView(ReadingView):
    """Each copy under its source; its words are held against the call's own."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "review.copies")
        self._copies: Sequence[Copy] = ()

    def show_copies(self, call_id: int, copies: Sequence[Copy]) -> None:
        """Show the copies of a call."""
        self._copies = copies
        self.begin(call_id)

    def write(self, cursor: QTextCursor) -> None:
        """How to read it, where there are differences; then the copies."""
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        if not self._copies:
            self.paragraph(cursor, above=4)
            cursor.insertText(text("review.copy.none"), self.ink(tokens.muted))
            return
        if any(differs(copy.pieces) for copy in self._copies):
            self.paragraph(cursor, above=4)
            cursor.insertText(text("review.copy.legend"), self.ink(tokens.muted, size=SMALL))
            cursor.insertText("  ", self.ink(tokens.muted, size=SMALL))
            for kind in (Difference.ADDED, Difference.REMOVED):
                piece = Piece(kind, text(f"review.copy.{kind}"))
                self._write_piece(cursor, piece, SMALL)
                cursor.insertText("   ", self.ink(tokens.muted, size=SMALL))
        for copy in self._copies:
            self._write_copy(cursor, copy)

    def _write_copy(self, cursor: QTextCursor, copy: Copy) -> None:
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        self.paragraph(cursor, above=16)
        medium = text(f"source.{badge_icon(copy.medium)}")
        cursor.insertText(f"{medium} · {isolate(copy.source)}", self.ink(tokens.text, strong=True))
        facts = [isolate(copy.sender)] if copy.sender else []
        facts += [self._ui.language.moment(copy.sent_at)] if copy.sent_at else []
        if facts:
            self.paragraph(cursor)
            cursor.insertText(" · ".join(facts), self.ink(tokens.muted, size=SMALL))
        if not differs(copy.pieces):
            self.paragraph(cursor, above=2)
            cursor.insertText(text("review.copy.same"), self.ink(tokens.muted))
            return
        self.paragraph(cursor, above=4, own_direction=True)
        for piece in copy.pieces:
            self._write_piece(cursor, piece)

    def _write_piece(self, cursor: QTextCursor, piece: Piece, size: int = 14) -> None:
        if piece.difference == Difference.REMOVED:
            # Its line ends are those of the other message.
            self._write_words(cursor, " ".join(piece.text.split()), piece.difference, size)
            cursor.insertText(" ", self.ink(self._ui.theme.tokens.text, size=size))
            return
        for nth, line in enumerate(piece.text.split("\n")):
            if nth:
                self.paragraph(cursor, own_direction=True)
            self._write_words(cursor, line, piece.difference, size)

    def _write_words(self, cursor: QTextCursor, line: str, kind: Difference, size: int) -> None:
        plain = self.ink(self._ui.theme.tokens.text, size=size)
        words = line.rstrip()
        if kind == Difference.SAME or not words:
            cursor.insertText(line, plain)
            return
        ink = self._ink_of(kind, size)
        sign = QTextCharFormat(ink)
        sign.setFontUnderline(False)
        sign.setFontStrikeOut(False)
        letters = any(map(str.isalpha, words))
        fence = ISOLATE if letters else _fence_like(cursor.block().text())
        cursor.insertText(f"{fence}{SIGNS[kind]}\N{NO-BREAK SPACE}", sign)
        cursor.insertText(words, ink)
        cursor.insertText(f"{END_ISOLATE}{line[len(words) :]}", plain)

    def _ink_of(self, kind: Difference, size: int) -> QTextCharFormat:
        tokens = self._ui.theme.tokens
        added = kind == Difference.ADDED
        ink = self.ink(tokens.good if added else tokens.bad, size=size, strong=added)
        ink.setFontUnderline(added)
        ink.setFontStrikeOut(not added)
        return ink


def _fence_like(text: str) -> str:
    """An isolate for numbers, which have no direction of their own: they run as their line."""
    first = next((kind for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return LEFT_TO_RIGHT if first == "L" else RIGHT_TO_LEFT
