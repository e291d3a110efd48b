"""The list of publications: of its columns the title goes last when there is little room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent

from ui.published.rows_model import ShelfModel
from ui.widgets import RowTable

_STATE, _CHANGED = 196, 84
_NARROW = 480


class ShelfTable(RowTable):
    """Title, state, and since when; a narrow one leaves the last to the state's tool tip."""

    def show_model(self, model: ShelfModel) -> None:
        """Show its rows."""
        self.setModel(model)
        self.set_widths(0, _STATE, _CHANGED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self.setColumnHidden(2, self.width() < _NARROW)
