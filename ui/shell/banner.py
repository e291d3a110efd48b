"""Strips over every page: where one is, when it is not one's own workspace, and that the
workspace does not answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.actions import KeyMap
from ui.context import UiContext
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import ElidedLabel
from ui.widgets.icons import IconLabel


class Banner(QFrame):
    """Says that this is the sample, and leads back."""

    leave = Signal()

    def __init__(self, ui: UiContext, keys: KeyMap, action_id: str) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self._ui = ui
        self._text = ElidedLabel()
        self._leave = KeyButton()
        self._leave.clicked.connect(self.leave)
        keys.print_on(self._leave, action_id)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(IconLabel(ui.theme, "info", "accent"))
        row.addWidget(self._text, 1)
        row.addWidget(self._leave)
        ui.language.follow(self._retranslate)

    def _retranslate(self) -> None:
        self._text.set_text(self._ui.language.text("sample.here"))
        self._leave.setText(self._ui.language.text("sample.leave"))


class AwayBanner(QFrame):
    """Says that the workspace does not answer, for as long as it doesn't."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        self._ui = ui
        self._text = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(IconLabel(ui.theme, "warning", "warn"))
        row.addWidget(self._text, 1)
        ui.language.follow(self._retranslate)

    def _retranslate(self) -> None:
        self._text.set_text(self._ui.language.text("away.here"))
