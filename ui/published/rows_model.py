"""Publications as a table: what it is, how it stands, since when."""

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
from PySide6.QtGui import QColor

from db.models import PublicationState
from pipeline.publishing.shelf import Shelved
from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, icon

COLUMNS = ("title", "state", "updated")
STATE_LOOKS = {
    PublicationState.LIVE: ("live", "good"),
    PublicationState.WAITING: ("clock", "muted"),
    PublicationState.FAILED: ("warning", "bad"),
    PublicationState.WITHDRAWN: ("withdraw", "muted"),
    PublicationState.EDITED_ELSEWHERE: ("edit", "warn"),
    PublicationState.REMOVED_ELSEWHERE: ("cross", "warn"),
}
"""Each state's icon and the token of its colour; the word stands beside them."""
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ShelfModel(QAbstractTableModel):
    """Rows of the shelf. Whoever fills it answers `wants_more` by `append`."""

    wants_more = Signal()

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: list[Shelved] = []
        self._at_end = True

    @property
    def rows(self) -> Sequence[Shelved]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Only what is held: nothing is counted."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._ui.language.text(f"published.column.{COLUMNS[section]}")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            language = self._ui.language
            return language.sentence(row.error) if row.error else language.moment(row.updated)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_NUMBER if column == "updated" else ALIGN_TEXT
        if column == "state" and role in (
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ForegroundRole,
        ):
            name, token = STATE_LOOKS[PublicationState(row.state)]
            colour = getattr(self._ui.theme.tokens, token)
            as_icon = role == Qt.ItemDataRole.DecorationRole
            return icon(name, colour, size=16) if as_icon else QColor(colour)
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether a page may follow."""
        return not parent.isValid() and not self._at_end

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self.wants_more.emit()

    def replace(self, rows: Sequence[Shelved], *, at_end: bool) -> None:
        """Hold other rows. The same calls in the same places only change what they say."""
        if [row.id for row in rows] == [row.id for row in self._rows]:
            self._rows, self._at_end = list(rows), at_end
            self.repaint()
            return
        self.beginResetModel()
        self._rows, self._at_end = list(rows), at_end
        self.endResetModel()

    def append(self, rows: Sequence[Shelved], *, at_end: bool) -> None:
        """Hold these too."""
        self._at_end = at_end
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or hour."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _text(self, row: Shelved, column: str) -> str:
        if column == "title":
            return isolate(" ".join(row.title.split()))
        if column == "state":
            return self._ui.language.text(f"published.state.{row.state}")
        return self._ui.language.age(row.updated)
