"""The list of terms: of its columns the words go last when there is little room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from ui.patterns.rows_model import COLUMNS, TermsModel
from ui.widgets import RowTable

_WIDTHS = {
    "term": 0, "topic": 144, "weight": 68, "found": 68, "right": 68, "against": 68, "last": 116
}  # fmt: skip
_GOES_BELOW = {"last": 700, "against": 560, "topic": 480, "right": 360, "found": 300}
"""How narrow the list may be before a column is left to the detail beside it."""


class TermsTable(RowTable):
    """One term a row; letters are keys of the page and search nothing."""

    def show_model(self, model: TermsModel) -> None:
        """Show its rows."""
        self.setModel(model)
        self.set_widths(*_WIDTHS.values())
        self.setMinimumWidth(260)

    def keyboardSearch(self, _: str) -> None:
        """No letter looks for a term that begins with it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        for name, least in _GOES_BELOW.items():
            self.setColumnHidden(COLUMNS.index(name), self.width() < least)
