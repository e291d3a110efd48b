"""What people see of batches, and what they can order: the backlog into one, or one's end."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import UNFINISHED, BatchState, LineState, ModelBatch
from db.queries import batches, messages
from db.session import Database, announce
from pipeline.errors import Invalid, Rejected
from pipeline.extraction.batch.services import NAMES
from pipeline.extraction.configured import read_config
from pipeline.jobs.holding import EnqueueLater, Holding, batch_job
from pipeline.jobs.job import Job

TOGETHER = 100
LISTED = 50


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch as it is shown. Costs in millionths of a dollar, moments as naive UTC."""

    id: int
    provider: str
    model: str
    state: str
    remote_id: str
    messages: int
    requests: int
    done: int
    answered: int
    returned: int
    """Messages that came back without an answer, and went the ordinary way."""
    cost: int
    estimate: int
    error: str
    created_at: datetime
    submitted_at: datetime | None
    finished_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether something is still to come."""
        return self.state in UNFINISHED

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        told = {**asdict(self), "usd": self.cost / 1e6, "estimated_usd": self.estimate / 1e6}
        del told["cost"], told["estimate"]
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in told.items()
        }


@dataclass(frozen=True, slots=True)
class BatchDesk:
    """Batches, for the command line and the window."""

    database: Database
    holding: Holding
    enqueue: EnqueueLater

    def overview(self, most: int = LISTED) -> list[BatchView]:
        """The newest batches, newest first."""
        with self.database.reading() as session:
            found = batches.newest(session, most)
            counts = batches.line_counts(session, [one.id for one in found])
        return [_view(one, counts[one.id]) for one in found]

    def unfinished(self) -> list[int]:
        """Batches of which something is still to come, the oldest first."""
        with self.database.reading() as session:
            return [one.id for one in batches.unfinished(session)]

    def order(self) -> int:
        """Put every message that waits to be read into a batch; returns how many that were.
        Raises `Rejected` when no model is configured that answers batches."""
        with self.database.reading() as session:
            config = read_config(session)
        if not config.choices or config.choices[0].provider not in NAMES:
            raise Rejected(
                "Batches are answered by anthropic or openai; put one of them first in the list "
                "of models."
            )
        put, after = 0, 0
        while True:
            with self.database.reading() as session:
                ids = batches.backlog(session, after, TOGETHER)
                waiting = messages.waiting(session, ids)
            if not ids:
                return put
            after = ids[-1]
            put += len(asyncio.run(self.holding.put(waiting, config)))

    def close(self) -> None:
        """Let nothing more be put into the batches that gather, so that they are sent now."""
        with self.database.writing() as session:
            for batch in batches.unfinished(session):
                held = [BatchState.GATHERING]
                if batches.change(session, batch.id, held, state=BatchState.SENDING):
                    announce(session, "batch", batch.id)

    def cancel(self, batch_id: int) -> None:
        """End a batch. What is answered by then is paid and taken; everything else goes the
        ordinary way. Raises `Invalid` when there is no such batch, or it is over."""

        def work(session: Session) -> bool:
            cancelled = batches.change(session, batch_id, UNFINISHED, state=BatchState.CANCELLING)
            if cancelled:
                job = batch_job(batch_id, "cancel")
                once = Job(job.handler, job.queue, job.key, {**job.payload, "once": True})
                self.enqueue(session, once)
                announce(session, "batch", batch_id)
            return cancelled

        with self.database.writing() as session:
            cancelled = work(session)
        if not cancelled:
            raise Invalid(
                f"There is no batch {batch_id} under way; `models batch status` lists them."
            )


def _view(batch: ModelBatch, counts: dict[str, int]) -> BatchView:
    gone: Sequence[str] = (
        LineState.USELESS,
        LineState.ERRORED,
        LineState.EXPIRED,
        LineState.CANCELLED,
    )
    return BatchView(
        id=batch.id,
        provider=batch.provider,
        model=batch.model,
        state=batch.state,
        remote_id=batch.remote_id,
        messages=sum(counts.values()),
        requests=batch.requests,
        done=batch.done,
        answered=counts.get(LineState.ANSWERED, 0),
        returned=sum(counts.get(one, 0) for one in gone),
        cost=batch.cost,
        estimate=batch.estimate,
        error=batch.error,
        created_at=batch.created_at,
        submitted_at=batch.submitted_at,
        finished_at=batch.finished_at,
    )
