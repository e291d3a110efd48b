"""Attempts of jobs as a table: which, in what state, how long it waited and ran."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QResizeEvent

from db.queries.monitor import Attempt
from ui.context import UiContext
from ui.i18n import isolate
from ui.monitor.words import STATE_LOOKS, at, queue_name, ran, state_text, took, waited
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, RowTable, icon

COLUMNS = ("id", "queue", "state", "waited", "ran", "ordered")
_NUMBERS = ("waited", "ran", "ordered")
_WIDTHS = (0, 112, 128, 80, 80, 80)
_GOES_BELOW = {"queue": 560, "waited": 500, "ran": 430, "ordered": 360}
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class JobsModel(QAbstractTableModel):
    """Whoever fills it answers `wants_more` by `append`."""

    wants_more = Signal()

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: list[Attempt] = []
        self._at_end = True

    @property
    def rows(self) -> Sequence[Attempt]:
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
        """The columns' names."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if COLUMNS[section] in _NUMBERS else ALIGN_TEXT
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"monitor.column.{COLUMNS[section]}")
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self._text(row, column)
        if role == _Role.ToolTipRole:
            return row.error or row.id
        if role == _Role.TextAlignmentRole:
            return ALIGN_NUMBER if column in _NUMBERS else ALIGN_TEXT
        tokens = self._ui.theme.tokens
        name, token = STATE_LOOKS[row.state]
        if column == "state" and role == _Role.DecorationRole:
            return icon(name, getattr(tokens, token), size=16)
        if role == _Role.ForegroundRole:
            colour = getattr(tokens, token) if column == "state" else tokens.muted
            return None if column == "id" else QColor(colour)
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether a page may follow."""
        return not parent.isValid() and not self._at_end

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self.wants_more.emit()

    def replace(self, rows: Sequence[Attempt], *, at_end: bool) -> None:
        """Hold other rows. The same ones in the same places only change what they say."""
        self._at_end = at_end
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows = list(rows)
            self.repaint()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Attempt], *, at_end: bool) -> None:
        """Hold these too."""
        self._at_end = at_end
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def repaint(self) -> None:
        """Say everything anew."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, row: Attempt, column: str) -> str:
        language = self._ui.language
        if column == "id":
            return isolate(row.id)
        if column == "queue":
            return queue_name(language, row.queue)
        if column == "state":
            return state_text(language, row)
        if column == "waited":
            return took(language, waited(row))
        if column == "ran":
            return took(language, ran(row))
        return language.age(at(row.created))


class JobsTable(RowTable):
    """One attempt a row; narrow, it leaves out what the job itself tells."""

    def __init__(self, model: JobsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.set_widths(*_WIDTHS)

    def keyboardSearch(self, _: str) -> None:
        """No letter looks for a row that begins with it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        for name, least in _GOES_BELOW.items():
            self.setColumnHidden(COLUMNS.index(name), self.width() < least)
