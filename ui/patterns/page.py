"""The page of terms: what the prefilter judges by, each change tried on the past first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pipeline.errors import Invalid, TakeOneError
from pipeline.learning.terms import TermRow
from ui.actions import Action, is_typing
from ui.changes import Changes
from ui.patterns.change_view import ChangeView
from ui.patterns.filter_bar import FilterBar
from ui.patterns.part_bar import Part, PartBar
from ui.patterns.play_view import PlayView
from ui.patterns.rows_model import TermsModel
from ui.patterns.table import TermsTable
from ui.patterns.term_view import TermView
from ui.patterns.tuning import Tuning
from ui.patterns.versions_view import VersionsView
from ui.patterns.words import Words
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import Card, ElidedLabel, KeyButton, PageFrame, PrimaryButton, StateStack

KIND = "patterns"


class PatternsPage(QObject):
    """The list of terms at the one side, one of four parts at the other."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._words = Words(self._ui.language)
        self._selected = ""
        self._placing = False
        """Whether it is the page that goes to a row, rather than a person."""
        self._read_once = False
        self.tasks = Tasks(self)
        self.tasks.problem.connect(self._failed)
        self.tuning = Tuning(services.patterns, services.settings.user, self)
        self.tuning.tasks.problem.connect(self._failed)
        self.model = TermsModel(self._ui, self._words, self)
        self.filters = FilterBar(self._ui, self._words)
        self.table = TermsTable()
        self.table.show_model(self.model)
        given = (self._ui, self._words, frame.keys)
        self.term = TermView(*given)
        self.term.author = services.settings.user
        self.play = PlayView(self._ui, self._words)
        self.change = ChangeView(*given)
        self.versions = VersionsView(*given)
        self.parts = PartBar(self._ui, frame.keys)
        self._lay_out()
        self._changes = Changes(services.database, {KIND}, self)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.patterns"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    @property
    def part(self) -> Part:
        """What stands beside the list."""
        return list(Part)[self._pane.currentIndex()]

    def activate(self) -> None:
        """Read what was decided since."""
        if not self._read_once:
            self.stack.show_loading(self._ui.language.text("patterns.opening"))
        self.tuning.open()
        self._changes.listen()
        self.table.setFocus()

    def deactivate(self) -> None:
        """Give back the room that past decisions take. The draft stays."""
        self._changes.stop()
        self.term.rest()
        self.play.rest()
        self.tuning.close()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""

        def at(*parts: Part) -> bool:
            return self.part in parts and self._read_once

        def has_row() -> bool:
            return at(Part.TERM) and self.term.row is not None

        def drafted() -> bool:
            return not self.tuning.draft.is_empty

        return (
            Action("patterns.next", "patterns.next", partial(self._move, 1), "J", repeats=True),
            Action("patterns.previous", "patterns.previous", partial(self._move, -1), "K",
                   repeats=True),
            Action("patterns.find", "patterns.find", self._find, "/"),
            Action("patterns.new", "patterns.new", self.new, "N"),
            *(
                Action(f"patterns.part.{part}", f"patterns.part.{part}",
                       partial(self.turn_to, part), str(number))
                for number, part in enumerate(Part, 1)
            ),
            Action("patterns.edit", "patterns.edit", self._edit, "E", enabled=has_row),
            Action("patterns.keep", "patterns.keep", self.keep, "Ctrl+Enter", while_typing=True,
                   enabled=lambda: at(Part.TERM)),
            Action("patterns.turn", "patterns.turn", self._turn, "O", enabled=has_row),
            Action("patterns.forget", "patterns.forget", self._forget, "R", enabled=has_row),
            Action("patterns.apply", "patterns.apply", self.apply, "Ctrl+Enter",
                   while_typing=True, enabled=lambda: at(Part.CHANGE) and drafted()),
            Action("patterns.discard", "patterns.discard", self._discard, "Delete",
                   enabled=lambda: at(Part.CHANGE) and drafted()),
            Action("patterns.restore", "patterns.restore", self.restore, "Ctrl+Enter",
                   while_typing=True, enabled=lambda: at(Part.VERSIONS)),
            Action("patterns.try", "patterns.try", self._try_example, "T",
                   enabled=lambda: self._example is not None),
            Action("patterns.undo", "patterns.undo", self._undo, "U", also=("Ctrl+Z",),
                   enabled=lambda: self.tuning.draft.can_undo),
            Action("patterns.leave", "patterns.leave", self._leave, "Esc", while_typing=True),
        )  # fmt: skip

    # What the keys do.

    def turn_to(self, part: Part) -> None:
        """Show another part beside the list."""
        self._pane.setCurrentIndex(list(Part).index(part))
        self.parts.show_part(part)
        if part is Part.PLAY:
            self.play.edit.setFocus()
            self._try(self.play.text)
        elif part is Part.CHANGE:
            self.change.reason.setFocus()
        elif part is Part.VERSIONS:
            self.tasks.start("versions", self._look_at_versions())
            self.versions.list.setFocus()
        else:
            self.table.setFocus()
        self._frame.refresh_actions()

    def new(self) -> None:
        """Write a new term; what was looked for in vain is its text."""
        looked_for = self.filters.search.text().strip()
        self.turn_to(Part.TERM)
        self.term.show_new("" if self.model.rows else looked_for)

    def keep(self) -> None:
        """Take what the form says into the draft."""
        row = self.term.row
        try:
            term = self.term.term()
        except Invalid as error:
            self.term.complain(error)
            return
        self._selected = term.id
        edits = self.tuning.draft.with_term(term, row.term.id if row else "")
        self.term.settle()
        self.tuning.keep(edits)
        self.table.setFocus()

    def apply(self) -> None:
        """Let the draft judge, from now on and everywhere."""
        if not self.change.reason.text().strip():
            self._frame.toast(self._ui.language.text("patterns.needs_reason"))
            self.change.reason.setFocus()
            return
        self.tasks.start("apply", self._apply(self.change.reason.text()))

    def restore(self) -> None:
        """Bring back the version one looks at."""
        version = self.versions.version
        if version is None or not self.versions.buttons["restore"].isEnabled():
            return
        if not self.versions.reason.text().strip():
            self._frame.toast(self._ui.language.text("patterns.needs_reason"))
            self.versions.reason.setFocus()
            return
        self.tasks.start("apply", self._restore(version.number, self.versions.reason.text()))

    def _move(self, step: int) -> None:
        row = self.table.currentIndex().row() + step
        self.table.select_row(max(0, min(row, len(self.model.rows) - 1)))

    def _find(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _edit(self) -> None:
        self.term.weight.setFocus()

    def _turn(self) -> None:
        self.term.on.toggle()
        self.keep()

    def _forget(self) -> None:
        if (row := self.term.row) is not None:
            self.term.settle()
            self.tuning.change(partial(self.tuning.draft.forget, row.term.id))

    def _discard(self) -> None:
        self.tuning.change(self.tuning.draft.discard)
        undo = self._ui.language.text("action.undo")
        self._frame.toast(self._ui.language.text("patterns.discarded"), undo, self._undo, key="U")

    def _undo(self) -> None:
        self.tuning.change(self.tuning.draft.undo)

    def _leave(self) -> None:
        if self.part is Part.TERM and self.term.is_edited:
            self.term.settle()
            self._show_rows()
            self.table.setFocus()
        elif is_typing(QApplication.focusWidget()):
            self.table.setFocus()
        elif self.part is not Part.TERM:
            self.turn_to(Part.TERM)
        else:
            self.filters.clear()

    def _try_example(self) -> None:
        if (text := self._example) is not None:
            self.play.play(text)
            self.turn_to(Part.PLAY)

    @property
    def _example(self) -> str | None:
        """The message one looks at, in one of the lists beside the terms."""
        if self.part is Part.TERM:
            return self.term.example
        message_id = self.change.example if self.part is Part.CHANGE else None
        return None if message_id is None else self.tuning.texts.get(message_id)

    # What takes a while.

    async def _apply(self, reason: str) -> None:
        number = await self.tuning.apply(reason)
        self.change.reason.clear()
        self._after(number)

    async def _restore(self, version: int, reason: str) -> None:
        number = await self.tuning.restore(version, reason)
        self.versions.reason.clear()
        self._after(number)
        await self._look_at_versions()

    def _after(self, number: int) -> None:
        """Say that another version judges, with the way back."""
        self.tuning.draft.follow(self.tuning.desk.book.current)
        text = self._ui.language.text
        before, reason = number - 1, text("patterns.undo_reason", n=number)
        self._frame.toast(
            text("patterns.applied", n=number),
            text("action.undo"),
            lambda: self.tasks.start("apply", self._restore(before, reason)),
        )
        self.tuning.open()

    async def _look_at_versions(self) -> None:
        book = self.tuning.desk.book
        self.versions.show_versions(await asyncio.to_thread(book.versions))
        if (version := self.versions.version) is not None:
            await self._compare(version.number)

    async def _compare(self, number: int) -> None:
        book = self.tuning.desk.book
        found = await asyncio.to_thread(book.difference, number, number - 1) if number else ()
        self.versions.show_difference(found)

    async def _trial(self, text: str) -> None:
        self.play.show_trial(*await self.tuning.trials(text))

    async def _find_examples(self, row: TermRow) -> None:
        found = await asyncio.to_thread(self.tuning.desk.found_in, row.term)
        if self.term.row is not None and self.term.row.term.id == row.term.id:
            self.term.show_found(found)

    async def _effect(self) -> None:
        row = self.term.row
        try:
            term = self.term.term()
        except Invalid:
            self.term.show_effect(None)
            return
        edits = self.tuning.draft.with_term(term, row.term.id if row else "")
        if edits == self.tuning.draft.edits:
            self.term.show_effect(self.tuning.preview)
            return
        try:
            self.term.show_effect(await self.tuning.effect(edits))
        except Invalid as error:
            self.term.complain(error)

    # What is shown.

    def _opened(self) -> None:
        self._read_once = True
        self.stack.show_content()
        book = self.tuning.desk.book
        language = self._ui.language
        self._summary.set_text(
            language.text(
                "patterns.summary",
                version=book.current.number,
                terms=sum(term.on for term in book.current.rules.terms),
                cases=self.tuning.cases,
            )
        )
        self._frame.refresh_actions()

    def _drafted(self) -> None:
        draft = self.tuning.draft
        self._show_rows()
        self.parts.show_changes(len(draft.differences))
        self._buttons["undo"].setEnabled(draft.can_undo)
        self.change.show_draft(draft.differences, draft.rules.thresholds)
        if self.part is Part.PLAY:
            self._try(self.play.text)
        self._frame.refresh_actions()

    def _previewed(self) -> None:
        self.change.show_preview(self.tuning.preview, self.tuning.texts)
        if not self.term.is_edited:
            self.term.show_effect(self.tuning.preview)

    def _show_rows(self) -> None:
        rows = self.filters.of(self.tuning.rows)
        self.model.replace(rows, self.tuning.changed)
        self._list.show_content()
        if not rows:
            text = self._ui.language.text
            self._list.show_empty(
                text("patterns.none.title"), text("patterns.none.hint"), icon="search",
                action=text("patterns.new"), on_action=self.new,
            )  # fmt: skip
            return
        ids = [row.term.id for row in rows]
        place = ids.index(self._selected) if self._selected in ids else 0
        self._placing = True
        self.table.select_row(place)
        self._placing = False
        if not self.term.is_edited:  # nobody's half-written change is taken away
            self._show_term(rows[place])

    def _show_term(self, row: TermRow) -> None:
        self._selected = row.term.id
        self.term.show_row(row)
        self.tasks.start("found", self._find_examples(row))
        self._frame.refresh_actions()

    def _picked(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self.model.rows) and not self._placing:
            self._show_term(self.model.rows[index.row()])

    def _ask_effect(self) -> None:
        self.tasks.start("effect", self._effect())

    def _ask_difference(self, number: int) -> None:
        self.tasks.start("compare", self._compare(number))

    def _refresh(self) -> None:
        self._frame.refresh_actions()

    def _try(self, text: str) -> None:
        self.tasks.start("trial", self._trial(text))

    def _move_thresholds(self) -> None:
        try:
            limits = self.change.thresholds
        except Invalid as error:
            self._frame.tell(error)
            return
        self.tuning.change(partial(self.tuning.draft.set_thresholds, limits))

    def _reading(self, done: int, total: int) -> None:
        if not self._read_once:
            self.stack.show_loading(
                self._ui.language.text("patterns.reading", done=done, total=total)
            )

    def _failed(self, error: TakeOneError) -> None:
        if self._read_once:
            self._frame.tell(error)
        else:
            self.stack.show_error(str(error))

    # How it is laid out.

    def _lay_out(self) -> None:
        self._widget = PageFrame()
        self.setParent(self._widget)  # so that it ends with what it shows
        self._summary = ElidedLabel("", "muted")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._widget.head.addWidget(self._summary, 1)
        self._buttons: dict[str, KeyButton] = {"undo": KeyButton(), "new": PrimaryButton()}
        for name, button in self._buttons.items():
            self._frame.keys.print_on(button, f"patterns.{name}")
            self._widget.head.addWidget(button)
        self._list = StateStack(self._ui, self.table)
        self._frame.keys.print_on(self._list.empty_button, "patterns.new")
        self.stack = StateStack(self._ui, self._content())
        self._widget.body.addWidget(self.stack, 1)
        self.parts.show_part(Part.TERM)

    def _content(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.filters)
        card = Card(padding=1)
        card.body.addWidget(self._list)
        column.addWidget(card, 1)
        self._pane = QStackedWidget()
        for part in (self.term, self.play, self.change, self.versions):
            self._pane.addWidget(part)
        beside = Card(padding=16)
        head = QHBoxLayout()
        head.addWidget(self.parts)
        beside.body.addLayout(head)
        beside.body.addWidget(self._pane, 1)
        beside.setMinimumWidth(400)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.setHandleWidth(8)
        split.addWidget(side)
        split.addWidget(beside)
        split.setSizes([640, 504])
        split.setStretchFactor(0, 1)
        self._frame.keep_split("patterns", split)
        return split

    def _connect(self) -> None:
        self.stack.retry.connect(self.tuning.open)
        self._changes.heard.connect(self.tuning.open)
        self.tuning.opened.connect(self._opened)
        self.tuning.reading.connect(self._reading)
        self.tuning.drafted.connect(self._drafted)
        self.tuning.previewed.connect(self._previewed)
        self.filters.changed.connect(self._show_rows)
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self.parts.chosen.connect(self.turn_to)
        self.term.edited.connect(self._ask_effect)
        self.play.asked.connect(self._try)
        self.change.moved.connect(self._move_thresholds)
        self.change.chosen.connect(self._refresh)
        self.term.found.selectionModel().currentRowChanged.connect(self._refresh)
        self.versions.chosen.connect(self._ask_difference)
        self._ui.theme.changed.connect(self.model.repaint)
        by_id = {action.id: action for action in self.actions()}
        views = (self._buttons, self.term.buttons, self.change.buttons, self.versions.buttons)
        for buttons in views:
            for name, button in buttons.items():
                button.clicked.connect(by_id[f"patterns.{name}"].run)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._widget.set_title(text("page.patterns"))
        for name, button in self._buttons.items():
            button.setText(text(f"patterns.{name}"))
        self.table.setAccessibleName(text("page.patterns"))
        self.model.repaint()
        if self._read_once:
            self._opened()
            self._drafted()
