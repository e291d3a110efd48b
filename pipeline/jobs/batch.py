"""The job of a batch: sent once, looked after until it ended, then collected.

What is known lies in the batch's row and its lines, so that a job that is killed goes on where
it was. A message whose answer came, or will never come, is handed to the ordinary extraction,
which finds the answer kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from db.models import UNFINISHED, BatchState, DeadLetter, LineState, ModelBatch, Stage, utc_now
from db.queries import batches, dead_letters
from pipeline.errors import TakeOneError, Unavailable
from pipeline.extraction.batch.lines import lines_of, source_of
from pipeline.extraction.batch.port import BatchService, InDoubt, Lost, Parcel, Phase
from pipeline.extraction.models.prompt import Prompt, load
from pipeline.jobs.batch_book import BatchBook
from pipeline.jobs.batch_collecting import Collector
from pipeline.jobs.batch_services import BatchServices
from pipeline.jobs.dead import Undertaker
from pipeline.jobs.holding import HANDLER, batch_job
from pipeline.jobs.job import FailedJob, Handler, Payload, Queue
from pipeline.remote.failure import RateLimited

LEASE = timedelta(minutes=15)
"""How long one process has a batch in hand at most; sending and collecting take less."""
TIMEOUT = 800.0
AT_ONCE = 0.1


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. A batch is sent when nothing was put into it for `settle`; it is looked after
    from every `first` to every `longest`; one that may have been taken by the provider is not
    sent again before `doubt`; one that can't be looked after any more is left after `give_up`,
    long after its provider has let it expire."""

    settle: float = 20.0
    first: float = 30.0
    longest: float = 600.0
    doubt: float = 120.0
    give_up: float = 3 * 86_400.0

    def after(self, looks: int) -> float:
        """The wait after so many looks."""
        return float(min(self.longest, self.first * 1.5 ** min(looks, 20)))


