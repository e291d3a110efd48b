"""What the list shows: words to look for, a kind, a state."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from pipeline.sources.catalogue import Listed
from pipeline.sources.health import Health
from pipeline.text.normalise import fold
from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.sources.words import Words
from ui.widgets import offer

PAUSE_MS = 120
"""How long a typist pauses before the list follows."""
STATES = ("ill", "well", "paused")


class FilterBar(QWidget):
    """Says `changed` when other sources are asked for."""

    changed = Signal()

    def __init__(self, ui: UiContext, words: Words) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self.search = LineEdit(ui, can_clear=True)
        self.search.setMinimumWidth(120)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.kind, self.state = self._box(), self._box()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.search, 3)
        row.addWidget(self.kind, 2)
        row.addWidget(self.state, 2)
        ui.language.follow(self._retranslate)

    @property
    def narrows(self) -> bool:
        """Whether anything but all of them is asked for."""
        return bool(
            self.search.text().strip() or self.kind.currentData() or self.state.currentData()
        )

    @property
    def waits(self) -> bool:
        """Whether a typist may be going on, and the list follows in a moment."""
        return self._pause.isActive()

    def of(self, listed: Iterable[Listed]) -> list[Listed]:
        """Those that are asked for."""
        words = fold(self.search.text()).split()
        kind, state = self.kind.currentData(), self.state.currentData()
        return [
            one
            for one in listed
            if (not kind or one.source.adapter == kind)
            and (not state or _state(one) == state)
            and all(word in fold(f"{one.source.name} {one.source.identifier}") for word in words)
        ]

    def clear(self) -> None:
        """Ask for all of them again."""
        for part in (self.search, self.kind, self.state):
            part.blockSignals(True)
        self.search.clear()
        self.kind.setCurrentIndex(0)
        self.state.setCurrentIndex(0)
        for part in (self.search, self.kind, self.state):
            part.blockSignals(False)
        self.changed.emit()

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.search.setPlaceholderText(text("sources.search"))
        self.search.setAccessibleName(text("sources.search"))
        kinds = [(self._words.kind(name), name) for name in self._words.kinds]
        states = [(text(f"sources.filter.{name}"), name) for name in STATES]
        offer(self.kind, [(text("sources.filter.any_kind"), ""), *kinds])
        offer(self.state, [(text("sources.filter.any_state"), ""), *states])
        for box in (self.kind, self.state):
            box.setAccessibleName(box.itemText(0))


def _state(one: Listed) -> str:
    if one.health is Health.PAUSED:
        return "paused"
    return "ill" if one.health.is_ill else "well"
