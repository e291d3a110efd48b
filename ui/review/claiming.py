"""Claims the call one looks at, and learns when somebody else took it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from db.models import CallStatus
from db.session import Changed, Database
from pipeline.review.claims import KIND, LASTS, Claims
from pipeline.review.values import CallDetail
from ui.review.view_model import ReviewQueue
from ui.tasks import Tasks

SETTLED_MS = 400
"""Who goes through the list looks at none of its calls; nothing is written for those."""
RENEW_MS = int(LASTS.total_seconds() * 1000 / 3)
GATHER_MS = 300


class ClaimKeeper(QObject):
    """Takes the claim once one stays with a call, renews it, and gives it up on leaving."""

    lost = Signal(str)
    """Who took the call one was looking at."""
    others = Signal()
    """Others came to calls or left them."""
    _came = Signal(object)

    def __init__(self, database: Database, queue: ReviewQueue, by: str) -> None:
        super().__init__(queue)
        self._database = database
        self._claims = Claims(database)
        self._queue = queue
        self._by = by
        self._mine: int | None = None
        self._writing = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._look)
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self._look)
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self.others)
        self._came.connect(self._hear)
        self._ends: list[Callable[[], None]] = []
        ends = self._ends
        # Bound to the list, not to self: by the time the signal comes, self is half gone.
        self.destroyed.connect(lambda: _end(ends))
        self.tasks = Tasks(self)
        queue.current_changed.connect(self._settled.start)

    @property
    def mine(self) -> int | None:
        """The call that is claimed for this desk."""
        return self._mine

    def listen(self) -> None:
        """Begin to claim, and to hear of others."""
        _end(self._ends)
        self._ends.append(self._database.listen(self._told))
        self._renew.start()
        self._settled.start()

    def stop(self) -> None:
        """Give up what is claimed, and hear no more."""
        _end(self._ends)
        for timer in (self._settled, self._renew, self._gather):
            timer.stop()
        if self._mine is not None:
            self.tasks.start("claim", self._leave(self._mine))

    def take_over(self) -> None:
        """Claim the current call, whoever has it."""
        if self._queue.current is not None:
            self.tasks.start("claim", self._take_over(self._queue.current))

    def _look(self) -> None:
        detail = self._queue.detail
        if detail is not None and detail.status == CallStatus.PENDING:
            self.tasks.start("claim", self._claim(detail.id))
        elif self._mine is not None:
            self.tasks.start("claim", self._leave(self._mine))

    async def _claim(self, call_id: int) -> None:
        left = self._mine
        self._writing = True
        try:
            holder = await asyncio.to_thread(self._claims.claim, call_id, self._by, left)
        finally:
            self._writing = False
        self._mine = call_id if holder == self._by else None
        if holder != self._by and left == call_id:
            self.lost.emit(holder)
        shown = self._queue.detail
        if shown is not None and shown.id == call_id and not self._is_told(shown, holder):
            self._queue.read_again(call_id)

    def _is_told(self, shown: CallDetail, holder: str) -> bool:
        return shown.held_from(self._by) == ("" if holder == self._by else holder)

    async def _leave(self, call_id: int) -> None:
        self._mine = None
        await asyncio.to_thread(self._claims.give_up, call_id, self._by)

    async def _take_over(self, call_id: int) -> None:
        if await asyncio.to_thread(self._claims.take_over, call_id, self._by):
            self._mine = call_id
        self._queue.read_again(call_id)

    async def _check(self, call_id: int) -> None:
        holder = await asyncio.to_thread(self._claims.holder, call_id)
        if holder not in ("", self._by) and self._mine == call_id:
            self._mine = None
            self.lost.emit(holder)
            self._queue.read_again(call_id)

    def _told(self, change: Changed) -> None:
        # On the thread that committed. What this desk writes itself is no news.
        if self._ends and change.kind == KIND and not self._writing:
            self._came.emit(change)

    def _hear(self, change: Changed) -> None:
        if self._mine in change.ids and self._mine is not None:
            self.tasks.start("check", self._check(self._mine))
        self._gather.start()


def _end(ends: list[Callable[[], None]]) -> None:
    while ends:
        ends.pop()()
