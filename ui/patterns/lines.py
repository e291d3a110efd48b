"""A small table of lines that are said at once: parts of a score, examples, versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel

from ui.context import UiContext
from ui.widgets import ALIGN_NUMBER, ALIGN_TEXT, RowTable


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says; `ink` names a colour of the theme."""

    text: str
    ink: str = ""
    tip: str = ""


class Lines(RowTable):
    """Holds few rows. Columns of numbers are named when it is made."""

    def __init__(self, ui: UiContext, widths: Sequence[int], numbers: Sequence[int] = ()) -> None:
        super().__init__()
        self._ui = ui
        self._numbers = frozenset(numbers)
        self._cells: Sequence[Sequence[Cell]] = ()
        self._model = QStandardItemModel(0, len(widths), self)
        self.setModel(self._model)
        self.set_widths(*widths)
        ui.theme.changed.connect(self._show)

    def set_headers(self, names: Sequence[str]) -> None:
        """Name the columns."""
        self._model.setHorizontalHeaderLabels(list(names))
        for column in range(len(names)):
            item = self._model.horizontalHeaderItem(column)
            item.setTextAlignment(ALIGN_NUMBER if column in self._numbers else ALIGN_TEXT)

    def show_cells(self, cells: Sequence[Sequence[Cell]]) -> None:
        """Hold other lines; who was on the third still is."""
        self._cells = cells
        self._show()

    @property
    def row(self) -> int:
        """The line one is on; -1 when on none."""
        return self.currentIndex().row()

    def _show(self) -> None:
        row = self.row
        tokens = self._ui.theme.tokens
        self._model.setRowCount(len(self._cells))
        for at, line in enumerate(self._cells):
            for column, cell in enumerate(line):
                item = QStandardItem(cell.text)
                item.setTextAlignment(ALIGN_NUMBER if column in self._numbers else ALIGN_TEXT)
                if cell.ink:
                    item.setData(QColor(getattr(tokens, cell.ink)), Qt.ItemDataRole.ForegroundRole)
                if cell.tip:
                    item.setToolTip(cell.tip)
                self._model.setItem(at, column, item)
        if 0 <= row < len(self._cells):
            self.select_row(row)
