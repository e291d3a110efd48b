"""Where everything stands on the page of dead letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.models import LetterState
from pipeline.jobs.letters_desk import Context, Plan
from ui.letters.edit_view import EditView
from ui.letters.letter_view import LetterView
from ui.letters.listing import Listing
from ui.letters.note_bar import NoteBar
from ui.letters.plan_view import PlanView
from ui.review.line_edit import LineEdit
from ui.shell.page import Frame
from ui.widgets import Card, Flow, KeyButton, PageFrame, PrimaryButton, StateStack

STATES = (LetterState.OPEN, LetterState.REPLAYED, LetterState.RESOLVED)
GROUP = ("replay_all", "resolve_all", "export")
LETTER = ("replay", "correct", "resolve", "reopen", "report", "trace")


class Layout:
    """Causes above their letters at the one side, one letter, or what is done to it, beside."""

    def __init__(self, frame: Frame, listing: Listing) -> None:
        self._frame = frame
        self._ui = frame.ui
        self._listing = listing
        self.page = PageFrame()
        self.search = LineEdit(self._ui, can_clear=True)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(340)
        self.tabs: dict[LetterState, KeyButton] = {}
        self.buttons = {name: KeyButton() for name in (*GROUP, *LETTER)}
        self.buttons["replay"] = PrimaryButton()
        self.letter = LetterView(self._ui)
        self.edit = EditView(self._ui, frame.keys)
        self.plan = PlanView(self._ui, frame.keys)
        self.note = NoteBar(self._ui, frame.keys)
        self._pane = QStackedWidget()
        self._lay_out()

    @property
    def is_reading(self) -> bool:
        """Whether nothing else is being done than to read."""
        return self._pane.currentIndex() == 0 and not self.is_noting

    @property
    def is_editing(self) -> bool:
        """Whether a text is being corrected."""
        return self._pane.currentWidget() is self.edit

    @property
    def is_planning(self) -> bool:
        """Whether the replay of a cause is being looked at."""
        return self._pane.currentWidget() is self.plan

    @property
    def is_noting(self) -> bool:
        """Whether a note is being written."""
        return self.note.isVisibleTo(self.page)

    def show_letter(self, context: Context | None) -> None:
        """Read a letter; whatever else was being done ends."""
        self.note.hide()
        self._acts.show()
        self._pane.setCurrentIndex(0)
        self._reading.setVisible(context is not None)
        if context is not None:
            self.letter.show_letter(context)

    def show_edit(self, context: Context) -> None:
        """Correct a letter's text."""
        self._pane.setCurrentWidget(self.edit)
        self.edit.open(context)

    def show_plan(self, plan: Plan, what: str) -> None:
        """Look at what replaying a cause means."""
        self.plan.show_plan(plan, what)
        self._pane.setCurrentWidget(self.plan)
        self._listing.causes_table.setFocus()

    def show_note(self, ids: Sequence[int]) -> None:
        """Ask why these letters need no more work."""
        self._acts.hide()
        self.note.ask(ids)

    def say_counts(self, counts: dict[str, int]) -> None:
        """Say how many letters are in each state."""
        language = self._ui.language
        for state, tab in self.tabs.items():
            name = language.text(f"letters.state.{state}")
            tab.setText(f"{name} {language.number(counts.get(state, 0))}")

    def retranslate(self) -> None:
        """Say everything anew."""
        text = self._ui.language.text
        self.page.set_title(text("page.letters"))
        for name, button in self.buttons.items():
            button.setText(text(f"letters.{name}"))
        self.buttons["report"].setToolTip(text("letters.report_hint"))
        self.search.setPlaceholderText(text("letters.search"))
        self.search.setAccessibleName(text("letters.find"))
        self._listing.causes_table.setAccessibleName(text("letters.causes"))
        self._listing.lines_table.setAccessibleName(text("letters.list"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        group, tabs = QButtonGroup(self.page), Flow()
        for state in STATES:
            tab = KeyButton()
            tab.setCheckable(True)
            tab.setChecked(state == LetterState.OPEN)
            self._frame.keys.print_on(tab, f"letters.state.{state}")
            group.addButton(tab)
            self.tabs[state] = tab
            tabs.addWidget(tab)
        head.addLayout(tabs, 1)
        head.addWidget(self.search, 1)
        self.page.body.addLayout(head)
        for name, button in self.buttons.items():
            self._frame.keys.print_on(button, f"letters.{name}")
        self.stack = StateStack(self._ui, self._content())
        self.page.body.addWidget(self.stack, 1)

    def _content(self) -> QWidget:
        lists = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        lists.setHandleWidth(8)
        causes = Card(padding=1)
        causes.body.addWidget(self._listing.causes_table, 1)
        causes.body.addLayout(self._bar(GROUP, 8))
        lines = Card(padding=1)
        lines.body.addWidget(self._listing.lines_table)
        lists.addWidget(causes)
        lists.addWidget(lines)
        lists.setSizes([340, 300])
        beside = Card(padding=16)
        self._pane.addWidget(self._letter_side())
        self._pane.addWidget(self.edit)
        self._pane.addWidget(self.plan)
        beside.body.addWidget(self._pane, 1)
        beside.setMinimumWidth(360)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        split.addWidget(lists)
        split.addWidget(beside)
        split.setSizes([600, 560])
        split.setStretchFactor(0, 1)
        self._frame.keep_split("letters", split)
        self._frame.keep_split("letters.lists", lists)
        return split

    def _letter_side(self) -> QWidget:
        side = QWidget()
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        self._reading = QWidget()
        column = QVBoxLayout(self._reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.letter, 1)
        column.addWidget(self.note)
        self._acts = QWidget()
        self._acts.setLayout(self._bar(LETTER, 0))
        column.addWidget(self._acts)
        outer.addWidget(self._reading)
        return side

    def _bar(self, names: tuple[str, ...], margin: int) -> QVBoxLayout:
        around, bar = QVBoxLayout(), Flow()
        around.setContentsMargins(margin, 0, margin, margin)
        for name in names:
            bar.addWidget(self.buttons[name])
        around.addLayout(bar)
        return around
