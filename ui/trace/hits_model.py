"""What was found, as a table: what it is, what it says, how long ago it came."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pipeline.operations.trace import Hit
from ui.context import UiContext
from ui.i18n import isolate
from ui.trace.words import hit_text
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, badge_icon, icon

COLUMNS = ("what", "title", "at")
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class HitsModel(QAbstractTableModel):
    """All that was found: never many."""

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: list[Hit] = []

    @property
    def rows(self) -> Sequence[Hit]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """One for each hit."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole and COLUMNS[section] == "at":
            return ALIGN_NUMBER
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"trace.column.{COLUMNS[section]}")
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            return self._text(row, column)
        if role == _Role.ToolTipRole:
            return isolate(row.source) if column == "what" else isolate(row.title)
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column == "at" else ALIGN_TEXT
        if role == _Role.DecorationRole and column == "what":
            return icon(badge_icon(row.medium), self._ui.theme.tokens.muted, size=16)
        return None

    def replace(self, rows: Sequence[Hit]) -> None:
        """Hold other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or hour."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, row: Hit, column: str) -> str:
        if column == "what":
            return hit_text(self._ui.language, row)
        return isolate(row.title) if column == "title" else self._ui.language.age(row.at)
