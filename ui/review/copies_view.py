"""Where else a call was seen, and in which words it was said there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor

from pipeline.review.values import Copy
from pipeline.review.wording import Difference, Piece, differs
from pipeline.riyadh import in_zone
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.diff_view import DiffView
from ui.review.reading_view import SMALL
from ui.widgets import badge_icon


class CopiesView(DiffView):
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
                self.write_piece(cursor, piece, SMALL)
                cursor.insertText("   ", self.ink(tokens.muted, size=SMALL))
        for copy in self._copies:
            self._write_copy(cursor, copy)

    def _write_copy(self, cursor: QTextCursor, copy: Copy) -> None:
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        self.paragraph(cursor, above=16)
        medium = text(f"source.{badge_icon(copy.medium)}")
        cursor.insertText(f"{medium} · {isolate(copy.source)}", self.ink(tokens.text, strong=True))
        facts = [isolate(copy.sender)] if copy.sender else []
        facts += [self._ui.language.moment(in_zone(copy.sent_at))] if copy.sent_at else []
        if facts:
            self.paragraph(cursor)
            cursor.insertText(" · ".join(facts), self.ink(tokens.muted, size=SMALL))
        if not differs(copy.pieces):
            self.paragraph(cursor, above=2)
            cursor.insertText(text("review.copy.same"), self.ink(tokens.muted))
            return
        self.paragraph(cursor, above=4, own_direction=True)
        for piece in copy.pieces:
            self.write_piece(cursor, piece)
