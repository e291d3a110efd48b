"""The page of the queues: live figures, a stretch of time as plots, and every job."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from db.queries.monitor import STATES
from pipeline.errors import TakeOneError
from pipeline.jobs.job import Queue
from pipeline.jobs.monitor import PAGE, STRETCHES, Monitor, Now, Past, Stretch
from ui.actions import Action
from ui.monitor.jobs_model import JobsModel
from ui.monitor.layout import Layout
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks

AGAIN_MS = 2_000
PAUSE_MS = 150
LOOKS = {"hour": 5, "day": 15, "week": 60, "month": 120}
"""After how many looks at the queues a stretch of time is read again: long ones take longer
and change less."""
KEYS = {"hour": "H", "day": "D", "week": "W", "month": "M"}


class MonitorPage(QObject):
    """Watches, freezes, pauses; finds a job and tells its story."""

    def __init__(self, frame: Frame, services: UiServices) -> None:
        super().__init__()
        self._frame = frame
        self._ui = frame.ui
        self._engine = services.engine
        self._monitor = Monitor(services.database, services.engine)
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)
        self.jobs = JobsModel(self._ui, self)
        self.parts = Layout(frame, self.jobs)
        self.setParent(self.parts.page)  # so that it ends with what it shows
        self.now: Now | None = None
        self.past: Past | None = None
        self.stretch: Stretch = STRETCHES[0]
        self.frozen = False
        self._looks = 0
        self._placing = False
        """Whether it is the page that goes to a row, rather than a person."""
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._filter)
        self._connect()
        self._ui.language.follow(self._retranslate)

    @property
    def title_key(self) -> str:
        """The key of the page's name."""
        return "page.monitor"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self.parts.page

    def activate(self) -> None:
        """Look, and go on looking unless it is frozen."""
        if self.now is None:
            self.parts.stack.show_loading()
        if not self.frozen:
            self.look()
            self._again.start()
        self.parts.table.setFocus()

    def deactivate(self) -> None:
        """Look no more."""
        self._again.stop()

    def actions(self) -> Sequence[Action]:
        """All that can be done."""
        return (
            Action("monitor.freeze", "monitor.freeze", self.freeze, "R"),
            *(
                Action(f"monitor.switch.{queue}", f"monitor.switch.{queue}",
                       partial(self._switch, queue), str(number),
                       enabled=lambda: self.now is not None)
                for number, queue in enumerate(Queue, 1)
            ),
            *(
                Action(f"monitor.stretch.{one.name}", f"monitor.stretch.{one.name}",
                       partial(self.choose, one), KEYS[one.name])
                for one in STRETCHES
            ),
            Action("monitor.find", "monitor.find", self._find, "/"),
            Action("monitor.by_state", "monitor.by_state",
                   partial(self.parts.go_to, self.parts.state), "S"),
            Action("monitor.by_queue", "monitor.by_queue",
                   partial(self.parts.go_to, self.parts.queue), "Q"),
            Action("monitor.list", "monitor.list",
                   partial(self.parts.go_to, self.parts.table), "Esc",
                   while_typing=True),
            Action("monitor.next", "monitor.next", partial(self._move, 1), "J", also=("Down",),
                   repeats=True),
            Action("monitor.previous", "monitor.previous", partial(self._move, -1), "K",
                   also=("Up",), repeats=True),
            Action("monitor.letters", "monitor.letters",
                   lambda: self._frame.show_page("letters"), "L"),
            Action("monitor.refresh", "monitor.refresh", self._refresh, "F5"),
        )  # fmt: skip

    def choose(self, stretch: Stretch) -> None:
        """Look at another stretch of time."""
        self.stretch = stretch
        self.parts.stretches[stretch.name].setChecked(True)
        self.tasks.start("past", self._read_past())

    def freeze(self) -> None:
        """Keep what is shown under the eye, or go on."""
        self.frozen = not self.frozen
        self.parts.show_frozen(self.frozen)
        if self.frozen:
            self._again.stop()
            self.tasks.cancel("look")
        else:
            self.look()
            self._again.start()

    def look(self) -> None:
        """Read the queues, the newest jobs and the stretch of time."""
        self._looks = 0
        self.tasks.start("look", self._look())
        self.tasks.start("past", self._read_past())

    # What the keys do.

    def _refresh(self) -> None:
        if self.tasks.running("past"):
            self.tasks.start("look", self._look())
        else:
            self.look()

    def _switch(self, queue: Queue) -> None:
        if self.now is None:
            return
        paused = next(one.paused for one in self.now.queues if one.queue == queue)
        self.tasks.start("switch", self._carry_out(queue, pause=not paused))

    async def _carry_out(self, queue: Queue, *, pause: bool) -> None:
        act = self._engine.pause if pause else self._engine.resume
        await asyncio.to_thread(act, queue)
        text = self._ui.language.text
        name = text(f"monitor.queue.{queue}")
        if pause:
            undo = partial(self._start_again, queue)
            self._frame.toast(text("monitor.done.paused", queue=name), text("action.undo"), undo)
        else:
            self._frame.toast(text("monitor.done.resumed", queue=name))
        await self._look()

    def _start_again(self, queue: Queue) -> None:
        self.tasks.start("switch", self._carry_out(queue, pause=False))

    def _find(self) -> None:
        self.parts.go_to(self.parts.search)
        self.parts.search.selectAll()

    def _move(self, step: int) -> None:
        table = self.parts.table
        self.parts.go_to(table)
        at = table.currentIndex().row() + step
        table.select_row(max(0, min(at, len(self.jobs.rows) - 1)))

    # What is seen.

    def _look_again(self) -> None:
        if self.frozen or not self.parts.page.isVisible() or self.tasks.running("look"):
            return
        self.tasks.start("look", self._look())
        self._looks += 1
        if self._looks % LOOKS[self.stretch.name] == 0 and not self.tasks.running("past"):
            self.tasks.start("past", self._read_past())

    async def _look(self) -> None:
        try:
            self.now = await asyncio.to_thread(self._monitor.now)
            self.parts.show_now(self.now)
            await self._list()
        except TakeOneError as error:
            self.parts.stack.show_error(str(error))
            return
        self.parts.stack.show_content()

    async def _read_past(self) -> None:
        try:
            self.past = await asyncio.to_thread(self._monitor.past, self.stretch)
        except TakeOneError as error:
            self.parts.stack.show_error(str(error))
            return
        self.parts.plots.show_past(self.past)

    async def _list(self) -> None:
        before = self._chosen
        limit = max(PAGE, len(self.jobs.rows))
        rows = await asyncio.to_thread(self._monitor.jobs, *self._wanted, limit=limit)
        self._placing = True
        self.jobs.replace(rows, at_end=len(rows) < limit)
        ids = [row.id for row in rows]
        place = ids.index(before) if before in ids else -1
        if place >= 0 and self.parts.table.currentIndex().row() != place:
            self.parts.table.select_row(place)
        self._placing = False
        self.parts.show_listed(bool(rows), filtered=any(self._wanted))
        if place >= 0 or not rows:
            await self._tell()
        else:
            self.parts.table.select_row(0)

    async def _more(self) -> None:
        if not self.jobs.rows:
            return
        last = self.jobs.rows[-1]
        rows = await asyncio.to_thread(self._monitor.jobs, *self._wanted, before=last)
        if self.jobs.rows and self.jobs.rows[-1].id == last.id:
            self.jobs.append(rows, at_end=len(rows) < PAGE)

    async def _tell(self) -> None:
        chosen = self._chosen
        told = await asyncio.to_thread(self._monitor.attempts, chosen) if chosen else ()
        if chosen == self._chosen:
            self.parts.job.show_job(told)

    @property
    def _chosen(self) -> str | None:
        at = self.parts.table.currentIndex().row()
        return self.jobs.rows[at].id if 0 <= at < len(self.jobs.rows) else None

    @property
    def _wanted(self) -> tuple[str, str, str]:
        state, queue = self.parts.state.currentIndex(), self.parts.queue.currentIndex()
        return (
            ("", *STATES)[max(0, state)],
            ("", *(one.value for one in Queue))[max(0, queue)],
            self.parts.search.text().strip(),
        )

    def _filter(self) -> None:
        self.jobs.replace(())
        self.tasks.start("look", self._look())

    def _picked(self) -> None:
        if not self._placing:
            self.tasks.start("tell", self._tell())

    # How it is put together.

    def _connect(self) -> None:
        parts = self.parts
        parts.stack.retry.connect(self.look)
        parts.freeze.clicked.connect(self.freeze)
        parts.search.textChanged.connect(lambda: self._pause.start())
        for box in (parts.state, parts.queue):
            box.activated.connect(self._filter)
        self.jobs.wants_more.connect(lambda: self.tasks.start("more", self._more()))
        parts.table.selectionModel().currentRowChanged.connect(self._picked)
        parts.plots.letters.clicked.connect(lambda: self._frame.show_page("letters"))
        parts.listed.empty_button.clicked.connect(self._unfilter)
        for one in STRETCHES:
            parts.stretches[one.name].clicked.connect(self._to(one))
        for queue in Queue:
            parts.queues[queue].button.clicked.connect(partial(self._switch, queue))
        self._ui.theme.changed.connect(self.jobs.repaint)

    def _to(self, stretch: Stretch) -> Callable[[], None]:
        return lambda: self.choose(stretch)

    def _unfilter(self) -> None:
        self.parts.state.setCurrentIndex(0)
        self.parts.queue.setCurrentIndex(0)
        self.parts.search.clear()
        self._filter()

    def _retranslate(self) -> None:
        self.parts.retranslate(self.now, frozen=self.frozen)
        self.jobs.repaint()
