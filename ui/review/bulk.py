"""Decides all calls that match, in the background, while one goes on working."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from db.models import CallStatus
from pipeline.errors import TakeOneError
from pipeline.review.reasons import Reasons
from pipeline.review.values import Done, Sort
from ui.actions import Action
from ui.review.bulk_dialog import BulkDialog, FailuresDialog
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame, Work
from ui.shell.services import UiServices
from ui.tasks import Tasks

NAMED = 500
"""Of so many failures the titles are told; nobody reads more."""


class Bulk(QObject):
    """Asks, runs, can be stopped at any moment, and lists what failed. One at a time."""

    _moved = Signal(int)

    def __init__(self, frame: Frame, services: UiServices, queue: ReviewQueue) -> None:
        super().__init__(queue)
        self._frame = frame
        self._language = frame.ui.language
        self._desk = services.desk
        self._decisions = services.decisions
        self._user = services.settings.user
        self._reasons = Reasons(services.database)
        self._queue = queue
        self._work: Work | None = None
        self._total = 0
        self._moved.connect(self._show_progress)
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def commands(self) -> list[Action]:
        """Both decisions on all that match."""
        return [
            Action("review.approve_all", "review.bulk.all.approve", lambda: self.ask("approve"),
                   key="Shift+A", enabled=self._may_ask),
            Action("review.reject_all", "review.bulk.all.reject", lambda: self.ask("reject"),
                   key="Shift+X", enabled=self._may_ask),
        ]  # fmt: skip

    @property
    def running(self) -> bool:
        """Whether calls are being decided."""
        return self._work is not None

    def ask(self, kind: str) -> None:
        """Say how many match, and ask whether to `approve` or `reject` them."""
        self.tasks.start("ask", self._ask(kind))

    def _may_ask(self) -> bool:
        waiting = self._queue.filters.status == CallStatus.PENDING
        return waiting and bool(self._queue.rows.rows) and not self.running

    async def _ask(self, kind: str) -> None:
        ids = await self._desk.ids(self._queue.filters)
        reasons = await self._reasons.read() if kind == "reject" else ()
        if not ids:
            return
        dialog = BulkDialog(self._frame.ui, self._frame.window(), kind, len(ids), reasons)
        dialog.confirmed.connect(lambda reason, note: self._start(kind, ids, reason, note or None))
        dialog.ask()

    def _start(self, kind: str, ids: Sequence[int], reason: str, note: str | None) -> None:
        if self.running:
            return

        def act(progress: Callable[[int], bool]) -> Done:
            if kind == "approve":
                return self._decisions.approve(ids, self._user, progress=progress)
            return self._decisions.reject(ids, self._user, reason, note, progress=progress)

        self._total = len(ids)
        self._work = Work(self._language.text(f"review.bulk.running.{kind}"))
        self._work.report(self._work.text, 0, self._total)
        self._frame.show_work(self._work)
        self.tasks.start("run", self._run(kind, self._work, act))

    async def _run(
        self, kind: str, work: Work, act: Callable[[Callable[[int], bool]], Done]
    ) -> None:
        stopped = threading.Event()
        work.cancelled.connect(stopped.set)

        def progress(number: int) -> bool:
            if stopped.is_set():
                return False
            self._moved.emit(number)
            return True

        try:
            done = await asyncio.to_thread(act, progress)
        finally:
            stopped.set()  # also when the window closes: the batch that runs is the last
            work.finish()
            self._work = None
            self._queue.refresh()
        self._tell(kind, done)
        if done.failures:
            await self._list_failures(done.failures)

    def _show_progress(self, number: int) -> None:
        if self._work is not None:
            self._work.report(self._work.text, number, self._total)

    def _tell(self, kind: str, done: Done) -> None:
        if not done.changed:
            return
        action_id = done.action_id
        said = self._language.plural(f"review.bulk.done.{kind}", len(done.changed))

        def take_back() -> None:
            if action_id is not None:
                self._queue.take_back(action_id)

        self._frame.toast(said, self._language.text("action.undo"), take_back, key="U")

    async def _list_failures(self, failures: Sequence[tuple[int, str]]) -> None:
        try:
            known = await self._desk.rows([one for one, _ in failures[:NAMED]], Sort.QUEUE)
        except TakeOneError:
            known = ()
        titles = {row.id: row.title for row in known}
        named = [(titles.get(one) or str(one), why) for one, why in failures]
        FailuresDialog(self._frame.ui, self._frame.window(), named).open()
