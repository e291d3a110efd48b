"""One part of the whole: a figure, a sentence, and the way to where it can be acted on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from ui.widgets import Card, ElidedLabel, KeyButton, label, set_kind


class StateCard(Card):
    """A heading, a large figure, what it means, and a button that leads there."""

    def __init__(self) -> None:
        super().__init__(padding=16)
        self._figure = ElidedLabel("–", "title")
        self._meaning = label("", "muted", wrap=True)
        self.button = KeyButton()
        self.body.addWidget(self._figure)
        self.body.addWidget(self._meaning)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.body.addLayout(row)

    def say(self, figure: str, meaning: str, kind: str = "muted") -> None:
        """Show a figure and what it means; `kind` is `muted`, `warn` or `bad`."""
        self._figure.set_text(figure)
        self._meaning.setText(meaning)
        set_kind(self._meaning, kind)
