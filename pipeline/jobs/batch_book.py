"""What happens to a batch in the workspace: noted, settled line by line, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import UNFINISHED, BatchState, LineState, ModelBatch, utc_now
from db.queries import batches
from db.session import Database, announce
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.holding import EnqueueLater


@dataclass(frozen=True, slots=True)
class BatchBook:
    """Writes down how batches fare, and hands their messages on."""

    database: Database
    enqueue: EnqueueLater

    async def note(self, batch: ModelBatch, **values: object) -> None:
        """Note something of an unfinished batch, here and in the workspace."""

        def work(session: Session) -> None:
            batches.change(session, batch.id, UNFINISHED, **values)
            announce(session, "batch", batch.id)

        for name, value in values.items():
            setattr(batch, name, value)
        await self.database.write(work)

    async def move(self, batch: ModelBatch, before: BatchState, after: BatchState) -> bool:
        """Take a batch to its next state; False when somebody took it to another one."""

        def work(session: Session) -> bool:
            moved = batches.change(session, batch.id, [before], state=after)
            announce(session, "batch", batch.id)
            return moved

        moved = await self.database.write(work)
        if moved:
            batch.state = after
        return moved

    async def finish(
        self, batch: ModelBatch, state: BatchState, rest: LineState, error: str = ""
    ) -> None:
        """End a batch; what has no answer goes the ordinary way."""

        def work(session: Session) -> None:
            # The state first: whoever puts messages in holds this row, and is waited for.
            values = {"state": state, "error": error, "finished_at": utc_now()}
            if batches.change(session, batch.id, UNFINISHED, **values):
                ids = batches.settle_rest(session, batch.id, rest, error)
                self.hand_on(session, batch.id, ids)

        await self.database.write(work)

    def hand_on(self, session: Session, batch_id: int, ids: Sequence[int]) -> None:
        """Let the ordinary extraction read these messages, with the answers that came."""
        for job in extract_jobs(sorted(ids), f"b{batch_id}"):
            self.enqueue(session, job)
        announce(session, "batch", batch_id)
