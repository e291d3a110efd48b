"""Above a call that somebody else looks at: who it is, and the way to take it over."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import IconLabel, KeyButton, label


class HeldBanner(QFrame):
    """Takes no room while nobody else has the call."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "raised")
        self._ui = ui
        self._by = ""
        self._said = label("", "warn", wrap=True)
        self.take_over = KeyButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel(ui.theme, "lock", "warn", 16))
        row.addWidget(self._said, 1)
        row.addWidget(self.take_over)
        self.hide()
        ui.language.follow(self._retranslate)

    def show_holder(self, by: str) -> None:
        """Say who has the call; nothing when nobody has."""
        if by != self._by:
            self._by = by
            self._retranslate()
        self.setVisible(bool(by))

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._said.setText(text("review.claim.held", by=isolate(self._by)))
        self.take_over.setText(text("review.claim.take_over"))
