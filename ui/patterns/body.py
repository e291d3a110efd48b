"""How the page of terms is laid out: the list at the one side, one of its parts at the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pipeline.learning.alarm import Alarm
from ui.patterns.candidates_view import CandidatesView
from ui.patterns.change_view import ChangeView
from ui.patterns.filter_bar import FilterBar
from ui.patterns.part_bar import Part, PartBar
from ui.patterns.play_view import PlayView
from ui.patterns.rows_model import LEAST, WIDTHS, TermsModel
from ui.patterns.term_view import TermView
from ui.patterns.versions_view import VersionsView
from ui.patterns.words import Words
from ui.shell.page import Frame
from ui.widgets import (
    Card,
    ElidedLabel,
    IconLabel,
    KeyButton,
    PageFrame,
    PrimaryButton,
    RowTable,
    StateStack,
    label,
)


class PatternsBody(PageFrame):
    """Every widget of the page."""

    def __init__(self, frame: Frame, words: Words, model: TermsModel, author: str) -> None:
        super().__init__()
        self._ui = frame.ui
        self._words = words
        self.filters = FilterBar(self._ui, words)
        self.table = RowTable()
        self.table.show_rows(model, WIDTHS, LEAST)
        self.table.setMinimumWidth(260)
        given = (self._ui, words, frame.keys)
        self.term = TermView(*given)
        self.term.author = author
        self.play = PlayView(self._ui, words)
        self.change = ChangeView(*given)
        self.versions = VersionsView(*given)
        self.candidates = CandidatesView(*given)
        self.parts = PartBar(self._ui, frame.keys)
        self.buttons: dict[str, KeyButton] = {"undo": KeyButton(), "new": PrimaryButton()}
        self.summary = ElidedLabel("", "muted")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self.summary, 1)
        for name, button in self.buttons.items():
            frame.keys.print_on(button, f"patterns.{name}")
            self.head.addWidget(button)
        self._alarm, self._alarm_text = QFrame(), label("", "warn", wrap=True)
        self._lay_out_alarm()
        self.list = StateStack(self._ui, self.table)
        frame.keys.print_on(self.list.empty_button, "patterns.new")
        self._pane = QStackedWidget()
        self.stack = StateStack(self._ui, self._content(frame))
        self.body.addWidget(self.stack, 1)
        self.parts.show_part(Part.TERM)

    @property
    def part(self) -> Part:
        """What stands beside the list."""
        return list(Part)[self._pane.currentIndex()]

    @property
    def lines(self) -> RowTable:
        """The list one walks through in this part."""
        lists: dict[Part, RowTable] = {
            Part.CHANGE: self.change.examples,
            Part.VERSIONS: self.versions.list,
            Part.CANDIDATES: self.candidates.list,
        }
        return lists.get(self.part, self.table)

    def turn_to(self, part: Part) -> None:
        """Show another part."""
        self._pane.setCurrentIndex(list(Part).index(part))
        self.parts.show_part(part)

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """Say what fell since the newest version began to judge."""
        text, share = self._ui.language.text, self._words.fine_share
        self._alarm.setVisible(bool(alarms))
        self._alarm_text.setText(
            " ".join(
                text(
                    "patterns.alarm",
                    version=one.version,
                    figure=text(f"patterns.change.{one.figure}"),
                    before=share(one.before),
                    since=share(one.since),
                    n=one.messages,
                )
                for one in alarms
            )
        )

    def retranslate(self) -> None:
        """Say what this frame says in the language of now."""
        text = self._ui.language.text
        self.set_title(text("page.patterns"))
        self.table.setAccessibleName(text("page.patterns"))
        for name, button in self.buttons.items():
            button.setText(text(f"patterns.{name}"))

    def _lay_out_alarm(self) -> None:
        self._alarm.setProperty("kind", "raised")
        row = QHBoxLayout(self._alarm)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(self._ui.theme, "warning", "warn", 18))
        row.addWidget(self._alarm_text, 1)
        self._alarm.hide()
        self.body.addWidget(self._alarm)

    def _content(self, frame: Frame) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        card = Card(padding=1)
        card.body.addWidget(self.list)
        column.addWidget(card, 1)
        for part in (self.term, self.play, self.change, self.versions, self.candidates):
            self._pane.addWidget(part)
        beside = Card(padding=16)
        beside.body.addWidget(self.parts)
        beside.body.addWidget(self._pane, 1)
        beside.setMinimumWidth(400)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        split.addWidget(side)
        split.addWidget(beside)
        split.setSizes([600, 544])
        split.setStretchFactor(0, 1)
        frame.keep_split("patterns", split)
        return split
