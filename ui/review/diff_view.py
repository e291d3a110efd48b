"""Text beside the message that shows in which words two texts differ."""

from __future__ import annotations

from unicodedata import bidirectional

from PySide6.QtGui import QTextCharFormat, QTextCursor

from pipeline.review.wording import Difference, Piece
from ui.i18n import END_ISOLATE, ISOLATE
from ui.review.reading_view import ReadingView
from ui.theme.tokens import TEXT

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u2066", "\u2067"
SIGNS = {Difference.ADDED: "+", Difference.REMOVED: "−"}
"""Colour never speaks alone: a sign stands before the words, and a line under or through them."""


class DiffView(ReadingView):
    """Writes words that were added or removed so that they can be told from the others."""

    def write_piece(self, cursor: QTextCursor, piece: Piece, size: int = TEXT) -> None:
        """Write one piece of a comparison at the end of the paragraph."""
        if piece.difference == Difference.REMOVED:
            # Its line ends are those of the other message.
            self.write_words(cursor, " ".join(piece.text.split()), piece.difference, size)
            cursor.insertText(" ", self.ink(self._ui.theme.tokens.text, size=size))
            return
        for nth, line in enumerate(piece.text.split("\n")):
            if nth:
                self.paragraph(cursor, own_direction=True)
            self.write_words(cursor, line, piece.difference, size)

    def write_words(
        self, cursor: QTextCursor, line: str, kind: Difference, size: int, among: str = ""
    ) -> None:
        """Write words of one line, marked as what they are. Numbers run as the words `among`
        which they stand, or as their paragraph."""
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
        fence = ISOLATE if letters else _fence_like(among or cursor.block().text())
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
