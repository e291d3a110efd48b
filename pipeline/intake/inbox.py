"""Stores messages: one transaction holds the messages, the place reached, and the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.models import utc_now
from db.queries import messages as rows
from db.session import Database, announce
from pipeline.dumps.message import DumpMessage
from pipeline.intake.changes import Changes
from pipeline.intake.identity import SenderKeys
from pipeline.intake.judge import Judge, storable
from pipeline.intake.row import Rows, as_stored
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue


@dataclass(frozen=True, slots=True)
class Named:
    """A message with its id within its chat."""

    id: str
    message: DumpMessage


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a batch belongs, and how far the import is once it is stored."""

    source_id: int
    run_id: int
    read: int


class Taken(NamedTuple):
    """What a batch brought: new messages, and changes of those that were held."""

    stored: int
    edited: int
    deleted: int


class Inbox:
    """Decides on new messages and stores them with their decision."""

    def __init__(
        self,
        database: Database,
        judge: Judge,
        senders: SenderKeys,
        enqueue: Enqueue,
    ) -> None:
        self._database = database
        self._judge = judge
        self._rows = Rows(judge, senders)
        self._changes = Changes(judge, enqueue)
        self._enqueue = enqueue

    @property
    def version(self) -> str:
        """Of the prefilter that decides."""
        return self._judge.version

    def new_of(self, batch: Sequence[Named], source_id: int) -> list[Named]:
        """Those of a batch that are not stored yet: much quicker than to store them again."""
        ids = [storable(named.id) for named in batch]
        with self._database.reading() as session:
            held = rows.held(session, source_id, ids)
        return [named for named, known in zip(batch, ids, strict=True) if known not in held]

    def store(
        self, batch: Sequence[Named], reached: Reached, changes: Sequence[DumpMessage] = ()
    ) -> Taken:
        """Apply changes to what is held, store those of a batch that are new, order their
        extraction, and note the place reached, all or nothing."""
        now = as_stored(utc_now())
        prepared = [
            self._rows.row(one.message, reached.source_id, reached.run_id, one.id, now)
            for one in batch
        ]
        with self._database.writing() as session:
            edited, deleted = self._changes.of_dump(session, reached.source_id, changes)
            before = rows.newest_id(session)
            stored = rows.insert_new(session, prepared)
            rows.note_progress(session, reached.run_id, reached.read, stored)
            if stored:
                for job in extract_jobs(rows.waiting_since(session, reached.run_id, before)):
                    self._enqueue(session, job)
            if stored or edited or deleted:
                announce(session, "messages", reached.run_id)
        return Taken(stored, edited, deleted)
