"""The list as Qt asks for it: it only holds rows, and says when it wants more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from pipeline.review.values import ReviewRow

ROW_ROLE = Qt.ItemDataRole.UserRole
MOVED_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether a call is no longer what the list shows: somebody decided it meanwhile."""
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class RowsModel(QAbstractListModel):
    """Rows of the queue. Whoever fills it answers `wants_more` by `append`."""

    wants_more = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ReviewRow] = []
        self._at_end = True
        self.status = ""
        """What the calls of the list are."""

    @property
    def rows(self) -> Sequence[ReviewRow]:
        """What is held."""
        return self._rows

    @property
    def at_end(self) -> bool:
        """Whether nothing more is known to follow."""
        return self._at_end

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Only what is held: nothing is counted."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the painter, its title for everybody else."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == MOVED_ROLE:
            return row.status != self.status
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.title
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether a page may follow."""
        return not parent.isValid() and not self._at_end

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self.wants_more.emit()

    def row_of(self, call_id: int) -> int:
        """Where a call stands, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.id == call_id), -1)

    def replace(self, rows: Sequence[ReviewRow], *, at_end: bool) -> None:
        """Hold other rows."""
        self.beginResetModel()
        self._rows, self._at_end = list(rows), at_end
        self.endResetModel()

    def append(self, rows: Sequence[ReviewRow], *, at_end: bool) -> None:
        """Hold these too; those held already are left out."""
        self._at_end = at_end
        known = {row.id for row in self._rows}
        new = [row for row in rows if row.id not in known]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._rows.extend(new)
            self.endInsertRows()

    def take(self, at: int) -> ReviewRow:
        """Let go of one row."""
        self.beginRemoveRows(QModelIndex(), at, at)
        row = self._rows.pop(at)
        self.endRemoveRows()
        return row

    def put(self, at: int, row: ReviewRow) -> None:
        """Hold a row at a place, or change the one that stands for the same call."""
        known = self.row_of(row.id)
        if known >= 0:
            self._rows[known] = row
            self.dataChanged.emit(self.index(known), self.index(known))
            return
        at = max(0, min(at, len(self._rows)))
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, row)
        self.endInsertRows()
