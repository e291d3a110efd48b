"""Which part of the page stands beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ui.actions import KeyMap
from ui.context import UiContext
from ui.widgets import Flow, KeyButton


class Part(StrEnum):
    """The parts, in the order of their keys."""

    TERM = "term"
    PLAY = "play"
    CHANGE = "change"
    VERSIONS = "versions"
    CANDIDATES = "candidates"


class PartBar(QWidget):
    """Buttons of which one is down."""

    chosen = Signal(Part)

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._changes = 0
        self.buttons: Mapping[Part, KeyButton] = {part: KeyButton() for part in Part}
        row = Flow(self, spacing=4)
        group = QButtonGroup(self)
        for part, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, part=part: self.chosen.emit(part))
            keys.print_on(button, f"patterns.part.{part}")
            group.addButton(button)
            row.addWidget(button)
        ui.language.follow(self._retranslate)

    def show_part(self, part: Part) -> None:
        """Hold another button down."""
        self.buttons[part].setChecked(True)

    def show_changes(self, number: int) -> None:
        """Say how many changes do not act yet."""
        self._changes = number
        self._retranslate()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for part, button in self.buttons.items():
            button.setText(text(f"patterns.part.{part}"))
        if self._changes:
            said = text("patterns.part.change_of", n=self._changes)
            self.buttons[Part.CHANGE].setText(said)
