"""The limits, what is left of them, and what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pipeline.extraction.spending.budget import Care
from ui.context import UiContext
from ui.models.budget_bar import BudgetBar
from ui.models.desk import Seen
from ui.models.drafts import MOST_DAILY, MOST_MONTHLY, amount
from ui.models.words import Words
from ui.widgets import Card, IconLabel, KeyButton, label, set_kind

LIMITS = {"daily": MOST_DAILY, "monthly": MOST_MONTHLY}


class LimitRow(QWidget):
    """One limit: its field, its bar, and what is left in words."""

    committed = Signal()

    def __init__(self, ui: UiContext, which: str) -> None:
        super().__init__()
        self._ui = ui
        self._words = Words(ui.language)
        self._which = which
        self._limit: int | None = None
        self._spent = 0
        self.saved: float | None = None
        self.caption = label("", "muted")
        self.line = QLineEdit()
        self.line.setFixedWidth(110)
        self.bar = BudgetBar(ui.theme)
        self.left = label("", "small")
        self.wrong = label("", "bad", wrap=True)
        self.line.textEdited.connect(self._check)
        self.line.editingFinished.connect(self._commit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 110)
        grid.addWidget(self.caption, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.line, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.bar, 0, 2, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.left, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.wrong, 2, 0, 1, 3)
        self.wrong.hide()

    @property
    def value(self) -> float | None:
        """What is typed. Raises `ValueError`."""
        return amount(self.line.text(), LIMITS[self._which])

    def show_limit(self, dollars: float | None, spent: int) -> None:
        """Show what is saved; what somebody is typing stays."""
        self.saved = dollars
        self._limit = None if dollars is None else round(dollars * 1_000_000)
        self._spent = spent
        if not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText("" if dollars is None else f"{dollars:.2f}")
            self.wrong.hide()
        self.bar.setVisible(self._limit is not None)
        self.left.setVisible(self._limit is not None)
        if self._limit is not None:
            self.bar.show_spent(spent / self._limit if self._limit else 1.0)
        self.retranslate()

    def revert(self) -> None:
        """Forget what was typed."""
        self.line.setModified(False)
        self.line.setText("" if self.saved is None else f"{self.saved:.2f}")
        self.wrong.hide()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        text = self._ui.language.text
        caption = text(f"models.budget.{self._which}")
        self.caption.setText(caption)
        self.line.setPlaceholderText(text("models.budget.none"))
        self.line.setAccessibleName(caption)
        self.wrong.setText(text("models.wrong.amount"))
        if self._limit is not None:
            said = self._words.left(self._which, self._limit, self._spent)
            self.left.setText(said)
            set_kind(self.left, "bad" if self._spent >= self._limit else "small")
            self.bar.setAccessibleName(text("models.budget.bar", name=caption, left=said))

    def _check(self) -> None:
        try:
            assert self.value is None or self.value >= 0
        except ValueError:
            self.wrong.show()
        else:
            self.wrong.hide()

    def _commit(self) -> None:
        if self.wrong.isHidden() and self.value != self.saved:
            self.line.setModified(False)
            self.saved = self.value
            self.committed.emit()


class BudgetCard(Card):
    """Two limits, and the bands of the tighter one in words."""

    edited = Signal(object, object)
    """Daily and monthly dollars, None without a limit."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._words = Words(ui.language)
        self._seen: Seen | None = None
        self._unpriced = ""
        self.edit_button = KeyButton()
        self.edit_button.clicked.connect(self.edit)
        self.head.addWidget(self.edit_button)
        self.rows = {which: LimitRow(ui, which) for which in LIMITS}
        for row in self.rows.values():
            row.committed.connect(self._commit)
            self.body.addWidget(row)
        self._heading_of_plan = label("", "muted", wrap=True)
        self.body.addWidget(self._heading_of_plan)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2)
        self._lines = {care: _StepLine(ui) for care in Care}
        for line in self._lines.values():
            self._steps.addWidget(line)
        self.body.addLayout(self._steps)
        self.unpriced = label("", "warn", wrap=True)
        self.unpriced.hide()
        self.body.addWidget(self.unpriced)
        ui.language.follow(self._retranslate)

    def edit(self) -> None:
        """Type the daily limit."""
        line = self.rows["daily"].line
        line.setFocus()
        line.selectAll()

    def show_seen(self, seen: Seen, unpriced: str) -> None:
        """Show limits and what was spent; `unpriced` is a model whose price is not known."""
        self._seen = seen
        spent = seen.report.spent
        self.rows["daily"].show_limit(seen.config.daily_usd, spent.today)
        self.rows["monthly"].show_limit(seen.config.monthly_usd, spent.month)
        self._unpriced = unpriced
        self._say()

    @property
    def plan(self) -> list[str]:
        """What it says of the bands."""
        return [line.text for line in self._lines.values() if not line.isHidden()]

    def _commit(self) -> None:
        try:
            values = [row.value for row in self.rows.values()]
        except ValueError:
            return
        self.edited.emit(*values)

    def _say(self) -> None:
        if self._seen is None:
            return
        heading, steps = self._words.plan(self._seen.config.budget, self._seen.report.spent)
        self._heading_of_plan.setText(heading)
        by_care = {step.care: step for step in steps}
        for care, line in self._lines.items():
            line.setVisible(care in by_care)
            if care in by_care:
                line.show_step(by_care[care].text, now=by_care[care].now)
        self.unpriced.setVisible(bool(self._unpriced) and bool(steps))
        self.unpriced.setText(
            self._ui.language.text("models.budget.unpriced", model=self._unpriced)
        )

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.set_heading(text("models.budget.title"))
        self.edit_button.setText(text("models.budget.edit"))
        for row in self.rows.values():
            row.retranslate()
        self._say()


class _StepLine(QWidget):
    """One band: a mark where we are now, and what happens there."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setColumnMinimumWidth(0, 14)
        grid.setColumnStretch(1, 1)
        self._mark = IconLabel(ui.theme, "play", "accent", 14)
        self._text: QLabel = label("", "muted", wrap=True)
        self._now = label("", "cap")
        grid.addWidget(self._mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._now, 0, 2, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def show_step(self, text: str, *, now: bool) -> None:
        """Show a band."""
        self._text.setText(text)
        set_kind(self._text, "" if now else "muted")
        self._mark.show_icon("play" if now else "empty", "accent" if now else "surface")
        self._now.setText(self._ui.language.text("models.budget.now"))
        self._now.setVisible(now)
