"""A dry run: what a source would bring now, and that nothing was stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipeline.prefilter.decision import Band
from ui.actions import KeyMap
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.judged_view import Judged, JudgedView
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.widgets import Flow, KeyButton, StateStack, label


@dataclass(frozen=True, slots=True)
class Tried:
    """What a dry run brought, newest first; `more` were left out. Cost in millionths."""

    judged: Sequence[Judged]
    more: int
    cost: int


class TryView(QWidget):
    """Waits, shows, or says why there is nothing to show."""

    retry = Signal()

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._name = ""
        self._tried: Tried | None = None
        self._title = label("", "large", wrap=True)
        self._summary = StartLabel()
        self._not_stored = StartLabel("good")
        self._legend = StartLabel("small")
        self.judged = JudgedView(ui)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for piece in (self._not_stored, self._summary, self._legend):
            inside.addWidget(piece)
        inside.addWidget(self.judged, 1)
        self.stack = StateStack(ui, content)
        self.stack.retry.connect(self.retry)
        self.back = KeyButton()
        keys.print_on(self.back, "sources.leave")
        keys.print_on(self.stack.empty_button, "sources.leave")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self.stack, 1)
        bar = Flow()
        bar.addWidget(self.back)
        column.addLayout(bar)
        ui.language.follow(self._retranslate)

    def begin(self, name: str, service: str) -> None:
        """Say that it is being asked."""
        self._name, self._tried = name, None
        self._retranslate()
        self.stack.show_loading(self._ui.language.text("sources.tried.asking", service=service))

    def show_tried(self, tried: Tried) -> None:
        """Show what came."""
        self._tried = tried
        self._retranslate()
        if tried.judged:
            self.judged.show_judged(tried.judged)
            self.stack.show_content()
            self.judged.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say why nothing came."""
        self.stack.show_error(sentence)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("sources.tried.title", name=isolate(self._name)))
        self._legend.setText(text("sources.tried.legend"))
        self.back.setText(text("sources.leave"))
        if self._tried is None:
            return
        if not self._tried.judged:
            self.stack.show_empty(
                text("sources.tried.nothing"), text("sources.tried.nothing_hint"), icon="message"
            )
            return
        self._summary.setText(self._sum(self._tried))
        self._not_stored.setText(text("sources.tried.not_stored"))

    def _sum(self, tried: Tried) -> str:
        language = self._ui.language
        bands = [one.decision.band for one in tried.judged]
        parts = [
            language.plural("sources.tried.messages", len(bands)),
            language.text("sources.tried.passing", n=bands.count(Band.PASS)),
            language.text("sources.tried.unsure", n=bands.count(Band.UNSURE)),
        ]
        said = f"{' · '.join(parts)}."
        if tried.more:
            said += f" {language.text('sources.tried.more', n=tried.more)}"
        if tried.cost:
            said += f" {language.text('sources.tried.cost', money=self._words.money(tried.cost))}"
        return said
