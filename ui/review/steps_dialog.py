"""What one did, newest first, each step to be taken back as long as nothing depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from pipeline.review.steps import Step, Tally
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.reasons import reason_text
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH, HEIGHT = 560, 520


class StepsDialog(QDialog):
    """Up and Down choose a step, Enter takes it back."""

    take_back = Signal(int)
    """The id of a step."""
    wants_more = Signal(int)
    """Older steps than this one are wanted."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._more = False
        text = ui.language.text
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("review.steps.title"))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(text("review.steps.title"))
        self.list.currentRowChanged.connect(self._chosen)
        self._today = label("", "heading", wrap=True)
        self.problem = label("", "bad", wrap=True)
        self.problem.hide()
        self.button = PrimaryButton(text("review.steps.take_back"), "Enter")
        self.button.setDefault(True)
        self.button.clicked.connect(self._take_back)
        close = KeyButton(text("review.bulk.close"), "Esc")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(text("review.steps.title"), "large"))
        column.addWidget(label(text("review.steps.hint"), "muted", wrap=True))
        column.addWidget(self._today)
        column.addWidget(self.list, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.resize(WIDTH, HEIGHT)

    def show_steps(self, steps: Sequence[Step], *, more: bool) -> None:
        """Add steps; with `more` the last row asks for older ones."""
        for step in steps:
            item = QListWidgetItem(self._said(step))
            item.setData(Qt.ItemDataRole.UserRole, step)
            if step.undone:
                item.setForeground(self.palette().placeholderText())
            self.list.addItem(item)
        self._more = more
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._chosen()

    def show_tally(self, tally: Tally) -> None:
        """Say what was done today."""
        language = self._ui.language
        parts = [language.plural("review.tally.decided", tally.decided)]
        if tally.median_seconds is not None:
            took = language.number(tally.median_seconds, 1)
            parts.append(language.text("review.tally.median", seconds=took))
        if tally.undone:
            parts.append(language.plural("review.tally.undone", tally.undone))
        self._today.setText(" · ".join(parts))

    def ask(self) -> None:
        """Show the list."""
        self.open()
        self.list.setFocus()

    def tell(self, sentence: str) -> None:
        """Say why a step can't be taken back."""
        self.problem.setText(sentence)
        self.problem.show()

    def _said(self, step: Step) -> str:
        language = self._ui.language
        key = f"review.step.{step.kind}"
        what = language.text(key) if language.has(key) else step.kind
        if step.reason:
            what = f"{what}: {isolate(reason_text(self._ui, step.reason))}"
        about = isolate(step.title or language.text("review.untitled"))
        if step.calls > 1:
            about = language.plural("review.steps.calls", step.calls)
        first = what if not step.calls else f"{what} · {about}"
        when = language.moment(step.at.replace(tzinfo=UTC).astimezone())
        undone = f" · {language.text('review.told.undone')}" if step.undone else ""
        return f"{first}\n{when}{undone}"

    def _chosen(self, _: int = 0) -> None:
        step = self._current()
        self.button.setEnabled(step is not None and not step.undone)
        self.problem.hide()
        last = self.list.count() - 1
        if self._more and step is not None and self.list.currentRow() == last:
            self._more = False
            self.wants_more.emit(step.id)

    def _current(self) -> Step | None:
        item = self.list.currentItem()
        step = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return step if isinstance(step, Step) else None

    def _take_back(self) -> None:
        if (step := self._current()) is not None and not step.undone:
            self.take_back.emit(step.id)
