"""What the list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from pipeline.learning.terms import TermRow
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.term import Kind
from pipeline.text.normalise import fold
from ui.context import UiContext
from ui.patterns.rows_model import is_poor
from ui.patterns.words import Words
from ui.review.line_edit import LineEdit
from ui.widgets import offer

PAUSE_MS = 120
"""How long a typist pauses before the list follows."""
LANGUAGES = ("ar", "en", "any")
STATES: dict[str, Callable[[TermRow], bool]] = {
    "own": lambda row: row.own,
    "off": lambda row: not row.term.on,
    "for": lambda row: row.term.weight > 0,
    "against": lambda row: row.term.weight < 0,
    "poor": is_poor,
    "never": lambda row: not row.record.found,
    "signal": lambda row: row.term.kind is Kind.REGEX,
}
ORDERS: dict[str, Callable[[TermRow], float]] = {
    "found": lambda row: -row.record.found,
    "right": lambda row: 2.0 if row.right is None else row.right,
    "against": lambda row: -row.against,
    "weight": lambda row: -abs(row.term.weight),
    "last": lambda row: -(row.record.last or 0),
    "written": lambda _: 0.0,
}


class FilterBar(QWidget):
    """Says `changed` when other terms, or another order, are asked for."""

    changed = Signal()

    def __init__(self, ui: UiContext, words: Words) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._folded: dict[str, str] = {}
        self.search = LineEdit(ui, can_clear=True)
        self.search.setMinimumWidth(120)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda: self._pause.start())
        self.boxes = {name: self._box() for name in ("topic", "language", "state", "order")}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        grid.addWidget(self.search, 0, 0, 1, 4)
        for column, box in enumerate(self.boxes.values()):
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 1)
        ui.language.follow(self._retranslate)

    def of(self, rows: Iterable[TermRow]) -> list[TermRow]:
        """Those that are asked for, in the order that is asked for."""
        words = fold(self.search.text()).split()
        topic, language, state, order = (box.currentData() for box in self.boxes.values())
        holds = STATES.get(state)
        found = [
            row
            for row in rows
            if (not topic or row.term.topic == topic)
            and (not language or row.term.language == language)
            and (holds is None or holds(row))
            and all(word in self._fold(row.term.text) for word in words)
        ]
        if order and order != "written":
            found.sort(key=ORDERS[order])
        return found

    def clear(self) -> None:
        """Ask for all of them again, in the same order."""
        parts = (self.search, *self.boxes.values())
        for part in parts:
            part.blockSignals(True)
        self.search.clear()
        for name, box in self.boxes.items():
            if name != "order":
                box.setCurrentIndex(0)
        for part in parts:
            part.blockSignals(False)
        self.changed.emit()

    def _fold(self, text: str) -> str:
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = fold(text)
        return folded

    def _box(self) -> QComboBox:
        box = QComboBox(self)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self.search.setPlaceholderText(text("patterns.search"))
        self.search.setAccessibleName(text("patterns.search"))
        topics = topic_choices(self._words)
        languages = [(text(f"patterns.language.{name}"), name) for name in LANGUAGES]
        states = [(text(f"patterns.state.{name}"), name) for name in STATES]
        orders = [(text(f"patterns.order.{name}"), name) for name in ORDERS]
        for name, items in (("topic", topics), ("language", languages), ("state", states)):
            offer(self.boxes[name], [(text(f"patterns.any.{name}"), ""), *items])
        offer(self.boxes["order"], orders)
        for name, box in self.boxes.items():
            box.setAccessibleName(text(f"patterns.filter.{name}"))
            box.setToolTip(text(f"patterns.filter.{name}"))


def topic_choices(words: Words) -> list[tuple[str, str]]:
    """Every topic with its name, in the order of the names."""
    names = {term.topic for term in default_rules().terms}
    key = words.language.sort_key
    return sorted(((words.topic(one), one) for one in names), key=lambda pair: key(pair[0]))
