"""Proposed changes without their widgets: what is listed, looked at and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

from PySide6.QtCore import QObject, Signal

from pipeline.errors import TakeOneError
from pipeline.intents.deciding import ProposalDesk
from pipeline.intents.values import Card, Choice
from ui.review.changes.rows_model import CardsModel
from ui.tasks import Tasks


class ChangesQueue(QObject):
    """Moves through the proposals and answers them; each answer goes on to the next at once.

    Writes run one after the other, in the order of the keys. One that fails is read again.
    """

    listed = Signal()
    """The list was read."""
    failed = Signal(object)
    """It could not be: a `TakeOneError`."""
    current_changed = Signal()
    """Another proposal is looked at, or the same says something else, or there is none."""
    counted = Signal(int)
    decided = Signal(str)
    """The kind of an answer that is stored: `undo` and `nothing` are of taking back."""
    refused = Signal(str)
    offered = Signal(object)
    """Calls the current proposal may mean instead: a sequence of `Choice`."""

    def __init__(self, desk: ProposalDesk, by: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._by = by
        self._writing = asyncio.Lock()
        self._numbers = count()
        self._leaving: set[int] = set()
        self.tasks = Tasks(self)
        self.rows = CardsModel(self)
        self.current: int | None = None

    @property
    def card(self) -> Card | None:
        """The proposal that is looked at."""
        at = self.rows.row_of(self.current)
        return self.rows.cards[at] if at >= 0 else None

    def refresh(self) -> None:
        """Read the list again, staying where one is."""
        self.tasks.start("list", self._in_turn(self._list))

    def count(self) -> None:
        """Ask how many there are, and nothing else."""
        self.tasks.start("count", self._count())

    def select(self, proposal_id: int | None) -> None:
        """Look at a proposal."""
        if proposal_id != self.current:
            self.current = proposal_id
            self.current_changed.emit()

    def move(self, step: int) -> None:
        """Look at the proposal `step` rows further, as far as there is one."""
        cards = self.rows.cards
        if cards:
            to = max(0, min(self.rows.row_of(self.current) + step, len(cards) - 1))
            self.select(cards[to].id)

    def accept(self) -> None:
        """Let the current change be made, and go on."""
        card = self.card
        if card is not None:
            self._answer(
                "accept",
                lambda: self._desk.accept(card.id, self._by, revision=card.call.revision),
            )

    def dismiss(self, reason: str, note: str | None = None) -> None:
        """Leave the call of the current proposal as it is, and go on."""
        card = self.card
        if card is not None:
            self._answer("dismiss", lambda: self._desk.dismiss(card.id, self._by, reason, note))

    def skip(self) -> None:
        """Put the current proposal behind all others and go on."""
        card = self.card
        if card is not None:
            self._answer("skip", lambda: self._desk.skip(card.id, self._by))

    def relink(self, call_id: int) -> None:
        """Let the current proposal speak of another call."""
        card = self.card
        if card is None:
            return

        async def relink() -> None:
            try:
                await asyncio.to_thread(self._desk.relink, card.id, call_id, self._by)
            except TakeOneError as error:
                self.refused.emit(str(error))
                return
            await self._list()
            self.decided.emit("relink")

        self._write(relink)

    def offer(self, typed: str) -> None:
        """Look for calls the current proposal may mean instead."""
        card = self.card
        if card is not None:
            self.tasks.start("offer", self._offer(card.id, typed))

    def undo(self) -> None:
        """Take back this person's newest step, and go to the proposal it brings back."""
        self._write(self._undo)

    def _answer(self, kind: str, act: Callable[[], object]) -> None:
        at = self.rows.row_of(self.current)
        cards = self.rows.cards
        following = cards[at + 1 : at + 2] or cards[max(0, at - 1) : at]
        card = self.rows.take(at)
        self._leaving.add(card.id)
        self.current = following[0].id if following else None
        self.current_changed.emit()

        async def answer() -> None:
            try:
                await asyncio.to_thread(act)
            except TakeOneError as error:
                self.refused.emit(str(error))
            else:
                self.decided.emit(kind)
            self._leaving.discard(card.id)
            await self._list()

        self._write(answer)

    async def _undo(self) -> None:
        known = {one.id for one in self.rows.cards}
        try:
            done = await asyncio.to_thread(self._desk.undo, self._by)
        except TakeOneError as error:
            self.refused.emit(str(error))
            return
        await self._list()
        back = [one.id for one in self.rows.cards if one.id not in known]
        if back:
            self.select(back[0])
        self.decided.emit("undo" if done else "nothing")

    async def _list(self) -> None:
        try:
            found = await asyncio.to_thread(self._desk.cards)
        except TakeOneError as error:
            self.failed.emit(error)
            return
        before = self.card
        self.rows.replace([one for one in found.cards if one.id not in self._leaving])
        if self.rows.row_of(self.current) < 0:
            self.current = self.rows.cards[0].id if self.rows.cards else None
        self.listed.emit()
        self.counted.emit(max(0, found.total - len(self._leaving)))
        if before is None or before != self.card:
            self.current_changed.emit()

    async def _count(self) -> None:
        self.counted.emit(await asyncio.to_thread(self._desk.count))

    async def _offer(self, proposal_id: int, typed: str) -> None:
        found: Sequence[Choice] = await asyncio.to_thread(self._desk.choices, proposal_id, typed)
        self.offered.emit(found)

    async def _in_turn(self, work: Callable[[], Awaitable[None]]) -> None:
        async with self._writing:
            await work()

    def _write(self, work: Callable[[], Awaitable[None]]) -> None:
        self.tasks.start(f"write-{next(self._numbers)}", self._in_turn(work))
