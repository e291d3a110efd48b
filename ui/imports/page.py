"""The import page: look at files, take them in, say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.table import ColumnMapping
from ui.actions import Action
from ui.changes import Changes
from ui.i18n import isolate
from ui.imports.ahead import Ahead
from ui.imports.batch import Batch
from ui.imports.entry import Entry, Stage, look
from ui.imports.file_list import FileList
from ui.imports.file_view import FileView
from ui.imports.meter import Reading
from ui.imports.outcome import Outcome, count_again, outcome_of
from ui.imports.progress_view import ProgressView
from ui.imports.run import Run
from ui.imports.summary_view import SummaryView
from ui.shell.page import Frame, Work
from ui.shell.services import UiServices
from ui.tasks import Tasks
from ui.widgets import Card, EmptyState, KeyButton, LoadingState, PageFrame, PrimaryButton

COUNT_EVERY_MS = 5000
"""How often what waits is counted again unasked; most of the time a change asks for it."""
LIST_WIDTH = 272


class ImportsPage(QObject):
    """Nothing is stored before Enter; Escape always leads back."""

    review_wanted = Signal()

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__(frame.window())
        self._frame = frame
        self._services = services
        self._tasks = Tasks(self)
        self._tasks.problem.connect(frame.tell)
        self._batch = Batch()
        self._ahead = Ahead(self._tasks, services.foresight, self._batch, self._show_cost)
        self._run: Run | None = None
        self._work: Work | None = None
        self._last: Run | None = None
        self._outcome: Outcome | None = None
        self._counting = QTimer(self, interval=COUNT_EVERY_MS)
        self._counting.timeout.connect(self._count)
        self._changes = Changes(services.database, {"message", "batch"}, self)
        self._changes.heard.connect(self._count)
        self.review_wanted.connect(lambda: frame.show_page("review"))
        self._lay_out()
        frame.ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The page's name."""
        return "page.imports"

    @property
    def widget(self) -> QWidget:
        """The page."""
        return self._page

    def activate(self) -> None:
        """Put the focus where arrows do something."""
        self._focus()
        if self._last is not None:
            self._count()

    def deactivate(self) -> None:
        """Stop counting; an import goes on."""
        self._stop_counting()

    def actions(self) -> Sequence[Action]:
        """Everything the buttons do."""
        orders = (("D", DateOrder.DMY), ("M", DateOrder.MDY))
        return [
            Action("imports.go", self._go_title, self.go, "Enter", enabled=self._can_go),
            Action("imports.close", "action.cancel", self.back, "Esc", enabled=self._can_go_back),
            Action("imports.next", "imports.next", lambda: self._step(1), "Alt+Down",
                   enabled=self._has_several),
            Action("imports.previous", "imports.previous", lambda: self._step(-1), "Alt+Up",
                   enabled=self._has_several),
            Action("imports.remove", "imports.remove", self.remove, "Delete",
                   enabled=self._can_remove),
            *(
                Action(f"imports.order_{order.value}", f"imports.order.choose_{order.value}",
                       partial(self._file.choose_order, order), key,
                       enabled=self._can_choose_order)
                for key, order in orders
            ),
        ]  # fmt: skip

    def open_files(self, paths: Sequence[Path]) -> None:
        """Look at files, one after another; nothing is stored yet."""
        if self._run is None and self._last is not None:
            self._forget_finished()
        if not self._batch.add(paths):
            self._frame.toast(self._text("imports.already"))
            return
        self._show()
        self._look()

    def go(self) -> None:
        """Import what is ready; with nothing left to import, go and review."""
        ready = self._batch.ready
        if self._run is None and ready:
            self._start(ready)
        elif self._run is None and self._last is not None:
            self.review_wanted.emit()

    def _enter(self) -> None:
        if self._can_go():
            self.go()

    def back(self) -> None:
        """Stop the running import, or leave the files alone."""
        if self._run is not None:
            self._run.cancel()
            return
        self._clear()
        self._show()

    def remove(self) -> None:
        """Take the shown file off the list."""
        if self._can_remove():
            self._batch.remove_current()
            self._show()

    def _look(self) -> None:
        if not self._tasks.running("look"):
            self._tasks.start("look", self._look_at_all())

    async def _look_at_all(self) -> None:
        while entry := self._batch.next_to_look_at:
            asked = entry.mapping, entry.date_order
            found = await asyncio.to_thread(look, entry.path, *asked)
            if (entry.mapping, entry.date_order) != asked:
                continue
            entry.seen, entry.problem = found.seen, found.problem
            entry.mapping, entry.guessed = found.mapping, found.guessed
            entry.stage = Stage.READY if found.seen else Stage.FAILED
            entry.foreseen, entry.looked_ahead = None, False
            self._show()
            self._ahead.look()

    def _show_cost(self) -> None:
        if self._stack.currentWidget() is self._file:
            self._file.show_cost()

    def _choose_order(self, order: DateOrder) -> None:
        if self._batch.current is not None:
            self._batch.current.date_order = order
            self._look_again(self._batch.current)

    def _choose_mapping(self, mapping: ColumnMapping) -> None:
        if self._batch.current is not None:
            self._batch.current.mapping = mapping
            self._look_again(self._batch.current)

    def _look_again(self, entry: Entry) -> None:
        entry.stage = Stage.LOOKING
        self._refresh_head()
        self._look()

    def _start(self, entries: list[Entry]) -> None:
        for entry in entries:
            entry.stage = Stage.WAITING
        if self._last is not None:
            self._last.deleteLater()
        self._last = None
        self._run = run = Run(self._services.importer, entries, self)
        self._work = work = Work(self._text("imports.importing", file=entries[0].path.name))
        work.cancelled.connect(run.cancel)
        run.moved.connect(self._moved)
        run.changed.connect(self._entry_changed)
        self._frame.show_work(work)
        self._tasks.start("import", self._import(run, work))
        self._show()

    async def _import(self, run: Run, work: Work) -> None:
        try:
            await run.to_the_end()
        finally:
            work.finish()
            self._run, self._work = None, None
        self._last, self._outcome = run, None
        self._summary.show_files(self._batch.finished)
        await self._count_once(run)
        self._show()

    def _moved(self, reading: Reading) -> None:
        self._progress.show_reading(reading)
        if self._work is not None and self._batch.current is not None:
            name = isolate(self._batch.current.path.name)
            said = self._text("imports.status", file=name, read=reading.read)
            self._work.report(said, round(reading.share * 1000), 1000)

    def _entry_changed(self, entry: Entry) -> None:
        if self._run is not None and entry.stage is Stage.IMPORTING:
            self._batch.current = entry
            place = self._run.entries.index(entry) + 1
            self._progress.show_file(entry.path.name, place, len(self._run.entries))
        self._show()

    def _count(self) -> None:
        if not self._page.isVisible():
            self._stop_counting()
        elif self._last is not None and not self._tasks.running("count"):
            self._tasks.start("count", self._count_once(self._last))

    async def _count_once(self, run: Run) -> None:
        reports = [entry.report for entry in run.entries if entry.report is not None]
        database, known = self._services.database, self._outcome
        if known is None:
            outcome = await asyncio.to_thread(outcome_of, database, reports)
        else:
            outcome = await asyncio.to_thread(count_again, database, known, reports)
        self._outcome = outcome
        self._summary.show_outcome(outcome)
        if outcome.waiting and self._page.isVisible():
            self._changes.listen()
            self._counting.start()
        else:
            self._stop_counting()

    def _stop_counting(self) -> None:
        self._changes.stop()
        self._counting.stop()

    def _clear(self) -> None:
        self._tasks.cancel("look")
        self._batch.clear()
        self._last = None
        self._stop_counting()

    def _forget_finished(self) -> None:
        self._last = None
        self._stop_counting()
        self._batch.forget_finished()

    def _select(self, entry: Entry) -> None:
        self._batch.current = entry
        self._show()

    def _step(self, by: int) -> None:
        self._batch.step(by)
        self._show()

    def _can_go(self) -> bool:
        looking = self._batch.next_to_look_at is not None
        return self._run is None and not looking and bool(self._batch.ready or self._last)

    def _can_go_back(self) -> bool:
        return bool(self._batch.entries)

    def _can_remove(self) -> bool:
        return self._run is None and self._last is None and self._batch.current is not None

    def _has_several(self) -> bool:
        return self._run is None and self._last is None and len(self._batch.entries) > 1

    def _can_choose_order(self) -> bool:
        return self._stack.currentWidget() is self._file and self._file.can_choose_order

    def _lay_out(self) -> None:
        ui = self._frame.ui
        self._page = PageFrame()
        self._add, self._back, self._go = KeyButton(), KeyButton(), PrimaryButton()
        for button, act, action in (
            (self._add, self._frame.choose_files, "window.open"),
            (self._back, self.back, "imports.close"),
            (self._go, self.go, "imports.go"),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(act)
            self._frame.keys.print_on(button, action)
            self._page.head.addWidget(button)
        self._list = FileList(ui)
        self._list.chosen.connect(self._select)
        self._file = FileView(ui)
        self._file.order_chosen.connect(self._choose_order)
        self._file.mapping_chosen.connect(self._choose_mapping)
        self._file.entered.connect(self._enter)
        self._empty, self._loading, self._refused = EmptyState(ui), LoadingState(ui), EmptyState(ui)
        self._empty.setProperty("kind", "dropzone")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for state in (self._empty, self._refused):
            self._frame.keys.print_on(state.button, "window.open")
        self._progress = ProgressView(ui)
        self._summary = SummaryView(ui)
        self._stack = QStackedWidget()
        for face in (self._empty, self._loading, self._file, self._refused, self._progress,
                     self._summary):  # fmt: skip
            self._stack.addWidget(face)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._files = Card(padding=4)
        self._files.setFixedWidth(LIST_WIDTH)
        self._files.body.addWidget(self._list)
        row.addWidget(self._files)
        row.addWidget(self._stack, 1)
        self._page.body.addLayout(row, 1)

    def _face(self) -> QWidget:
        if self._run is not None:
            return self._progress
        if self._last is not None:
            return self._summary
        if self._batch.current is None:
            return self._empty
        if self._batch.current.stage is Stage.FAILED:
            return self._refused
        return self._file if self._batch.current.seen is not None else self._loading

    def _show(self) -> None:
        face, current = self._face(), self._batch.current
        done = face is self._summary
        self._page.set_title(self._text("imports.done_title" if done else self.title_key))
        self._list.show_entries(self._batch.entries, current)
        self._files.setVisible(len(self._batch.entries) > 1 and not done)
        if current is not None:
            self._loading.say(self._text("imports.looking", file=isolate(current.path.name)))
            self._refused.say(
                self._text("imports.failed"),
                self._frame.ui.language.sentence(current.problem),
                icon="warning",
                colour="bad",
                action=self._text("imports.other"),
                on_action=self._frame.choose_files,
            )
            if face is self._file:
                self._file.show_entry(current, self._batch.ready)
        if self._stack.currentWidget() is not face:
            self._stack.setCurrentWidget(face)
            self._focus()
        self._refresh_head()

    def _focus(self) -> None:
        if not self._page.isVisible():
            return
        face = self._stack.currentWidget()
        self._file.table.setFocus() if face is self._file else self._page.setFocus()

    def _refresh_head(self) -> None:
        ready = len(self._batch.ready)
        reviewing = self._last is not None and not ready
        if reviewing:
            self._go.setText(self._text("imports.review"))
        elif ready > 1:
            self._go.setText(self._frame.ui.language.plural("imports.import_many", ready))
        else:
            self._go.setText(self._text("imports.import_one"))
        self._go.setVisible(bool(self._batch.entries) and self._run is None)
        self._go.setEnabled(self._can_go())
        self._back.setVisible(bool(self._batch.entries))
        closing = self._last is not None and self._run is None
        self._back.setText(self._text("imports.close" if closing else "action.cancel"))
        self._add.setText(self._text("imports.add"))
        self._add.setVisible(bool(self._batch.entries))
        self._frame.refresh_actions()

    @property
    def _go_title(self) -> str:
        return "imports.review" if self._last and not self._batch.ready else "imports.import_one"

    def _text(self, key: str, /, **values: object) -> str:
        return self._frame.ui.language.text(key, **values)

    def _retranslate(self) -> None:
        self._empty.say(
            self._text("imports.empty"),
            self._text("imports.empty_hint"),
            icon="imports",
            action=self._text("imports.choose"),
            on_action=self._frame.choose_files,
        )
        self._show()
