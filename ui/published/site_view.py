"""What the site shows of a call, held against what we want there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from PySide6.QtGui import QTextCursor

from db.models import PublicationState
from pipeline.publishing.comparing import Comparison, FieldDifference
from pipeline.review.wording import Difference, Piece
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.diff_view import DiffView
from ui.review.reading_view import SMALL

LEAST_HIGH, WORDS_HIGH = 72, 400


class SiteView(DiffView):
    """Each field that differs: what the site added to our words, and what it left out."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "published.site.title")
        self._found: Comparison | None = None
        self.setMinimumHeight(LEAST_HIGH)

    def show_comparison(self, publication_id: int, found: Comparison) -> None:
        """Show how the site differs."""
        self._found = found
        self.setMaximumHeight(WORDS_HIGH if found.fields else LEAST_HIGH)
        self.begin(publication_id)

    def write(self, cursor: QTextCursor) -> None:
        """What happened there, then each field."""
        found, tokens, text = self._found, self._ui.theme.tokens, self._ui.language.text
        if found is None:
            return
        self.paragraph(cursor, above=2)
        cursor.insertText(text(_title(found)), self.ink(tokens.warn, strong=True))
        for said in self._beneath(found):
            self.paragraph(cursor)
            cursor.insertText(said, self.ink(tokens.muted, size=SMALL))
        for one in found.fields:
            self._write_field(cursor, one)

    def _beneath(self, found: Comparison) -> Iterator[str]:
        text, facts = self._ui.language.text, []
        if found.changed is not None:
            at = self._ui.language.moment(found.changed.replace(tzinfo=UTC))
            facts.append(text("published.site.changed", at=at))
        if found.status:
            facts.append(text("published.site.status", status=isolate(found.status)))
        if facts:
            yield " · ".join(facts)
        if found.is_gone:
            yield text("published.site.accept")

    def _write_field(self, cursor: QTextCursor, one: FieldDifference) -> None:
        tokens, text = self._ui.theme.tokens, self._ui.language.text
        self.paragraph(cursor, above=10)
        name = text(f"review.field.{one.name}")
        cursor.insertText(name, self.ink(tokens.muted, size=SMALL, strong=True))
        self.paragraph(cursor, own_direction=True)
        for piece in one.pieces or (Piece(Difference.REMOVED, one.ours),):
            self.write_piece(cursor, piece)


def _title(found: Comparison) -> str:
    if found.state is PublicationState.REMOVED_ELSEWHERE:
        return "published.site.removed"
    return "published.site.hidden" if found.status else "published.site.title"