@dataclass(frozen=True, slots=True)
class BatchStep:
    """Takes batches as far as they go. `owner` names this process."""

    book: BatchBook
    services: BatchServices
    collector: Collector
    owner: str
    pace: Pace = field(default_factory=Pace)
    prompt: Prompt = field(default_factory=load)
    _in_hand: set[int] = field(default_factory=set, repr=False)
    """Batches this process works on now: a claim alone does not tell it from its own past."""

    def handler(self) -> Handler:
        """The job kind, for the engine."""
        return Handler(HANDLER, Queue.MAINTENANCE, self._run, timeout=TIMEOUT)

    def undertaker(self) -> Undertaker:
        """How its failures are kept, and tried again."""
        return Undertaker(self._bury, self._replay)

    async def advance(self, batch_id: int) -> float | None:
        """Take a batch as far as it goes now; seconds until the next look, None when there is
        nothing more to do. What a person could be told is noted on the batch, not raised."""
        if batch_id in self._in_hand:
            return await self._while_others_work(batch_id)
        self._in_hand.add(batch_id)
        try:
            return await self._claimed(batch_id)
        finally:
            self._in_hand.discard(batch_id)

    async def _claimed(self, batch_id: int) -> float | None:
        database, until = self.book.database, utc_now() + LEASE
        batch = await database.write(
            lambda session: batches.claim(session, batch_id, self.owner, until)
        )
        if batch is None:
            return await self._while_others_work(batch_id)
        try:
            return await self._advance(batch)
        except TakeOneError as error:
            if self._is_lost(batch):
                failed = BatchState.FAILED
                await self.book.finish(batch, failed, LineState.EXPIRED, str(error))
                return None
            await self.book.note(batch, error=str(error))
            asked = error.wait if isinstance(error, RateLimited) else None
            return max(self.pace.after(batch.looks), asked or 0.0)
        finally:
            await database.write(lambda session: batches.release(session, batch_id))

    async def _advance(self, batch: ModelBatch) -> float | None:
        if batch.state == BatchState.GATHERING:
            quiet = (utc_now() - batch.changed_at).total_seconds()
            if quiet < self.pace.settle:
                return self.pace.settle - quiet
            if not await self.book.move(batch, BatchState.GATHERING, BatchState.SENDING):
                return AT_ONCE
        async with self.services.of(batch) as service:
            if not batch.remote_id and batch.submitted_at is not None:
                doubted = (utc_now() - batch.submitted_at).total_seconds()
                if not await self._found(batch, service) and doubted < self.pace.doubt:
                    return self.pace.doubt - doubted
            if not batch.remote_id:
                return await self._send(batch, service)
            if batch.state == BatchState.CANCELLING:
                await service.cancel(batch.remote_id)
            return await self._look(batch, service)

    def _is_lost(self, batch: ModelBatch) -> bool:
        if batch.submitted_at is None:
            return False
        return (utc_now() - batch.submitted_at).total_seconds() > self.pace.give_up

    async def _found(self, batch: ModelBatch, service: BatchService) -> bool:
        """Whether the provider took a batch whose answer we lost."""
        assert batch.submitted_at is not None
        known = await self.book.database.read(
            lambda session: batches.remote_ids(session, batch.provider)
        )
        lost = Lost(batch.mark, batch.requests, batch.submitted_at, known)
        remote_id = await service.find(lost)
        if remote_id is not None:
            await self._taken(batch, remote_id)
        return remote_id is not None

    async def _send(self, batch: ModelBatch, service: BatchService) -> float | None:
        waiting = await self.book.database.read(lambda session: batches.waiting(session, batch.id))
        texts = [(key, source_of(one)) for key, one in waiting if one.stage == Stage.WAITING]
        lines = await asyncio.to_thread(lambda: list(lines_of(texts, self.prompt, batch.model)))
        unwanted = batch.state == BatchState.CANCELLING or not lines
        if unwanted or batch.prompt_version != self.prompt.version:
            await self.book.finish(batch, BatchState.CANCELLED, LineState.CANCELLED)
            return None
        await self._drop(batch, {key for key, _ in waiting} - {line.id for line in lines})
        # Noted before it is sent: should we die meanwhile, it is looked for, not sent again.
        await self.book.note(batch, requests=len(lines), submitted_at=utc_now(), error="")
        try:
            remote_id = await service.submit(Parcel(batch.mark, lines))
        except InDoubt as error:
            await self.book.note(batch, error=str(error))
            return self.pace.doubt
        except Unavailable:
            await self.book.note(batch, submitted_at=None)
            raise
        except TakeOneError as error:
            await self.book.finish(batch, BatchState.FAILED, LineState.ERRORED, str(error))
            return None
        await self._taken(batch, remote_id)
        return self.pace.after(0)

    async def _drop(self, batch: ModelBatch, keys: set[str]) -> None:
        """Take out what needs no asking any more: somebody read it meanwhile."""

        def work(session: Session) -> None:
            for key in keys:
                ids = batches.settle(session, batch.id, key, LineState.CANCELLED)
                self.book.hand_on(session, batch.id, ids)

        if keys:
            await self.book.database.write(work)

    async def _taken(self, batch: ModelBatch, remote_id: str) -> None:
        await self.book.note(batch, remote_id=remote_id, error="")
        await self.book.move(batch, BatchState.SENDING, BatchState.SENT)

    async def _look(self, batch: ModelBatch, service: BatchService) -> float | None:
        standing = await service.look(batch.remote_id)
        if standing.phase is Phase.FAILED and standing.later:
            await self.book.note(batch, error=standing.error, remote_id="", submitted_at=None)
            await self.book.move(batch, BatchState.SENT, BatchState.SENDING)
            return self.pace.longest
        if standing.phase is Phase.FAILED:
            error = standing.error
            await self.book.finish(batch, BatchState.FAILED, LineState.ERRORED, error)
            return None
        await self.book.note(batch, done=standing.done, failed=standing.failed, error="")
        ended = standing.phase is Phase.ENDED
        if ended and await self.collector.collect(batch, service):
            return None
        return self.pace.after(batch.looks)

    async def _run(self, payload: Payload) -> None:
        """Take a batch as far as it goes now, and order the next look."""
        batch_id = payload["batch"]
        wait = await self.advance(batch_id)
        if wait is not None and not payload.get("once"):
            await self.book.database.write(lambda session: self._come_back(session, batch_id, wait))

    async def _while_others_work(self, batch_id: int) -> float | None:
        batch = await self.book.database.read(lambda session: batches.batch(session, batch_id))
        over = batch is None or batch.state not in UNFINISHED
        return None if over else self.pace.first

    def _come_back(self, session: Session, batch_id: int, wait: float) -> None:
        looks = batches.note_look(session, batch_id)
        if looks is not None:
            self.book.enqueue(session, batch_job(batch_id, looks), delay=max(wait, AT_ONCE))

    def _bury(self, session: Session, failed: FailedJob) -> None:
        dead_letters.put(
            session,
            DeadLetter(
                job=HANDLER,
                job_id=failed.job.id(),
                failure=failed.failure.value,
                error=failed.error,
                signature=failed.signature,
                detail={"traceback": failed.traceback, "batch": failed.job.payload["batch"]},
                attempts=failed.attempts,
            ),
        )

    def _replay(self, session: Session, letter: DeadLetter) -> None:
        self._come_back(session, letter.detail["batch"], 0.0)
