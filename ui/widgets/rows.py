"""Rows of one kind as a table: whatever every table of a page does alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from ui.context import UiContext

ALIGN_NUMBER = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
"""How a model aligns numbers."""
ALIGN_TEXT = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
"""How a model aligns all else."""
Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_Role = Qt.ItemDataRole


class TableRows(QAbstractTableModel, Generic[Row]):
    """Holds rows, and asks its subclass what a cell says and how it looks.

    A subclass names its columns and where their heads are translated, and gives `text`; the
    rest it gives where it differs. Where rows come in pages, whoever fills it answers
    `wants_more` by `append`.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = ()
    NUMBERS: ClassVar[frozenset[str]] = frozenset()
    """Columns whose cells and heads stand at the end side."""
    HEADS: ClassVar[str] = ""
    """Heads are the texts `<HEADS>.<column>`, ..."""
    HEAD_HINTS: ClassVar[str] = ""
    """... explained on hover by `<HEAD_HINTS>.<column>`, if it is named."""

    wants_more = Signal()

    def __init__(self, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._rows: list[Row] = []
        self._at_end = True

    # What a subclass says of its rows.

    def key(self, row: Row) -> object:
        """What makes a row the same as one before; its `id` unless said otherwise."""
        return getattr(row, "id")  # noqa: B009  # of whatever type the rows are

    def text(self, row: Row, column: str) -> str:
        """What a cell shows."""
        raise NotImplementedError

    def hint(self, row: Row, column: str) -> str | None:
        """What a cell says on hover."""
        del row, column
        return None

    def picture(self, row: Row, column: str) -> object:
        """The icon before a cell's text."""
        del row, column
        return None

    def ink(self, row: Row, column: str) -> QColor | None:
        """A cell's colour; None for that of texts."""
        del row, column
        return None

    def more(self, row: Row, column: str, role: int) -> object:
        """Whatever else a table or its delegate asks of a cell."""
        del row, column, role
        return None

    # What Qt asks.

    @property
    def rows(self) -> Sequence[Row]:
        """What is held."""
        return self._rows

    def rowCount(self, parent: Index = _TOP) -> int:
        """Only what is held: nothing is counted."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _TOP) -> int:
        """Always the same."""
        return 0 if parent.isValid() else len(self.COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The columns' names, aligned as what stands below them."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.COLUMNS[section]
        if role == _Role.DisplayRole:
            return self._ui.language.text(f"{self.HEADS}.{column}")
        if role == _Role.ToolTipRole and self.HEAD_HINTS:
            return self._ui.language.text(f"{self.HEAD_HINTS}.{column}")
        return self._aligned(column) if role == _Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """A cell in the interface's language and colours."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.COLUMNS[index.column()]
        if role == _Role.DisplayRole:
            return self.text(row, column)
        if role == _Role.ToolTipRole:
            return self.hint(row, column)
        if role == _Role.TextAlignmentRole:
            return self._aligned(column)
        if role == _Role.DecorationRole:
            return self.picture(row, column)
        if role == _Role.ForegroundRole:
            return self.ink(row, column)
        return self.more(row, column, role)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether a page may follow."""
        return not parent.isValid() and not self._at_end

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self.wants_more.emit()

    # What a page does with it.

    def replace(self, rows: Sequence[Row], *, at_end: bool = True) -> None:
        """Hold other rows. The same ones in the same places only change what they say."""
        self._at_end = at_end
        if [self.key(row) for row in rows] == [self.key(row) for row in self._rows]:
            self._rows = list(rows)
            self.repaint()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row], *, at_end: bool) -> None:
        """Hold these too."""
        self._at_end = at_end
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def repaint(self) -> None:
        """Say everything anew: another language, theme or hour."""
        last = len(self.COLUMNS) - 1
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def _aligned(self, column: str) -> Qt.AlignmentFlag:
        return ALIGN_NUMBER if column in self.NUMBERS else ALIGN_TEXT
