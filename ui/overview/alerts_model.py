"""Alerts as a table: what is wrong, since when, and who looks after it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from db.models import Alert, AlertState
from ui.context import UiContext
from ui.overview.words import alert_state, alert_text
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, icon

COLUMNS = ("what", "state", "since")
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class AlertsModel(QAbstractTableModel):
    """All of them: they are few."""

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: list[Alert] = []

    @property
    def rows(self) -> Sequence[Alert]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """One for each alert."""
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
        if role == _Role.TextAlignmentRole and COLUMNS[section] == "since":
            return ALIGN_NUMBER
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"overview.column.{COLUMNS[section]}")
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self._text(row, column)
        if role == _Role.ToolTipRole:
            return self._text(row, column)
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column == "since" else ALIGN_TEXT
        tokens = self._ui.theme.tokens
        quiet = row.state != AlertState.OPEN
        colour = tokens.muted if quiet else (tokens.bad if row.level == "bad" else tokens.warn)
        if column == "what" and role == _Role.DecorationRole:
            return icon("clock" if quiet else "warning", colour, size=16)
        if role == _Role.ForegroundRole and (quiet or column != "what"):
            return QColor(tokens.muted)
        return None

    def replace(self, rows: Sequence[Alert]) -> None:
        """Hold other rows."""
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = list(rows)
            self.repaint()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or hour."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, row: Alert, column: str) -> str:
        if column == "what":
            return alert_text(self._ui.language, row)
        if column == "state":
            return alert_state(self._ui.language, row)
        return self._ui.language.age(row.raised_at)
