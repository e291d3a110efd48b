"""How far a running import is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.i18n import isolate
from ui.imports.meter import Reading
from ui.widgets import Card, ElidedLabel, label

_STEPS = 1000
_WIDTH = 640


class ProgressView(QWidget):
    """A bar, the file it is at, the rate, and the time left."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._file, self._place = "", (1, 1)
        self._reading = Reading(0.0, 0, 0, None, None)
        self._title = ElidedLabel("", "large")
        self._step = label("", "muted")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, _STEPS)
        self._percent = ElidedLabel("", "heading")
        self._left = label("", "muted")
        self._counts = ElidedLabel("", "muted")
        self._rate = label("", "muted")
        card = Card(padding=24)
        card.setMaximumWidth(_WIDTH)
        card.body.setSpacing(12)
        for pair in ((self._title, self._step), None, (self._percent, self._left),
                     (self._counts, self._rate)):  # fmt: skip
            if pair is None:
                card.body.addWidget(self._bar)
                continue
            row = QHBoxLayout()
            row.addWidget(pair[0], 1)
            row.addWidget(pair[1])
            card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(3)
        ui.language.follow(self._retranslate)

    def show_file(self, name: str, place: int, count: int) -> None:
        """The import is at this file."""
        self._file, self._place = name, (place, count)
        self._retranslate()

    def show_reading(self, reading: Reading) -> None:
        """The import is that far."""
        self._reading = reading
        self._retranslate()

    def _retranslate(self) -> None:
        language, reading = self._ui.language, self._reading
        place, count = self._place
        self._title.set_text(language.text("imports.importing", file=isolate(self._file)))
        self._step.setText(language.text("imports.step", place=place, count=count))
        self._step.setVisible(count > 1)
        self._bar.setValue(round(reading.share * _STEPS))
        self._percent.set_text(language.percent(reading.share))
        self._counts.set_text(
            language.text("imports.counts", read=reading.read, stored=reading.stored)
        )
        rate, left = reading.rate, reading.seconds_left
        self._rate.setText("" if rate is None else language.text("imports.rate", n=round(rate)))
        self._left.setText(
            language.text("imports.estimating")
            if left is None
            else language.text("imports.left", time=language.duration(left))
        )
