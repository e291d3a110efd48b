"""Terms as a table: what each says, and how the past speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont

from pipeline.learning.terms import TermRow
from ui.context import UiContext
from ui.patterns.words import Words
from ui.widgets import TableRows, icon

WIDTHS = {
    "term": 0, "topic": 144, "weight": 68, "found": 68, "right": 68, "against": 68, "last": 116
}  # fmt: skip
LEAST = {"last": 700, "against": 560, "topic": 480, "right": 360, "found": 300}
"""How narrow the list may be before a column is left to the detail beside it."""
POOR = 0.5
"""Terms that are right less often than this stand out."""
ENOUGH = 5
"""Messages with a known outcome below which nothing is said of a term."""


def is_poor(row: TermRow) -> bool:
    """Whether a term is wrong more often than right, on enough messages to say so."""
    known = row.record.calls + row.record.others
    return row.right is not None and known >= ENOUGH and row.right < POOR


class TermsModel(TableRows[TermRow]):
    """Holds the rows that are shown, in their order."""

    COLUMNS = ("term", "topic", "weight", "found", "right", "against", "last")
    NUMBERS = frozenset({"weight", "found", "right", "against"})
    HEADS = "patterns.column"
    HEAD_HINTS = "patterns.column_hint"

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(ui, parent)
        self._words = words
        self._changed: Collection[str] = ()

    def key(self, row: TermRow) -> object:
        """A term keeps its row whatever is said of it."""
        return row.term.id

    def show_terms(self, rows: Sequence[TermRow], changed: Collection[str]) -> None:
        """Hold other rows; those of `changed` terms are marked."""
        self._changed = changed
        self.replace(rows)

    def text(self, row: TermRow, column: str) -> str:
        """A cell in words."""
        words, record = self._words, row.record
        if column == "term":
            return words.term(row.term)
        if column == "topic":
            return words.topic(row.term.topic)
        if column == "weight":
            return words.weight(row.term.weight)
        if column == "found":
            return words.language.number(record.found)
        if column == "right":
            return words.share(row.right)
        if column == "against":
            return words.language.number(row.against)
        return words.day(row.last_at)

    def ink(self, row: TermRow, column: str) -> QColor | None:
        """Which way a weight pulls, and which terms are wrong more often than right."""
        tokens = self._ui.theme.tokens
        if column == "term":
            return None if row.term.on else QColor(tokens.muted)
        if column == "weight" and row.term.on:
            return QColor(tokens.good if row.term.weight > 0 else tokens.bad)
        if column == "right" and is_poor(row):
            return QColor(tokens.bad)
        return QColor(tokens.muted)

    def hint(self, row: TermRow, column: str) -> str | None:
        """Why a term is there."""
        return (row.term.reason or None) if column == "term" else None

    def picture(self, row: TermRow, column: str) -> object:
        """That it is changed, and not applied yet."""
        if column != "term" or row.term.id not in self._changed:
            return None
        return icon("edit", self._ui.theme.tokens.accent, size=14)

    def more(self, row: TermRow, column: str, role: int) -> object:
        """What is off is struck out."""
        if role != Qt.ItemDataRole.FontRole or column != "term" or row.term.on:
            return None
        font = QFont()
        font.setStrikeOut(True)
        return font
