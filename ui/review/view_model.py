"""The review page without its widgets: what is listed, what is looked at, what is decided."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from PySide6.QtCore import QObject, Signal

from pipeline.errors import Invalid, TakeOneError
from pipeline.extraction.call import FieldName
from pipeline.review.decisions import Decisions
from pipeline.review.desk import PAGE, ReviewDesk
from pipeline.review.values import CallDetail, Done, Filters, ReviewRow
from pipeline.text.span import Span
from ui.review.conflict import Conflict, differing_fields
from ui.review.rows_model import RowsModel
from ui.tasks import Tasks

AHEAD = 3
"""How many of the next calls are read before they are asked for."""
KEPT = 32
PAINTED_SECONDS = 0.02
"""What comes next is read when this one is painted: a thread that reads holds the painting up."""


class ReviewQueue(QObject):
    """Moves through the calls and decides them; each decision goes on to the next at once.

    Writes run one after the other, in the order of the keys, while the list is ahead of them.
    One that fails brings its row back.
    """

    listed = Signal()
    """The list is another one."""
    failed = Signal(object)
    """The list could not be read: a `TakeOneError`."""
    current_changed = Signal()
    """Another call is looked at, or none; its detail may still be on its way."""
    detail_changed = Signal()
    """What is known of the current call is new."""
    counted = Signal(int)
    decided = Signal(str, object)
    """The kind of a decision and its `Done`."""
    refused = Signal(int, str)
    """A decision on a call was refused, and why."""
    conflicted = Signal(object)
    """A `Conflict`: what was wanted of the current call met somebody else's edit."""
    edit_refused = Signal(int, FieldName, str, str)
    """A call's field could not take a value, and why."""

    def __init__(
        self, desk: ReviewDesk, decisions: Decisions, by: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._decisions = decisions
        self._by = by
        self._writing = asyncio.Lock()
        self._numbers = count()
        self._look_at: Sequence[int] | None = None
        self._details: OrderedDict[int, CallDetail] = OrderedDict()
        self.tasks = Tasks(self)
        self.rows = RowsModel(self)
        self.rows.wants_more.connect(self._more)
        self.filters = Filters()
        self.current: int | None = None

    @property
    def detail(self) -> CallDetail | None:
        """The current call, once it was read."""
        return self._details.get(self.current) if self.current is not None else None

    def show(self, filters: Filters) -> None:
        """List what these filters leave."""
        self.filters = filters
        self.current = None
        self._details.clear()
        self.tasks.cancel("more")
        self.tasks.start("list", self._list())

    def refresh(self) -> None:
        """Read the list again, staying where one is."""
        self.tasks.cancel("more")
        self.tasks.start("list", self._list())

    def look_again(self, seen: Sequence[int]) -> None:
        """Look what others did to the calls that are seen, and what came in behind the last.

        Nothing moves: a call that somebody decided stays where it stands, and says so.
        """
        self._look_at = seen
        if not self.tasks.running("list") and not self.tasks.running("again"):
            self.tasks.start("again", self._look_again())

    def extend(self) -> None:
        """Look whether calls came in behind the last one; nothing moves."""
        if self.rows.at_end and not self.tasks.running("list"):
            self._more()

    def count(self) -> None:
        """Ask how many calls there are; for after the list is painted."""
        self.tasks.start("count", self._count())

    def select(self, call_id: int | None) -> None:
        """Look at a call."""
        if call_id == self.current:
            return
        self.current = call_id
        self.current_changed.emit()
        self.tasks.start("detail", self._read_ahead())

    def move(self, step: int) -> None:
        """Look at the call `step` rows further, as far as there is one."""
        at = self.rows.row_of(self.current) if self.current is not None else -1
        if self.rows.rows:
            to = max(0, min(at + step, len(self.rows.rows) - 1))
            self.select(self.rows.rows[to].id)

    def approve(self) -> None:
        """Approve the current call and go on."""
        self._decide(
            "approve",
            lambda call, seen: self._decisions.approve([call], self._by, revision=seen),
        )

    def reject(self, reason: str, note: str | None = None) -> None:
        """Reject the current call and go on."""
        self._decide(
            "reject",
            lambda call, seen: self._decisions.reject(
                [call], self._by, reason, note, revision=seen
            ),
        )

    def skip(self) -> None:
        """Put the current call behind all others and go on."""
        self._decide("skip", lambda call, _: self._decisions.skip(call, self._by))

    def restore(self) -> None:
        """Bring the current, decided call back to the queue."""
        self._decide("restore", lambda call, _: self._decisions.restore([call], self._by))

    def snooze(self, until: datetime) -> None:
        """Leave the current call out of the queue until then, in UTC, and go on."""
        self._decide("snooze", lambda call, _: self._decisions.snooze(call, self._by, until))

    def assign(self, to: str) -> None:
        """Say whose the current call is; empty: nobody's."""
        call_id = self.current
        if call_id is not None:
            self._write(lambda: self._assign(call_id, to))

    def flag(self) -> None:
        """Mark the current call for a second look, or take the mark away."""
        at = self._row()
        if at < 0 or self.current is None:
            return
        row = self.rows.rows[at]
        self.rows.put(at, replace(row, flagged=not row.flagged))
        self._write(lambda: self._mark(row.id, flagged=not row.flagged))

    def edit(self, name: FieldName, value: str, span: Span | None = None) -> None:
        """Set one field of the current call."""
        if detail := self.detail:
            self._write(lambda: self._edit(detail.id, name, value, span))

    def undo(self) -> None:
        """Take back this person's newest step and go to its call."""
        self._write(lambda: self._undo(self._decisions.undo, self._by))

    def take_back(self, action_id: int) -> None:
        """Take back one of this person's steps, whenever it was, and go to its call."""
        self._write(lambda: self._undo(self._decisions.take_back, action_id, self._by))

    def _row(self) -> int:
        return -1 if self.current is None else self.rows.row_of(self.current)

    def _decide(self, kind: str, act: Callable[[int, int | None], Done]) -> None:
        at = self._row()
        if at < 0:
            return
        row = self.rows.rows[at]
        seen = self._details.get(row.id)
        following = self.rows.rows[at + 1 : at + 2] or self.rows.rows[max(0, at - 1) : at]
        self.select(following[0].id if following else None)
        self.rows.take(at)

        async def decide() -> None:
            try:
                done = await asyncio.to_thread(act, row.id, seen.revision if seen else None)
            except TakeOneError as error:
                self.rows.put(at, row)
                self.refused.emit(row.id, str(error))
                return
            self._details.pop(row.id, None)
            if done.failures:
                self.rows.put(at, row)
                await self._explain(row.id, seen, done.failures[0][1])
            else:
                self.decided.emit(kind, done)
                if kind == "skip":
                    self.extend()

        self._write(decide)
        if len(self.rows.rows) < AHEAD:
            self._more()

    async def _explain(self, call_id: int, seen: CallDetail | None, why: str) -> None:
        """Say why a decision was refused; what others changed is shown beside what was seen."""
        now = await self._reread(call_id)
        differing = differing_fields(now, seen) if now and seen else {}
        if now is None or not differing or now.status != self.filters.status:
            self.refused.emit(call_id, why)
            return
        self.select(call_id)
        self.conflicted.emit(Conflict(now, differing, why))

    async def _mark(self, call_id: int, *, flagged: bool) -> None:
        done = await asyncio.to_thread(self._decisions.flag, call_id, self._by, flagged=flagged)
        await self._reread(call_id)
        self.decided.emit("flag" if flagged else "unflag", done)

    async def _assign(self, call_id: int, to: str) -> None:
        done = await asyncio.to_thread(self._decisions.assign, call_id, self._by, to)
        await self._reread(call_id)
        self.decided.emit("assign", done)

    async def _edit(self, call_id: int, name: FieldName, value: str, span: Span | None) -> None:
        # The revision is the one of now: an edit still being written may have raised it.
        seen = self._details.get(call_id)
        if seen is None:
            return
        try:
            done = await asyncio.to_thread(
                self._decisions.edit,
                call_id,
                name,
                value,
                self._by,
                revision=seen.revision,
                span=span,
            )
        except Invalid as error:
            now = await self._reread(call_id)
            theirs = differing_fields(now, seen).get(name) if now else None
            if now is None or theirs is None:
                self.edit_refused.emit(call_id, name, value, str(error))
            else:
                self.conflicted.emit(Conflict(now, {name: (theirs[0], value.strip())}, str(error)))
            return
        await self._reread(call_id)
        self.decided.emit("edit", done)

    async def _undo(self, take_back: Callable[..., Done | None], *which: object) -> None:
        done = await asyncio.to_thread(take_back, *which)
        if done is None:
            self.decided.emit("nothing", Done(None, ()))
        else:
            await self._taken_back(done)

    def go_back_to(self, done: Done) -> None:
        """Go to the call of a step that was taken back."""
        self._write(lambda: self._taken_back(done))

    async def _taken_back(self, done: Done) -> None:
        for call_id in done.changed:
            self._details.pop(call_id, None)
        if done.changed:
            self.current = done.changed[0]
        await self._list()
        self.decided.emit("undo", done)

    def read_again(self, call_id: int) -> None:
        """Look how a call is now."""
        self.tasks.start("read-again", self._read_again(call_id))

    async def _read_again(self, call_id: int) -> None:
        await self._reread(call_id)

    async def _reread(self, call_id: int) -> CallDetail | None:
        detail = await self._desk.detail(call_id)
        if detail is None:
            return None
        self._keep(detail)
        at = self.rows.row_of(call_id)
        if at >= 0:
            values = {view.name: view.value for view in detail.fields}
            row = self.rows.rows[at]
            self.rows.put(
                at,
                replace(
                    row,
                    title=values[FieldName.TITLE],
                    location=values[FieldName.LOCATION],
                    company=values[FieldName.COMPANY],
                    flagged=detail.flagged,
                    assignee=detail.assignee,
                    claimed_by=detail.held_from(self._by),
                ),
            )
        if call_id == self.current:
            self.detail_changed.emit()
        return detail

    async def _list(self) -> None:
        limit = max(PAGE, len(self.rows.rows) if self.current is not None else 0)
        try:
            rows = self._as_mine(await self._desk.page(self.filters, limit=limit))
        except TakeOneError as error:
            self.failed.emit(error)
            return
        before = self.current
        self._details.clear()
        self.rows.status = self.filters.status
        self.rows.replace(rows, at_end=len(rows) < limit)
        if before is None or self.rows.row_of(before) < 0:
            self.current = rows[0].id if rows else None
        self.listed.emit()
        self.current_changed.emit()
        await self._read_ahead()

    async def _look_again(self) -> None:
        while self._look_at is not None:
            seen, self._look_at = self._look_at, None
            async with self._writing:  # what is being written is not news
                for row in self._as_mine(await self._desk.rows(seen, self.filters.sort)):
                    at = self.rows.row_of(row.id)
                    if at >= 0 and row != self.rows.rows[at]:
                        self.rows.put(at, row)
                        self._details.pop(row.id, None)
            if self.current is not None and self.current not in self._details:
                await self._reread(self.current)
            self.extend()
            self.count()

    def _more(self) -> None:
        if not self.tasks.running("more"):
            self.tasks.start("more", self._fetch_more())

    async def _fetch_more(self) -> None:
        rows = self.rows.rows
        after = rows[-1].cursor if rows else None
        found = self._as_mine(await self._desk.page(self.filters, after))
        self.rows.append(found, at_end=len(found) < PAGE)
        if found and self.current is None:
            self.listed.emit()
            self.select(self.rows.rows[0].id)

    async def _count(self) -> None:
        self.counted.emit(await self._desk.count(self.filters))

    async def _read_ahead(self) -> None:
        """Read the current call if it is not there yet, then the next ones."""
        at = self._row()
        if at < 0:
            self.detail_changed.emit()
            return
        if self.detail is not None:
            self.detail_changed.emit()
            await asyncio.sleep(PAINTED_SECONDS)
        for row in tuple(self.rows.rows[at : at + 1 + AHEAD]):
            if row.id not in self._details and (found := await self._desk.detail(row.id)):
                self._keep(found)
                if row.id == self.current:
                    self.detail_changed.emit()

    def _as_mine(self, rows: Sequence[ReviewRow]) -> Sequence[ReviewRow]:
        """Of one's own claim a card says nothing."""
        return [replace(row, claimed_by="") if row.claimed_by == self._by else row for row in rows]

    def _keep(self, detail: CallDetail) -> None:
        self._details[detail.id] = detail
        self._details.move_to_end(detail.id)
        while len(self._details) > KEPT:
            self._details.popitem(last=False)

    def _write(self, work: Callable[[], Awaitable[None]]) -> None:
        async def in_turn() -> None:
            async with self._writing:
                await work()

        self.tasks.start(f"write-{next(self._numbers)}", in_turn())
