"""What happened in a stretch of time: how much was done, how long it took, what failed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from pipeline.jobs.monitor import Past, Quantiles
from ui.context import UiContext
from ui.letters.words import FAILURES, failure_text
from ui.monitor.plot import Plot
from ui.monitor.words import took
from ui.widgets import Card, ElidedLabel, KeyButton, label

PLOTS = ("ended", "waits", "runs")


class Plots(QWidget):
    """Three plots and the failures by kind."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._past: Past | None = None
        language = ui.language
        self._plots = {
            name: Plot(ui, self._count if name == "ended" else partial(took, language))
            for name in PLOTS
        }
        self._cards = {name: Card(padding=12) for name in (*PLOTS, "failed")}
        self._said = {name: ElidedLabel("", "muted") for name in PLOTS}
        self._failed = label("", "")
        self.letters = KeyButton()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for number, (name, card) in enumerate(self._cards.items()):
            card.body.setSpacing(4)
            grid.addWidget(card, 0, number)
            grid.setColumnStretch(number, 3 if name in PLOTS else 2)
            if name in PLOTS:
                card.body.addWidget(self._said[name])
                card.body.addWidget(self._plots[name])
        failed = self._cards["failed"].body
        failed.addWidget(self._failed)
        failed.addStretch(1)
        failed.addWidget(self.letters, alignment=Qt.AlignmentFlag.AlignLeading)

    def show_past(self, past: Past) -> None:
        """Show a stretch of time."""
        self._past = past
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything anew."""
        language = self._ui.language
        for name, card in self._cards.items():
            card.set_heading(language.text(f"monitor.plot.{name}"))
        self.letters.setText(language.text("monitor.letters"))
        past = self._past
        if past is None:
            return
        since = language.text(f"monitor.since.{past.stretch.name}")
        until = language.text("age.now")
        total = sum(past.ended)
        self._say("ended", language.plural("monitor.ended", total))
        self._plots["ended"].show_bars(past.ended, since, until)
        for name, held in (("waits", past.waits), ("runs", past.runs)):
            self._say(name, self._shares(held))
            self._plots[name].show_lines(held.parts, since, until)
        kinds = [kind for kind in FAILURES if past.failures.get(kind)]
        lines = [
            f"{language.number(past.failures[kind])}  {failure_text(language, kind)}"
            for kind in kinds
        ]
        self._failed.setText("\n".join(lines) or language.text("monitor.none_failed"))

    def _say(self, name: str, said: str) -> None:
        self._said[name].set_text(said)
        plot = self._plots[name]
        plot.setAccessibleName(self._ui.language.text(f"monitor.plot.{name}"))
        plot.setAccessibleDescription(said)

    def _shares(self, held: Quantiles) -> str:
        language = self._ui.language
        if held.whole is None:
            return language.text("monitor.none_ended")
        half, most, nearly_all = (took(language, value) for value in held.whole)
        return language.text("monitor.shares", half=half, most=most, all=nearly_all)

    def _count(self, value: float) -> str:
        return self._ui.language.number(int(value))
