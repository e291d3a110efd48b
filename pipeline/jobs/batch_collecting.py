"""Collects a batch that ended: every answer is written down once, with its cost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import UNFINISHED, BatchState, LineState, Message, ModelBatch
from db.queries import batches
from pipeline.errors import TakeOneError
from pipeline.extraction.batch.lines import source_of, understood
from pipeline.extraction.batch.port import BatchService, Fate, Result
from pipeline.extraction.spending.ledger import ANSWERED, Entry, Kept, Ledger
from pipeline.jobs.batch_book import BatchBook
from pipeline.remote.failure import Kind

TOGETHER = 100
"""Answers that are written down in one transaction."""
MOST_MISSES = 5
"""So often results are fetched again that lack some lines, before those count as expired."""
STATES = {
    Fate.ANSWERED: LineState.ANSWERED,
    Fate.USELESS: LineState.USELESS,
    Fate.ERRORED: LineState.ERRORED,
    Fate.EXPIRED: LineState.EXPIRED,
    Fate.CANCELLED: LineState.CANCELLED,
}
PAID = (Fate.ANSWERED, Fate.USELESS)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Collector:
    """Writes down what batches brought."""

    book: BatchBook
    ledger: Ledger

    async def collect(self, batch: ModelBatch, service: BatchService) -> bool:
        """Take everything that came; False when some of it has to be fetched again."""
        database = self.book.database
        results = await service.results(batch.remote_id)
        waiting = await database.read(lambda session: batches.waiting(session, batch.id))
        messages = dict(reversed(waiting))
        mine = [one for one in results if one.id in messages]
        for part in _parts(mine):
            judged = await asyncio.to_thread(_judged, batch, part, messages)
            await self._write_down(batch, judged, messages)
        missing = len(messages) - len({one.id for one in mine})
        if missing and batch.misses < MOST_MISSES:
            error = f"{missing} answers are missing from what was fetched; it is fetched again."
            await self.book.note(batch, misses=batch.misses + 1, error=error)
            return False
        cancelled = batch.state == BatchState.CANCELLING
        end = BatchState.CANCELLED if cancelled else BatchState.COLLECTED
        await self.book.finish(batch, end, LineState.EXPIRED)
        await _forget(batch, service)
        return True

    async def _write_down(
        self, batch: ModelBatch, results: Sequence[Result], messages: Mapping[str, Message]
    ) -> None:
        def work(session: Session) -> None:
            cost, ids = 0, list[int]()
            for one in results:
                settled = batches.settle(session, batch.id, one.id, STATES[one.fate], one.error)
                if settled and one.fate in PAID:
                    cost += self._record(session, batch, one, messages[one.id])
                ids += settled
            batches.change(session, batch.id, UNFINISHED, cost=ModelBatch.cost + cost)
            self.book.hand_on(session, batch.id, ids)

        await self.book.database.write(work)

    def _record(self, session: Session, batch: ModelBatch, result: Result, message: Message) -> int:
        answered = result.fate is Fate.ANSWERED
        entry = Entry(
            batch.provider,
            batch.model,
            batch.prompt_version,
            ANSWERED if answered else Kind.INVALID.value,
            result.usage,
        )
        kept = Kept(result.id, result.raw) if answered else None
        return self.ledger.record_batched(session, source_of(message), entry, batch.id, kept)


def _parts(results: Sequence[Result]) -> Iterator[Sequence[Result]]:
    for start in range(0, len(results), TOGETHER):
        yield results[start : start + TOGETHER]


def _judged(
    batch: ModelBatch, results: Sequence[Result], messages: Mapping[str, Message]
) -> list[Result]:
    """The results, with answers nothing can be made of told from the others."""
    return [
        Result(one.id, Fate.USELESS, one.raw, one.usage, "The answer can't be read.")
        if one.fate is Fate.ANSWERED
        and understood(batch, one.raw, source_of(messages[one.id])) is None
        else one
        for one in results
    ]


async def _forget(batch: ModelBatch, service: BatchService) -> None:
    """Have the provider delete it: what people wrote should lie there no longer than needed."""
    try:
        await service.forget(batch.remote_id)
    except TakeOneError as error:
        log.warning("batch %s is collected, but not deleted there: %s", batch.id, error)
