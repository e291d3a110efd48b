"""What the review page shows: calls, or changes that later messages ask of them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets import KeyButton


class Shown(StrEnum):
    """The two parts of the page."""

    CALLS = "calls"
    CHANGES = "changes"


class Segment(QWidget):
    """Two buttons of which one is down."""

    chosen = Signal(Shown)

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._open = 0
        self.buttons = {part: KeyButton(parent=self) for part in Shown}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        for part, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, part=part: self.chosen.emit(part))
            group.addButton(button)
            row.addWidget(button)
        self.show_part(Shown.CALLS)
        ui.language.follow(self._retranslate)

    def show_part(self, part: Shown) -> None:
        """Hold another button down."""
        self.buttons[part].setChecked(True)

    def show_open(self, number: int) -> None:
        """Say how many changes wait for an answer."""
        self._open = number
        self._retranslate()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.buttons[Shown.CALLS].setText(text("review.part.calls"))
        waiting = text("review.part.changes_open", n=self._open)
        changes = waiting if self._open else text("review.part.changes")
        self.buttons[Shown.CHANGES].setText(changes)
        self.buttons[Shown.CHANGES].setAccessibleName(changes)
