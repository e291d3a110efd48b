"""The line over the list that says that all sources rest."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from pipeline.sources.catalogue import Held
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.widgets import IconLabel


class HeldBanner(QFrame):
    """Hidden while sources are asked."""

    def __init__(self, ui: UiContext, words: Words) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self.setProperty("kind", "raised")
        self._text = StartLabel("warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(ui.theme, "pause", "warn", 18))
        row.addWidget(self._text, 1)
        self.hide()

    def show_held(self, held: Held | None) -> None:
        """Say who had all sources rest, and since when."""
        self.setVisible(held is not None)
        if held is not None:
            at, by = self._words.moment(held.at), isolate(held.by)
            self._text.setText(self._ui.language.text("sources.held", at=at, by=by))
