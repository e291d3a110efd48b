"""The extraction job: waiting messages become calls, placed beside those already known.

A job carries the ids of some messages. All are read first, then placed in one
transaction together with their step to the next stage: after a crash the job starts again
and finds either all of them waiting or none. One that can't be read is buried alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from db.models import DeadLetter, Message
from db.queries import dead_letters, messages
from db.session import Database
from pipeline.dedup.place import Candidate
from pipeline.errors import Unavailable
from pipeline.extraction.batch.lines import source_of
from pipeline.extraction.ground import ground
from pipeline.extraction.port import Extractor
from pipeline.jobs.dead import Undertaker, bury_message
from pipeline.jobs.holding import Holding, Sorted
from pipeline.jobs.job import Enqueue, FailedJob, Handler, Job, Payload, Queue
from pipeline.jobs.letters_corrected import led_back
from pipeline.jobs.placing import HANDLER, Found, Read, place_all

CHUNK = 25
"""Messages of one job. A model may take seconds over each, and what is read shows only when
the whole job is done."""
TIMEOUT = 600.0
"""Seconds for a job whose messages all go to a slow model; its answers are kept, so that a job
that is cut off goes on where it was."""

OnSiteTitles = Callable[[Sequence[Candidate]], Sequence[str | None]]
"""Tells for each call under which title it stands on the public site, if it does."""


def extract_jobs(ids: Sequence[int], suffix: str = "") -> list[Job]:
    """The jobs that extract these messages; `suffix` sets a repeated order apart."""
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    return [
        Job(HANDLER, Queue.EXTRACT, f"{chunk[0]}-{chunk[-1]}{suffix}", {"messages": list(chunk)})
        for chunk in chunks
    ]


class ExtractStep:
    """Runs extraction jobs with one extractor."""

    def __init__(
        self,
        database: Database,
        extractor: Extractor,
        enqueue: Enqueue,
        on_site: OnSiteTitles = lambda calls: [None for _ in calls],
        holding: Holding | None = None,
    ) -> None:
        self._database = database
        self._extractor = extractor
        self._enqueue = enqueue
        self._on_site = on_site
        self._holding = holding

    def handler(self) -> Handler:
        """The job kind, for the engine."""
        return Handler(HANDLER, Queue.EXTRACT, self._run, timeout=TIMEOUT)

    def undertaker(self) -> Undertaker:
        """How its failures are kept, and tried again."""
        return Undertaker(self._bury, self._replay)

    async def _run(self, payload: Payload) -> None:
        ids = payload["messages"]
        waiting = await self._database.read(lambda session: messages.waiting(session, ids))
        other = await self._database.read(lambda session: dead_letters.corrected(session, ids))
        as_received = [message for message in waiting if message.id not in other]
        to_do = await self._holding.sort(as_received) if self._holding else Sorted()
        now = [message for message in waiting if message.id not in to_do.held]
        # The extractor knows how many may be read at once; here nobody waits for another.
        found = await asyncio.gather(*(self._read(one, to_do, other) for one in now))
        read = list(zip(now, found, strict=True))
        there = await asyncio.to_thread(self._titles_on_site, read)
        await self._database.write(lambda session: place_all(session, read, there))

    async def _read(
        self, message: Message, to_do: Sorted, other: Mapping[int, str]
    ) -> Found | Exception:
        own = source_of(message)
        source = replace(own, text=other.get(message.id, own.text))
        try:
            extraction = None
            if self._holding and message.id in to_do.answered:
                extraction = await self._holding.read(source)
            extraction = extraction or await self._extractor.extract(source)
            found = ground(extraction, source)
            return Found.of(message, found if source == own else led_back(found, source, own))
        except Unavailable:
            raise
        except Exception as error:
            return error

    def _titles_on_site(self, read: Sequence[Read]) -> dict[Candidate, str]:
        """Titles of the calls on the site, for those calls that stand there already."""
        said = [call for _, found in read if isinstance(found, Found) for call in found.calls]
        titles = zip(said, self._on_site(said), strict=True)
        return {call: title for call, title in titles if title is not None}

    def _bury(self, session: Session, failed: FailedJob) -> None:
        for message in messages.waiting(session, failed.job.payload["messages"]):
            bury_message(
                session,
                message.id,
                HANDLER,
                Unavailable(failed.error),
                failed.traceback,
                attempts=failed.attempts,
            )

    def _replay(self, session: Session, letter: DeadLetter) -> None:
        assert letter.message_id is not None
        if messages.revive(session, letter.message_id):
            for job in extract_jobs([letter.message_id], f"r{letter.attempts}"):
                self._enqueue(session, job)
