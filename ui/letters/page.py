"""The page of dead letters: why work failed, and how it is brought back, by keyboard first."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from db.models import LetterState
from pipeline.errors import Invalid
from pipeline.jobs.letters_desk import LettersDesk
from pipeline.jobs.letters_report import anonymous
from ui.actions import Action
from ui.changes import Changes
from ui.letters.layout import GROUP, LETTER, STATES, Layout
from ui.letters.listing import Listing
from ui.letters.plan_view import RATES
from ui.letters.work import LettersWork
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import KeyButton

PAUSE_MS = 150
SHOWN_IN = {
    "replay": LetterState.OPEN,
    "correct": LetterState.OPEN,
    "resolve": LetterState.OPEN,
    "replay_all": LetterState.OPEN,
    "resolve_all": LetterState.OPEN,
    "reopen": LetterState.RESOLVED,
}
"""Buttons that make sense in one state of a letter only."""


class LettersPage(QObject):
    """Groups, explains, corrects, replays and resolves."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._by = services.settings.user
        self._letters = services.dead_letters
        foresight = services.foresight
        self._desk = LettersDesk(
            self._letters, foresight.prices, foresight.resting, foresight.prompt
        )
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.work = LettersWork(frame, self._desk, self.tasks, self._by)
        self.listing = Listing(self._ui, self._desk, self.tasks, self)
        self.parts = Layout(frame, self.listing)
        self.setParent(self.parts.page)  # so that it ends with what it shows
        self._resolved: list[int] = []
        """What was resolved last, for the way back."""
        self._in_lines = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._changes = Changes(services.database, {"dead_letter"}, self)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.letters"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self.parts.page

    def activate(self) -> None:
        """Look again, and let the keys be heard."""
        if not self.listing.causes.rows:
            self.parts.stack.show_loading()
        self.listing.look()
        self._changes.listen()
        self.listing.causes_table.setFocus()

    def deactivate(self) -> None:
        """Look no more. A replay goes on."""
        self._changes.stop()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        parts = self.parts
        return (
            *self._of_letter(),
            *self._of_cause(),
            *self._of_parts(),
            Action("letters.find", "letters.find", self._find, "/"),
            Action("letters.next", "letters.next", partial(self._move, 1), "J", also=("Down",),
                   repeats=True, enabled=lambda: parts.is_reading),
            Action("letters.previous", "letters.previous", partial(self._move, -1), "K",
                   also=("Up",), repeats=True, enabled=lambda: parts.is_reading),
            Action("letters.enter", "letters.enter", self._enter, "Enter",
                   enabled=lambda: parts.is_reading and not self._in_lines),
            Action("letters.back", "letters.back", self._back, "Esc", while_typing=True,
                   enabled=lambda: parts.is_reading),
            Action("letters.refresh", "letters.refresh", self.listing.look, "F5"),
            *(
                Action(f"letters.state.{state}", f"letters.state.{state}",
                       partial(self.choose, state), str(number),
                       enabled=lambda: parts.is_reading)
                for number, state in enumerate(STATES, 1)
            ),
        )  # fmt: skip

    def choose(self, state: LetterState) -> None:
        """Show the letters of a state."""
        self.parts.tabs[state].setChecked(True)
        self.listing.show_state(state)

    # What may be done now.

    def _of_letter(self) -> tuple[Action, ...]:
        def has(*states: str) -> bool:
            context = self.listing.context
            return (
                self.parts.is_reading
                and context is not None
                and (not states or context.letter.state in states)
            )

        def can_correct() -> bool:
            context = self.listing.context
            return has("open") and context is not None and context.message is not None

        return (
            Action("letters.replay", "letters.replay", self._replay, "R",
                   enabled=lambda: has("open")),
            Action("letters.correct", "letters.correct", self._correct, "E", enabled=can_correct),
            Action("letters.resolve", "letters.resolve", self._resolve, "D",
                   enabled=lambda: has("open")),
            Action("letters.reopen", "letters.reopen", self._reopen, "U", also=("Ctrl+Z",),
                   enabled=lambda: has("resolved") or (self.parts.is_reading
                                                       and bool(self._resolved))),
            Action("letters.report", "letters.report", self._report, "C", enabled=has),
            Action("letters.trace", "letters.trace", self.parts.letter.turn_trace, "T",
                   enabled=has),
        )  # fmt: skip

    def _of_cause(self) -> tuple[Action, ...]:
        def has_open() -> bool:
            return has() and self.listing.state == LetterState.OPEN

        def has() -> bool:
            return self.parts.is_reading and self.listing.cause is not None

        return (
            Action("letters.replay_all", "letters.replay_all", self._plan, "Shift+R",
                   enabled=lambda: has_open() and not self.work.is_replaying),
            Action("letters.resolve_all", "letters.resolve_all", self._resolve_all, "Shift+D",
                   enabled=has_open),
            Action("letters.export", "letters.export", self._export, "X", enabled=has),
        )  # fmt: skip

    def _of_parts(self) -> tuple[Action, ...]:
        parts = self.parts

        def action(name: str, run: Callable[[], object], key: str, on: Callable[[], bool],
                   *also: str) -> Action:  # fmt: skip
            return Action(f"letters.{name}", f"letters.{name}", run, key, on, also, True)

        return (
            action("edit.keep", self._keep, "Ctrl+Enter", lambda: parts.is_editing),
            action("edit.original", parts.edit.put_original, "Ctrl+Backspace",
                   lambda: parts.is_editing),
            action("edit.leave", self._leave, "Esc", lambda: parts.is_editing),
            action("note.keep", self._keep_note, "Enter", lambda: parts.is_noting),
            action("note.leave", self._leave, "Esc", lambda: parts.is_noting),
            action("plan.start", self._start, "Enter", lambda: parts.is_planning),
            action("plan.leave", self._leave, "Esc", lambda: parts.is_planning),
            *(
                action(f"plan.rate_{number}", partial(parts.plan.choose, number - 1),
                       str(number), lambda: parts.is_planning)
                for number in range(1, len(RATES) + 1)
            ),
        )  # fmt: skip

    # What the keys do.

    def _replay(self) -> None:
        if (letter := self.listing.letter_id) is not None:
            self._act(self._replay_one(letter))

    async def _replay_one(self, letter_id: int) -> None:
        done = await asyncio.to_thread(self._letters.replay, [letter_id], self._by)
        self._frame.toast(
            self._ui.language.text("letters.done.replay" if done else "letters.done.gone")
        )
        self.listing.look()

    def _plan(self) -> None:
        if (cause := self.listing.cause) is not None:
            self._act(self._show_plan(cause.group.signature, cause.said))

    async def _show_plan(self, signature: str, what: str) -> None:
        plan = await asyncio.to_thread(self._desk.plan, signature, self.listing.sought)
        self.parts.show_plan(plan, what)
        self._frame.refresh_actions()

    def _start(self) -> None:
        plan = self.parts.plan.plan
        if plan is not None and plan.ids:
            self.work.replay(plan.ids, self.parts.plan.rate)
            self._leave()

    def _correct(self) -> None:
        if (context := self.listing.context) is not None:
            self.parts.show_edit(context)
            self._frame.refresh_actions()

    def _keep(self) -> None:
        context = self.parts.edit.context
        if context is None:
            return
        try:
            text = self.parts.edit.written
        except Invalid as error:
            self._frame.tell(error)
            return
        self._act(self._keep_and_replay(context.letter.id, text))

    async def _keep_and_replay(self, letter_id: int, text: str) -> None:
        await asyncio.to_thread(self._desk.correct, letter_id, text, self._by)
        self._leave()
        await self._replay_one(letter_id)

    def _resolve(self) -> None:
        if (letter := self.listing.letter_id) is not None:
            self._ask_note([letter])

    def _resolve_all(self) -> None:
        if (cause := self.listing.cause) is not None:
            self._act(self._ask_about_all(cause.group.signature))

    async def _ask_about_all(self, signature: str) -> None:
        self._ask_note(await self._ids(signature))

    def _ask_note(self, ids: Sequence[int]) -> None:
        if ids:
            self.parts.show_note(ids)
            self._frame.refresh_actions()

    def _keep_note(self) -> None:
        note = self.parts.note
        ids, text = note.ids, note.line.text().strip()
        self._leave()
        self._act(self._close(ids, text))

    async def _close(self, ids: Sequence[int], note: str) -> None:
        done = await asyncio.to_thread(self._letters.resolve, ids, note, self._by)
        self._resolved = done
        language = self._ui.language
        if not done:
            self._frame.toast(language.text("letters.done.gone"))
        else:
            said = language.plural("letters.done.resolved", len(done))
            self._frame.toast(said, language.text("action.undo"), self._undo, key="U")
        self.listing.look()

    def _reopen(self) -> None:
        context = self.listing.context
        if context is not None and context.letter.state == LetterState.RESOLVED:
            self._act(self._open_again([context.letter.id]))
        else:
            self._undo()

    def _undo(self) -> None:
        if self._resolved:
            self._act(self._open_again(self._resolved))

    async def _open_again(self, ids: Sequence[int]) -> None:
        done = await asyncio.to_thread(self._letters.reopen, ids, self._by)
        self._resolved = []
        self._frame.toast(self._ui.language.plural("letters.done.reopened", len(done)))
        self.listing.look()

    def _report(self) -> None:
        context = self.listing.context
        if context is None:
            return
        about = {
            "program": f"TakeOne {QApplication.applicationVersion()}".strip(),
            "system": f"Python {platform.python_version()}, {platform.system()}",
        }
        if context.source is not None:
            about["source"] = context.source.adapter or context.source.medium or "file"
        QApplication.clipboard().setText(anonymous(context.letter, context.text, about))
        self._frame.toast(self._ui.language.text("letters.done.report"))

    def _export(self) -> None:
        if (cause := self.listing.cause) is not None:
            self._act(self._ask_export(cause.group.signature))

    async def _ask_export(self, signature: str) -> None:
        self.work.ask_export(await self._ids(signature))

    async def _ids(self, signature: str) -> Sequence[int]:
        listing = self.listing
        return await asyncio.to_thread(self._desk.ids, listing.state, signature, listing.sought)

    def _find(self) -> None:
        self.parts.search.setFocus()
        self.parts.search.selectAll()

    def _search(self) -> None:
        self.listing.sought = self.parts.search.text().strip()
        self.listing.look()

    def _enter(self) -> None:
        if self.parts.search.hasFocus():
            self.listing.causes_table.setFocus()
        elif self.listing.lines.rows:
            self.listing.lines_table.setFocus()

    def _back(self) -> None:
        self.listing.causes_table.setFocus()

    def _move(self, step: int) -> None:
        self.listing.move(step, letters=self._in_lines)

    def _leave(self) -> None:
        self.parts.show_letter(self.listing.context)
        table = self.listing.lines_table if self._in_lines else self.listing.causes_table
        table.setFocus()
        self._frame.refresh_actions()

    def _act(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.start("act", work)

    # How it is put together.

    def _connect(self) -> None:
        parts, listing = self.parts, self.listing
        self._changes.heard.connect(listing.look)
        parts.stack.retry.connect(listing.look)
        parts.search.textChanged.connect(lambda: self._pause.start())
        listing.looked.connect(self._show)
        listing.failed.connect(parts.stack.show_error)
        listing.picked.connect(self._picked)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        for state, tab in parts.tabs.items():
            tab.clicked.connect(partial(self.choose, state))
        by_id = {action.id: action for action in self.actions()}
        named: dict[str, KeyButton] = {name: parts.buttons[name] for name in (*GROUP, *LETTER)}
        for part, view in (("edit", parts.edit), ("plan", parts.plan), ("note", parts.note)):
            named |= {f"{part}.{name}": button for name, button in view.buttons.items()}
        for name, button in named.items():
            button.clicked.connect(by_id[f"letters.{name}"].run)

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is self.listing.lines_table:
            self._in_lines = True
        elif now in (self.listing.causes_table, self.parts.search):
            self._in_lines = False

    def _picked(self) -> None:
        if self.parts.is_reading or self.listing.context is None:
            self.parts.show_letter(self.listing.context)
        self._offer()

    def _show(self) -> None:
        self.parts.say_counts(self.listing.counts)
        if self.listing.causes.rows:
            self.parts.stack.show_content()
        else:
            self._show_empty()
        self._offer()

    def _offer(self) -> None:
        allowed = {action.id: action.enabled() for action in self.actions()}
        for name, button in self.parts.buttons.items():
            button.setEnabled(allowed[f"letters.{name}"])
            only = SHOWN_IN.get(name)
            button.setVisible(only is None or only == self.listing.state)

    def _show_empty(self) -> None:
        text, stack = self._ui.language.text, self.parts.stack
        if self.listing.sought:
            stack.show_empty(
                text("letters.empty.filtered"), text("letters.empty.filtered_hint"),
                icon="search", action=text("letters.empty.clear"),
                on_action=self.parts.search.clear,
            )  # fmt: skip
            return
        state = self.listing.state
        hint = text("letters.empty.open_hint") if state == LetterState.OPEN else ""
        icon = "check" if state == LetterState.OPEN else "letters"
        stack.show_empty(text(f"letters.empty.{state}"), hint, icon=icon)

    def _retranslate(self) -> None:
        self.parts.retranslate()
        self.listing.repaint()
        self.parts.say_counts(self.listing.counts)
        if self.parts.stack.face == "empty":
            self._show_empty()
