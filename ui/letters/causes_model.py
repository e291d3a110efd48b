"""Causes as a table: what failed and since when, its trend, how many letters it has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pipeline.jobs.letters_desk import Cause
from ui.context import UiContext
from ui.letters.words import cause_facts, cause_text
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT

COLUMNS = ("what", "trend", "count")
FACTS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TREND_ROLE = FACTS_ROLE + 1
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class CausesModel(QAbstractTableModel):
    """All causes of one state: there are few."""

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: tuple[Cause, ...] = ()

    @property
    def rows(self) -> Sequence[Cause]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """One for each cause."""
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
        if role == _Role.TextAlignmentRole and COLUMNS[section] == "count":
            return ALIGN_NUMBER
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"letters.column.{COLUMNS[section]}")
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language."""
        if not index.isValid():
            return None
        cause, column = self._rows[index.row()], COLUMNS[index.column()]
        language = self._ui.language
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column == "count" else ALIGN_TEXT
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole) and column != "count":
            return f"{cause_text(language, cause)}\n{cause_facts(language, cause)}"
        if column == "what" and role == _Role.DisplayRole:
            return cause_text(language, cause)
        if column == "what" and role == FACTS_ROLE:
            return cause_facts(language, cause)
        if column == "trend" and role == TREND_ROLE:
            return cause.trend
        if column == "count" and role == _Role.DisplayRole:
            return language.number(cause.group.count)
        return None

    def replace(self, rows: Sequence[Cause]) -> None:
        """Hold other causes. The same ones in the same places only change what they say."""
        if [one.group.signature for one in rows] == [one.group.signature for one in self._rows]:
            self._rows = tuple(rows)
            self.repaint()
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
