"""What models cost, and what the messages that wait would."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QWidget

from pipeline.extraction.spending.report import Costs, Line, Period
from ui.context import UiContext
from ui.models.day_chart import DayChart
from ui.models.desk import Seen
from ui.models.words import Words
from ui.widgets import Card, ElidedLabel, KeyButton, label, line

MOST_LINES = 5


class CostsCard(Card):
    """Sums of one period; which one is the person's choice."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext, period: Period) -> None:
        super().__init__()
        self._ui = ui
        self._words = Words(ui.language)
        self.period = period
        self._seen: Seen | None = None
        self.buttons = {one: KeyButton() for one in Period}
        group = QButtonGroup(self)
        for one, button in self.buttons.items():
            button.setCheckable(True)
            button.setChecked(one is period)
            button.clicked.connect(partial(self.choose, one))
            group.addButton(button)
            self.head.addWidget(button)
        self._total = label("", "large")
        self._facts = label("", "muted", wrap=True)
        self.chart = DayChart(ui, self._words.money)
        self._models, self._sources = _Lines(), _Lines()
        self._by_model, self._by_source = label("", "heading"), label("", "heading")
        self._waiting, self._outlook = label("", "heading"), label("", "muted", wrap=True)
        self._line = line()
        pieces: tuple[QWidget, ...] = (
            self._total, self._facts, self.chart, self._waiting, self._outlook, self._line,
            self._by_model, self._models, self._by_source, self._sources,
        )  # fmt: skip
        for piece in pieces:
            self.body.addWidget(piece)
        ui.language.follow(self._retranslate)

    def choose(self, period: Period) -> None:
        """Sum another period up."""
        self.period = period
        self.buttons[period].setChecked(True)
        self._say()
        self.chosen.emit(period.value)

    def show_seen(self, seen: Seen) -> None:
        """Show the ledger as it is now."""
        self._seen = seen
        self._say()

    def _say(self) -> None:
        if self._seen is None:
            return
        costs = self._seen.report.costs(self.period)
        self._total.setText(self._words.amount(costs.cost))
        self._facts.setText(self._facts_of(costs))
        month = self.period is Period.MONTH
        days = costs.days if month else self._seen.report.last_days()
        self.chart.setVisible(any(day.cost for day in days))
        self.chart.show_days(days, 1 if self.period is Period.TODAY else len(days))
        for lines, heading, held in (
            (self._models, self._by_model, costs.by_model),
            (self._sources, self._by_source, costs.by_source),
        ):
            lines.show_rows(self._rows(held))
            heading.setVisible(bool(held))
        self._line.setVisible(bool(costs.calls))
        self._outlook.setText(self._words.outlook(self._seen))

    def _facts_of(self, costs: Costs) -> str:
        language = self._ui.language
        if not costs.calls:
            return language.text("models.costs.none")
        each = costs.per_published
        parts = [
            language.plural("models.costs.calls", costs.calls),
            language.text("models.costs.no_published")
            if each is None
            else language.text("models.costs.per_published", money=self._words.money(each)),
        ]
        cached = language.text("models.costs.cached", share=language.percent(costs.cached))
        return f"{' · '.join(parts)}. {cached}"

    def _rows(self, held: Sequence[Line]) -> list[tuple[str, str, str]]:
        shown = list(held[:MOST_LINES])
        if rest := held[MOST_LINES:]:
            text = self._ui.language.text("models.costs.others")
            sums = (sum(one.calls for one in rest), sum(one.tokens for one in rest))
            shown.append(Line(text, *sums, sum(one.cost for one in rest)))
        nobody = self._ui.language.text("models.costs.no_source")
        return [
            (
                one.name or nobody,
                self._ui.language.plural("models.costs.calls", one.calls),
                self._words.money(one.cost),
            )
            for one in shown
        ]

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.set_heading(text("models.costs.title"))
        for period, button in self.buttons.items():
            button.setText(text(f"models.costs.{period}"))
        self._by_model.setText(text("models.costs.by_model"))
        self._by_source.setText(text("models.costs.by_source"))
        self._waiting.setText(text("models.costs.waiting"))
        self._say()


class _Lines(QWidget):
    """Names with what they took, numbers at the end side."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._held: list[tuple[ElidedLabel, QLabel, QLabel]] = []

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show these rows."""
        while len(self._held) < len(rows):
            self._held.append(self._add(len(self._held)))
        for number, labels in enumerate(self._held):
            for one in labels:
                one.setVisible(number < len(rows))
            if number < len(rows):
                labels[0].set_text(rows[number][0])
                labels[1].setText(rows[number][1])
                labels[2].setText(rows[number][2])
        self.setVisible(bool(rows))

    def _add(self, number: int) -> tuple[ElidedLabel, QLabel, QLabel]:
        labels = (ElidedLabel(), label("", "muted"), label())
        for column, one in enumerate(labels):
            if column:
                one.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(one, number, column)
        return labels
