"""The call a message speaks of: why it is this one, and what would change in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtGui import QTextCursor

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from pipeline.intents.values import Card, Proposed
from pipeline.review.wording import Difference, Piece, compare
from ui.context import UiContext
from ui.i18n import END_ISOLATE, ISOLATE, isolate
from ui.review.changes.delegates import why
from ui.review.diff_view import DiffView
from ui.review.doubts import doubt_text
from ui.review.reading_view import SMALL
from ui.theme.tokens import TEXT

TITLE = 16
MOST_REASONS = 3


class MeantView(DiffView):
    """Written for reading from the top: the call, the reasons, then field by field."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui, "review.change.call")
        self._card: Card | None = None

    def show_card(self, card: Card) -> None:
        """Show the call of a proposal."""
        self._card = card
        self.begin(card.id)

    def write(self, cursor: QTextCursor) -> None:
        """The call, why it is meant, and each field before and after."""
        card = self._card
        if card is None:
            return
        self._write_call(cursor, card)
        self._write_reasons(cursor, card)
        for change in card.changes:
            self._write_change(cursor, change)
        if not card.changes:
            self._write_fields(cursor, card)

    def _write_call(self, cursor: QTextCursor, card: Card) -> None:
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        self.paragraph(cursor, above=2)
        cursor.insertText(text("review.change.call"), self.ink(tokens.muted, size=SMALL))
        self.paragraph(cursor)
        title = isolate(" ".join(card.call.title.split())) or text("review.untitled")
        cursor.insertText(title, self.ink(tokens.text, size=TITLE, strong=True))
        self.paragraph(cursor)
        standing = text(f"review.status.{card.call.status}")
        if card.call.publication:
            standing += f" · {text(f'review.change.site.{card.call.publication}')}"
        approved = card.call.status == CallStatus.APPROVED
        cursor.insertText(standing, self.ink(tokens.good if approved else tokens.muted, size=SMALL))

    def _write_reasons(self, cursor: QTextCursor, card: Card) -> None:
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        self.paragraph(cursor, above=12)
        said = text(f"review.change.confidence.{card.confidence}", by=isolate(card.linked_by or ""))
        cursor.insertText(said, self.ink(tokens.text))
        reasons = why(self._ui, card.signs)[:MOST_REASONS]
        if reasons:
            self.paragraph(cursor)
            cursor.insertText(" · ".join(reasons), self.ink(tokens.muted, size=SMALL))

    def _write_change(self, cursor: QTextCursor, change: Proposed) -> None:
        language, tokens = self._ui.language, self._ui.theme.tokens
        before, after = (self._in_words(change.name, one) for one in (change.before, change.after))
        self.paragraph(cursor, above=16)
        cursor.insertText(
            language.text(f"review.field.{change.name}"), self.ink(tokens.text, strong=True)
        )
        self._write_value(cursor, "before", compare(after, before), Difference.REMOVED)
        self._write_value(cursor, "after", compare(before, after), Difference.ADDED)
        if change.doubt:
            self.paragraph(cursor)
            cursor.insertText(doubt_text(language, change.doubt), self.ink(tokens.warn, size=SMALL))

    def _write_value(
        self, cursor: QTextCursor, when: str, pieces: Sequence[Piece], marked: Difference
    ) -> None:
        """A value whose words the other one does not have are marked."""
        text, tokens = self._ui.language.text, self._ui.theme.tokens
        self.paragraph(cursor, above=2)
        cursor.insertText(f"{text(f'review.change.{when}')}  ", self.ink(tokens.muted, size=SMALL))
        own = [piece for piece in pieces if piece.difference != Difference.REMOVED]
        if not any(piece.text.strip() for piece in own):
            cursor.insertText(text("review.not_announced"), self.ink(tokens.muted))
            return
        plain = self.ink(tokens.text)
        value = "".join(piece.text for piece in own)
        cursor.insertText(ISOLATE, plain)
        for piece in own:
            kind = Difference.SAME if piece.difference == Difference.SAME else marked
            self.write_words(cursor, " ".join(piece.text.split("\n")), kind, TEXT, value)
        cursor.insertText(END_ISOLATE, plain)

    def _write_fields(self, cursor: QTextCursor, card: Card) -> None:
        """The call as it is, for a change that names no field."""
        language, tokens = self._ui.language, self._ui.theme.tokens
        for nth, (name, value) in enumerate(card.call.fields):
            self.paragraph(cursor, above=6 if nth else 14)
            cursor.insertText(
                f"{language.text(f'review.field.{name}')}  ", self.ink(tokens.muted, size=SMALL)
            )
            words = " ".join(self._in_words(name, value).split())
            cursor.insertText(isolate(words), self.ink(tokens.text))

    def _in_words(self, name: FieldName, value: str) -> str:
        """A value as people read it."""
        if name is FieldName.DEADLINE and value:
            return self._ui.language.date(date.fromisoformat(value))
        return value
