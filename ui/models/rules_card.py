"""The card of rules, which close the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from ui.context import UiContext
from ui.widgets import Card, IconLabel, label


class RulesCard(Card):
    """The last of the list, that nobody can move or remove."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__(padding=12)
        self._ui = ui
        self._place = 1
        self._number = label("", "cap")
        self._name = label("", "heading")
        self._hint = label("", "muted", wrap=True)
        self.head.takeAt(0)
        self.head.takeAt(0)
        row = QHBoxLayout()
        row.setSpacing(8)
        for piece in (IconLabel(ui.theme, "check", "good", 16), self._number, self._name):
            row.addWidget(piece, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._hint, 1)
        self.body.addLayout(row)
        ui.language.follow(self._retranslate)

    def set_place(self, place: int) -> None:
        """The number they are asked as."""
        self._place = place
        self._retranslate()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._number.setText(self._ui.language.number(self._place))
        self._name.setText(text("models.rules"))
        self._hint.setText(text("models.rules_hint"))
        self.setAccessibleName(text("models.card_rules", place=self._place))
