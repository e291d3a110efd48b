"""Brings the site to what people decided, through the job engine.

A decision commits `wanted` and a new `generation` together with a job. The job looks up what
is wanted when it runs, so it may run late, twice or after a crash: the site always ends at
the newest decision.
"""

from __future__ import annotations

import asyncio

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, DeadLetter, Publication, PublicationState
from db.queries import dead_letters
from db.queries import publications as rows
from db.session import Database, announce
from pipeline.errors import Unavailable
from pipeline.jobs.dead import Undertaker
from pipeline.jobs.job import Enqueue, FailedJob, Handler, Job, Payload, Queue, Retry
from pipeline.publishing.cuid import new_cuid
from pipeline.publishing.row import LIVE, WITHDRAWN
from pipeline.publishing.site import HirersOwnError, Placed
from pipeline.publishing.targets import Target

HANDLER = "publish"


class Publisher:
    """Everything that happens between an approval and the site's row."""

    def __init__(self, database: Database, target: Target, enqueue: Enqueue) -> None:
        self._database = database
        self._target = target
        self._enqueue = enqueue

    def handler(self) -> Handler:
        """The job that carries a publication out. An outage is waited for, however long."""
        return Handler(HANDLER, Queue.PUBLISH, self._run, Retry(attempts=None))

    def want(self, session: Session, call: Call, wanted: str) -> Publication | None:
        """Within the caller's transaction, ask for `call` to be live or withdrawn.

        Withdrawing what was never asked to be live does nothing.
        """
        publication = rows.locked_of_call(session, call.id)
        if publication is None:
            if wanted == WITHDRAWN:
                return None
            publication = Publication(
                call_id=call.id,
                public_id=new_cuid(),
                content_hash=call.content_hash,
                wanted=wanted,
                generation=1,
                state=PublicationState.WAITING,
            )
            session.add(publication)
        else:
            publication.wanted = wanted
            publication.generation += 1
            publication.content_hash = call.content_hash
            publication.state = PublicationState.WAITING
            publication.error = ""
        session.flush()
        self._enqueue(session, _job(publication))
        announce(session, "publication", publication.id)
        return publication

    def resend(self, session: Session, publication_id: int) -> None:
        """Try a failed or changed publication again, as it is wanted now."""
        found = rows.with_call(session, publication_id)
        if found is not None:
            publication, call = found
            withdrawn = call.status != CallStatus.APPROVED
            self.want(session, call, WITHDRAWN if withdrawn else publication.wanted)

    def undertaker(self) -> Undertaker:
        """How a refused publication is kept, and tried again."""
        return Undertaker(self._bury, self._replay)

    def _bury(self, session: Session, failed: FailedJob) -> None:
        publication_id = int(failed.job.payload["publication"])
        rows.note_failure(
            session,
            publication_id,
            int(failed.job.payload["generation"]),
            state=PublicationState.FAILED,
            error=failed.error,
        )
        publication = session.get_one(Publication, publication_id)
        dead_letters.put(
            session,
            DeadLetter(
                job=HANDLER,
                job_id=failed.job.id(),
                call_id=publication.call_id,
                failure=failed.failure.value,
                error=failed.error,
                signature=failed.signature,
                detail={"traceback": failed.traceback, "publication": publication_id},
                attempts=failed.attempts,
            ),
        )
        announce(session, "publication", publication_id)

    def _replay(self, session: Session, letter: DeadLetter) -> None:
        self.resend(session, int(letter.detail["publication"]))

    async def _run(self, payload: Payload) -> None:
        generation = int(payload["generation"])
        await asyncio.to_thread(self.carry_out, int(payload["publication"]), generation)

    def carry_out(self, publication_id: int, generation: int) -> None:
        """Bring the site to what is wanted now; `generation` is the one the job was made for.

        Another desk may decide anew while we talk to the site, and its job may overtake ours.
        So we go on until what we did last is what is wanted, and a job that was cut off by a
        crash does its work again even when a newer generation looks done.
        """
        while not self._try(publication_id, generation):
            pass

    def _try(self, publication_id: int, generation: int) -> bool:
        with self._database.reading() as session:
            found = rows.with_call(session, publication_id)
        if found is None:
            return True
        publication, call = found
        if publication.done == publication.generation == generation:
            return True
        try:
            state, placed = self._apply(publication, call)
        except Unavailable as error:
            self._failed(publication, PublicationState.WAITING, str(error))
            raise
        except HirersOwnError as error:
            self._failed(publication, PublicationState.FAILED, str(error))
            return True
        with self._database.writing() as session:
            announce(session, "publication", publication.id)
            return rows.settle(
                session,
                publication.id,
                publication.generation,
                state=state,
                public_id=placed.id if placed else publication.public_id,
                remote_updated_at=placed.updated_at if placed else None,
            )

    def _apply(
        self, publication: Publication, call: Call
    ) -> tuple[PublicationState, Placed | None]:
        if publication.wanted == LIVE:
            return PublicationState.LIVE, self._target.publish(publication, call)
        return PublicationState.WITHDRAWN, self._target.withdraw(publication)

    def _failed(self, publication: Publication, state: PublicationState, error: str) -> None:
        with self._database.writing() as session:
            rows.note_failure(
                session, publication.id, publication.generation, state=state, error=error
            )
            announce(session, "publication", publication.id)


def _job(publication: Publication) -> Job:
    return Job(
        handler=HANDLER,
        queue=Queue.PUBLISH,
        key=f"{publication.id}.{publication.generation}",
        payload={"publication": publication.id, "generation": publication.generation},
        priority=1,
    )
