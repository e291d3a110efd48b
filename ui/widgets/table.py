"""A table as every page has it: whole rows, one line each, the same height."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme.tokens import ROW
from ui.widgets.rows import ALIGN_TEXT, TableRows


class RowTable(QTableView):
    """Rows of 34 px, no grid, no cell to be in: one is on a row. `show_rows` gives it a
    `TableRows`.

    Fence mixed text by `ui.i18n.isolate`.
    """

    def __init__(self, parent: QWidget | None = None, *, many: bool = False) -> None:
        super().__init__(parent)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(ROW)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setDefaultAlignment(ALIGN_TEXT)
        self._least: dict[int, int] = {}

    def keyboardSearch(self, _: str) -> None:
        """Letters are keys of the page; none looks for a row that begins with it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the columns there is no room for."""
        super().resizeEvent(event)
        for column, least in self._least.items():
            self.setColumnHidden(column, self.width() < least)

    def show_rows(
        self,
        model: TableRows[Any],
        widths: Mapping[str, int],
        least: Mapping[str, int] | None = None,
    ) -> None:
        """Show a model, each column as wide as said; the one with 0 takes what is left. One with
        a `least` width of the whole table is left out below it: what it says stands elsewhere."""
        self.setModel(model)
        self.set_widths(*(widths[name] for name in model.COLUMNS))
        self._least = {model.COLUMNS.index(name): most for name, most in (least or {}).items()}

    def set_widths(self, *widths: int) -> None:
        """Give each column its width; the one with 0 takes what is left."""
        header = self.horizontalHeader()
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Interactive if width else mode.Stretch)
            if width:
                header.resizeSection(column, width)

    def select_row(self, row: int) -> None:
        """Go to a row and show it. Qt's own `selectRow` selects nothing when mirrored."""
        model = self.model()
        if model is None or not 0 <= row < model.rowCount():
            return
        index = model.index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)
