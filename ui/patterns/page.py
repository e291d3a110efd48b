"""The page of terms: what the prefilter judges by, each change tried on the past first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QApplication, QWidget

from pipeline.errors import Invalid, TakeOneError
from pipeline.learning.edits import Edits
from pipeline.learning.terms import TermRow
from ui.actions import Action, is_typing
from ui.changes import Changes
from ui.patterns.actions import actions_of
from ui.patterns.back import Back
from ui.patterns.body import PatternsBody
from ui.patterns.part_bar import Part
from ui.patterns.proposals import Proposals
from ui.patterns.rows_model import TermsModel
from ui.patterns.tuning import Tuning
from ui.patterns.verdicts import Verdicts
from ui.patterns.words import Words
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks

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
        self.read_once = False
        self.back = Back(frame)
        self.tasks = Tasks(self)
        self.tasks.problem.connect(self._failed)
        self.tuning = Tuning(services.patterns, services.settings.user, self)
        self.tuning.tasks.problem.connect(self._failed)
        self.model = TermsModel(self._ui, self._words, self)
        self.body = PatternsBody(frame, self._words, self.model, services.settings.user)
        self.setParent(self.body)  # so that it ends with what it shows
        self.stack, self.filters, self.table = self.body.stack, self.body.filters, self.body.table
        self.term, self.play, self.change = self.body.term, self.body.play, self.body.change
        self.versions, self.candidates = self.body.versions, self.body.candidates
        self.proposals = Proposals(
            frame, self._words, self.tuning, self.candidates, self.back, self
        )
        self.verdicts = Verdicts(frame, services.patterns, services.settings.user, self.back, self)
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
        return self.body

    @property
    def part(self) -> Part:
        """What stands beside the list."""
        return self.body.part

    def activate(self) -> None:
        """Read what was decided since."""
        if not self.read_once:
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
        return actions_of(self)

    # What the keys do.

    def turn_to(self, part: Part) -> None:
        """Show another part beside the list."""
        self.body.turn_to(part)
        if part is Part.PLAY:
            self.play.edit.setFocus()
            self._try(self.play.text)
        elif part is Part.CHANGE:
            self.change.reason.setFocus()
        elif part is Part.VERSIONS:
            self.tasks.start("versions", self._look_at_versions())
            self.versions.list.setFocus()
        elif part is Part.CANDIDATES:
            self.proposals.show()
            self.candidates.list.setFocus()
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
        if (edits := self._written()) is not None:
            self._selected = self.term.term().id
            self.term.settle()
            self.tuning.keep(edits)
            self.table.setFocus()

    def _written(self) -> Edits | None:
        """The draft with what the form says; None, and a complaint, when that is no term."""
        row = self.term.row
        try:
            return self.tuning.draft.with_term(self.term.term(), row.term.id if row else "")
        except Invalid as error:
            self.term.complain(error)
            return None

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

    def move(self, step: int) -> None:
        """Go to the next line of the part one is in, or to the one before."""
        table = self.body.lines
        rows = table.model().rowCount()
        table.select_row(max(0, min(table.currentIndex().row() + step, rows - 1)))

    def find(self) -> None:
        """Type what to look for."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def edit(self) -> None:
        """Go to the weight."""
        self.term.weight.setFocus()

    def turn(self) -> None:
        """Turn the term on or off."""
        self.term.on.toggle()
        self.keep()

    def forget(self) -> None:
        """Let the term be as it judges now."""
        if (row := self.term.row) is not None:
            self.term.settle()
            self.tuning.change(partial(self.tuning.draft.forget, row.term.id))

    def discard(self) -> None:
        """Let every change go; that can be taken back."""
        self.tuning.change(self.tuning.draft.discard)
        self.back.offer(self._ui.language.text("patterns.discarded"), self.undo)

    def undo(self) -> None:
        """Take the newest step back."""
        self.tuning.change(self.tuning.draft.undo)

    def leave(self) -> None:
        """Go back: out of a form, a part, or the search."""
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

    def try_example(self) -> None:
        """Try the text of the example one looks at."""
        if (text := self.example) is not None:
            self.play.play(text)
            self.turn_to(Part.PLAY)

    @property
    def example(self) -> str | None:
        """The message one looks at, in one of the lists beside the terms."""
        if self.part is Part.TERM:
            return self.term.example.text if self.term.example else None
        if self.part is Part.CANDIDATES:
            return self.candidates.example
        message_id = self.change.example if self.part is Part.CHANGE else None
        return None if message_id is None else self.tuning.texts.get(message_id)

    def example_id(self) -> int | None:
        """The message of which a person may say what it is."""
        if self.part is Part.TERM:
            return self.term.example.message_id if self.term.example else None
        return self.change.example if self.part is Part.CHANGE else None

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
        self.back.offer(
            text("patterns.applied", n=number),
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
        self.read_once = True
        self.stack.show_content()
        book = self.tuning.desk.book
        language = self._ui.language
        self.body.summary.set_text(
            language.text(
                "patterns.summary",
                version=book.current.number,
                terms=sum(term.on for term in book.current.rules.terms),
                cases=self.tuning.cases,
            )
        )
        self.body.show_alarms(self.tuning.alarms)
        self._frame.refresh_actions()

    def _drafted(self) -> None:
        draft = self.tuning.draft
        self._show_rows()
        self.body.parts.show_changes(len(draft.differences))
        self.body.buttons["undo"].setEnabled(draft.can_undo)
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
        self.model.show_terms(rows, self.tuning.changed)
        self.body.list.show_content()
        if not rows:
            text = self._ui.language.text
            self.body.list.show_empty(
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
        if not index.isValid() or index.row() >= len(self.model.rows) or self._placing:
            return
        row = self.model.rows[index.row()]
        if not self.term.is_edited:
            self._show_term(row)
        elif (edits := self._written()) is not None:  # who goes on means what was written
            self._selected = row.term.id
            self.term.settle()
            self.tuning.keep(edits)

    def _choose(self, term_id: str) -> None:
        self._selected = term_id

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
        if not self.read_once:
            self.stack.show_loading(
                self._ui.language.text("patterns.reading", done=done, total=total)
            )

    def _failed(self, error: TakeOneError) -> None:
        if self.read_once:
            self._frame.tell(error)
        else:
            self.stack.show_error(str(error))

    def _connect(self) -> None:
        self.stack.retry.connect(self.tuning.open)
        self._changes.heard.connect(self.tuning.open)
        self.tuning.opened.connect(self._opened)
        self.tuning.reading.connect(self._reading)
        self.tuning.drafted.connect(self._drafted)
        self.tuning.previewed.connect(self._previewed)
        self.filters.changed.connect(self._show_rows)
        self.table.selectionModel().currentRowChanged.connect(self._picked)
        self.body.parts.chosen.connect(self.turn_to)
        self.term.edited.connect(self._ask_effect)
        self.play.asked.connect(self._try)
        self.change.moved.connect(self._move_thresholds)
        self.change.chosen.connect(self._refresh)
        self.term.found.selectionModel().currentRowChanged.connect(self._refresh)
        self.versions.chosen.connect(self._ask_difference)
        self._ui.theme.changed.connect(self.model.repaint)
        by_id = {action.id: action for action in self.actions()}
        self.candidates.chosen.connect(self._refresh)
        self.proposals.taken.connect(self._choose)
        self.candidates.evidence.selectionModel().currentRowChanged.connect(self._refresh)
        self.verdicts.changed.connect(self.tuning.open)
        views = (
            self.body.buttons, self.term.buttons, self.change.buttons, self.versions.buttons,
            self.candidates.buttons,
        )  # fmt: skip
        for buttons in views:
            for name, button in buttons.items():
                button.clicked.connect(by_id[f"patterns.{name}"].run)

    def _retranslate(self) -> None:
        self.body.retranslate()
        self.model.repaint()
        if self.read_once:
            self._opened()
            self._drafted()
