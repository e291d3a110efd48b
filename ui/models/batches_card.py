"""Batches: half the price, answered within a day. What is under way, and what can be ordered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from pipeline.extraction.batch import services
from pipeline.extraction.configured import ModelConfig
from pipeline.jobs.batch_desk import BatchView
from ui.context import UiContext
from ui.models.batch_words import BatchWords
from ui.models.desk import Seen
from ui.widgets import Card, ElidedLabel, Flow, KeyButton, label, set_kind

MOST_OVER = 2
"""Batches that are over and still shown."""
MOST_SHOWN = 6
SURE_MS = 4_000
"""How long a first press waits for the second one."""


class BatchRow(QWidget):
    """One batch: what it is asked, how far it is, what it costs, and its end."""

    ended = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._words = BatchWords(ui.language)
        self._view: BatchView | None = None
        self._model, self._state = ElidedLabel(), label("", "small")
        self._facts, self._wrong = label("", "muted", wrap=True), label("", "warn", wrap=True)
        self._bar = QProgressBar(textVisible=False)
        self.cancel = KeyButton()
        self.cancel.clicked.connect(self._press)
        self._sure = QTimer(self, singleShot=True, interval=SURE_MS)
        self._sure.timeout.connect(self._retranslate)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._model, 0, 0)
        grid.addWidget(self._state, 0, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.addWidget(self._facts, 1, 0)
        grid.addWidget(self.cancel, 1, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.addWidget(self._bar, 2, 0, 1, 2)
        grid.addWidget(self._wrong, 3, 0, 1, 2)
        ui.language.follow(self._retranslate)

    def show_batch(self, view: BatchView) -> None:
        """Show a batch; a press that waits for its second one is for the batch it was made at."""
        if self._view is None or self._view.id != view.id:
            self._sure.stop()
        self._view = view
        self._retranslate()

    def _press(self) -> None:
        if self._view is None:
            return
        if self._sure.isActive():
            self._sure.stop()
            self.ended.emit(self._view.id)
        else:
            self._sure.start()
        self._retranslate()

    def _retranslate(self) -> None:
        view = self._view
        if view is None:
            return
        text = self._ui.language.text
        state = self._words.state(view)
        self._model.set_text(view.model)
        self._state.setText(state.text)
        set_kind(self._state, state.kind)
        self._facts.setText(self._words.facts(view))
        self._wrong.setText(self._words.wrong(view))
        self._wrong.setVisible(bool(view.error))
        self._bar.setVisible(view.open and bool(view.requests))
        self._bar.setRange(0, max(1, view.requests))
        self._bar.setValue(view.done)
        self._bar.setAccessibleName(state.text)
        self.cancel.setVisible(self._words.can_end(view))
        sure = "_sure" if self._sure.isActive() else ""
        self.cancel.setText(text(f"models.batch.cancel{sure}"))
        self.cancel.setAccessibleName(text("models.batch.cancel_one", model=view.model))
        self.setAccessibleName(f"{view.model}: {state.text}")


class BatchesCard(Card):
    """The switch for dumps, the order for what waits, and the newest batches."""

    ended = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._config = ModelConfig()
        self.order, self.switch = KeyButton(), KeyButton()
        self._mode = label("", "muted", wrap=True)
        self._nobody = label("", "warn", wrap=True)
        self._none = label("", "muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.rows: list[BatchRow] = []
        bar = Flow()
        bar.addWidget(self.switch)
        bar.addWidget(self.order)
        for piece in (self._mode, self._nobody):
            self.body.addWidget(piece)
        self.body.addLayout(bar)
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self._say()
        ui.language.follow(self._retranslate)

    @property
    def on(self) -> bool:
        """Whether imported dumps go into batches."""
        return self._config.batch == "dumps"

    @property
    def can_order(self) -> bool:
        """Whether whoever is asked first answers batches."""
        choices = self._config.choices
        return bool(choices) and choices[0].provider in services.NAMES

    @property
    def next_to_end(self) -> KeyButton | None:
        """The button that ends the next batch under way, from the one that has the focus."""
        buttons = [row.cancel for row in self.rows if row.cancel.isVisible()]
        at = next((n for n, one in enumerate(buttons) if one.hasFocus()), -1)
        return buttons[(at + 1) % len(buttons)] if buttons else None

    @property
    def can_end(self) -> bool:
        """Whether a batch is under way."""
        return any(not row.isHidden() and not row.cancel.isHidden() for row in self.rows)

    def show_config(self, config: ModelConfig) -> None:
        """Show what is decided."""
        self._config = config
        self._say()

    def show_seen(self, seen: Seen) -> None:
        """Show what is decided, and the batches as they are now."""
        shown = _shown(seen.batches)
        while len(self.rows) < len(shown):
            row = BatchRow(self._ui)
            row.ended.connect(self.ended)
            self.rows.append(row)
            self._rows.addWidget(row)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.show_batch(shown[number])
        self._none.setVisible(not shown)
        self.show_config(seen.config)

    def _say(self) -> None:
        text = self._ui.language.text
        self._mode.setText(text(f"models.batch.mode_{self._config.batch}"))
        self.switch.setText(text(f"models.batch.turn_{'off' if self.on else 'on'}"))
        self.order.setText(text("models.batch.order"))
        self.order.setEnabled(self.can_order)
        self._nobody.setText(text("models.batch.nobody"))
        self._nobody.setVisible(not self.can_order)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.set_heading(text("models.batch.title"))
        self._none.setText(text("models.batch.none"))
        self._say()


def _shown(batches: Sequence[BatchView]) -> list[BatchView]:
    """Those under way, and the newest of the others."""
    under_way = [one for one in batches if one.open]
    over = [one for one in batches if not one.open]
    return [*under_way, *over[:MOST_OVER]][:MOST_SHOWN]
