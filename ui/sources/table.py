"""The list of sources: of its columns the name goes last when there is little room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from ui.sources.rows_model import COLUMNS, SourcesModel
from ui.widgets import RowTable

_WIDTHS = {"name": 0, "health": 142, "last": 86, "next": 88, "brought": 60, "cost": 76}
_GOES_BELOW = {"cost": 620, "brought": 540, "last": 470, "next": 390}
"""How narrow the list may be before a column is left to the detail beside it."""


class SourcesTable(RowTable):
    """One source a row; letters are keys of the page and search nothing."""

    def show_model(self, model: SourcesModel) -> None:
        """Show its rows."""
        self.setModel(model)
        self.set_widths(*_WIDTHS.values())
        self.setMinimumWidth(260)

    def keyboardSearch(self, _: str) -> None:
        """No letter looks for a name that begins with it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        for name, least in _GOES_BELOW.items():
            self.setColumnHidden(COLUMNS.index(name), self.width() < least)
