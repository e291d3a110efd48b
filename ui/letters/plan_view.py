"""What replaying a whole cause means, before it is begun."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from pipeline.jobs.letters_desk import Plan
from ui.actions import KeyMap
from ui.context import UiContext
from ui.letters.words import cost_text
from ui.widgets import Flow, KeyButton, PrimaryButton, label

RATES = (1.0, 5.0, 20.0, 0.0)
"""Letters a second; 0: as fast as it goes."""


class PlanView(QWidget):
    """How many, for how much, how fast; the canaries go first."""

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self.plan: Plan | None = None
        self._what = ""
        self._title, self._error = label("", "large", wrap=True), label("", "bad", wrap=True)
        self._first, self._cost = label("", wrap=True), label("", wrap=True)
        self._how = label("", "heading")
        self.rates = {rate: KeyButton() for rate in RATES}
        self.buttons = {"start": PrimaryButton(), "leave": KeyButton(role="quiet")}
        self._group = QButtonGroup(self)
        self._lay_out(keys)
        self.choose(1)
        ui.language.follow(self._retranslate)

    @property
    def rate(self) -> float:
        """How many letters a second."""
        return next(rate for rate, button in self.rates.items() if button.isChecked())

    def choose(self, number: int) -> None:
        """Choose the nth rate."""
        self.rates[RATES[number]].setChecked(True)

    def show_plan(self, plan: Plan, what: str) -> None:
        """Show what replaying `what` means."""
        self.plan, self._what = plan, what
        self._retranslate()
        self.buttons["start"].setEnabled(bool(plan.ids))

    def _lay_out(self, keys: KeyMap) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for said in (self._title, self._error, self._first, self._cost, self._how):
            column.addWidget(said)
        rates = Flow()
        for number, button in enumerate(self.rates.values(), 1):
            button.setCheckable(True)
            self._group.addButton(button)
            keys.print_on(button, f"letters.plan.rate_{number}")
            rates.addWidget(button)
        column.addLayout(rates)
        column.addStretch(1)
        bar = Flow()
        for name, button in self.buttons.items():
            keys.print_on(button, f"letters.plan.{name}")
            bar.addWidget(button)
        column.addLayout(bar)

    def _retranslate(self) -> None:
        language = self._ui.language
        self._how.setText(language.text("letters.plan.how"))
        for rate, button in self.rates.items():
            slow = language.text("letters.plan.rate", n=int(rate))
            button.setText(slow if rate else language.text("letters.plan.fast"))
        for name, button in self.buttons.items():
            button.setText(language.text(f"letters.plan.{name}"))
        if self.plan is None:
            return
        count, canaries = len(self.plan.ids), self.plan.canaries
        self._title.setText(language.plural("letters.plan.title", count))
        self._error.setText(language.sentence(self._what))
        few = count <= canaries
        self._first.setText(
            language.text("letters.plan.few")
            if few
            else language.text("letters.plan.canaries", n=canaries)
        )
        self._cost.setText(cost_text(language, self.plan.cost))
