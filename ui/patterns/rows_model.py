"""Terms as a table: what each says, and how the past speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from pipeline.learning.terms import TermRow
from ui.context import UiContext
from ui.patterns.words import Words
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, icon

COLUMNS = ("term", "topic", "weight", "found", "right", "against", "last")
NUMBERS = ("weight", "found", "right", "against")
POOR = 0.5
"""Terms that are right less often than this stand out."""
ENOUGH = 5
"""Messages with a known outcome below which nothing is said of a term."""
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


def is_poor(row: TermRow) -> bool:
    """Whether a term is wrong more often than right, on enough messages to say so."""
    known = row.record.calls + row.record.others
    return row.right is not None and known >= ENOUGH and row.right < POOR


class TermsModel(QAbstractTableModel):
    """Holds the rows that are shown, in their order."""

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._words = words
        self._rows: Sequence[TermRow] = ()
        self._changed: Collection[str] = ()

    @property
    def rows(self) -> Sequence[TermRow]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Only what is held."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names, aligned as what stands below them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"patterns.column.{COLUMNS[section]}")
        if role == _Role.ToolTipRole:
            return self._ui.language.text(f"patterns.column_hint.{COLUMNS[section]}")
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if COLUMNS[section] in NUMBERS else ALIGN_TEXT
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self._text(row, column)
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column in NUMBERS else ALIGN_TEXT
        if role == _Role.ForegroundRole:
            return self._ink(row, column)
        if role == _Role.FontRole and column == "term" and not row.term.on:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == _Role.DecorationRole and column == "term" and row.term.id in self._changed:
            return icon("edit", self._ui.theme.tokens.accent, size=14)
        if role == _Role.ToolTipRole and column == "term":
            return row.term.reason or None
        return None

    def replace(self, rows: Sequence[TermRow], changed: Collection[str]) -> None:
        """Hold other rows; those of `changed` terms are marked."""
        same = [row.term.id for row in rows] == [row.term.id for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._changed = rows, changed
        if same:
            self.repaint()
        else:
            self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew: another language or theme."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, row: TermRow, column: str) -> str:
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

    def _ink(self, row: TermRow, column: str) -> QColor | None:
        tokens = self._ui.theme.tokens
        if column == "term":
            return None if row.term.on else QColor(tokens.muted)
        if column == "weight" and row.term.on:
            return QColor(tokens.good if row.term.weight > 0 else tokens.bad)
        if column == "right" and is_poor(row):
            return QColor(tokens.bad)
        return QColor(tokens.muted)
