"""Stores what a live source brought: messages, later changes, cursor and jobs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from db.models import SourceRun, utc_now
from db.queries import messages as rows
from db.queries import sources
from db.session import Database, announce
from pipeline.dumps.message import DumpMessage
from pipeline.errors import Unavailable
from pipeline.intake.changes import Changes
from pipeline.intake.identity import SenderKeys
from pipeline.intake.judge import Judge
from pipeline.intake.row import Rows, as_stored
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue
from pipeline.sources.port import Change, ChangeKind, Fetched, Page

LEASE = timedelta(minutes=5)
"""How long a claim on a source holds after each page; a process that dies loses it then."""


class ClaimLost(Unavailable):
    """Another process fetches this source now, or it was deleted; what it stored stays."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a page brought that we did not hold yet."""

    messages: int
    passed: int
    edited: int
    deleted: int


class LiveInbox:
    """Decides on fetched messages and stores them with the place reached."""

    def __init__(
        self, database: Database, judge: Judge, senders: SenderKeys, enqueue: Enqueue
    ) -> None:
        self._database = database
        self._rows = Rows(judge, senders)
        self._changes = Changes(judge, enqueue)
        self._enqueue = enqueue

    def store(self, source_id: int, owner: str, run_id: int, page: Page) -> Stored:
        """Store those of a page that are new, apply its changes, move the cursor and hold the
        claim longer, all or nothing. Raises `ClaimLost` when `owner` no longer holds it."""
        prepared = self._prepared(source_id, page.messages)
        with self._database.writing() as session:
            until = utc_now() + LEASE
            if not sources.move_cursor(session, source_id, owner, page.cursor, page.cost, until):
                raise ClaimLost("This source is fetched by another desk now, or was deleted.")
            stored = self._take(session, source_id, prepared, _ids(page.messages), page.changes)
            _count(session, run_id, len(page.messages), page.cost, stored)
        return stored

    def receive(
        self, source_id: int, messages: Sequence[Fetched], changes: Sequence[Change]
    ) -> Stored:
        """Store what a service sent by itself. The cursor stays: the next run finds what was
        not sent, and repeats are known by their ids."""
        prepared = self._prepared(source_id, messages)
        with self._database.writing() as session:
            return self._take(session, source_id, prepared, _ids(messages), changes)

    def _take(
        self,
        session: Session,
        source_id: int,
        prepared: Sequence[rows.Row],
        ids: Sequence[str],
        changes: Sequence[Change],
    ) -> Stored:
        before = rows.newest_id(session)
        new = rows.insert_new(session, prepared)
        waiting = rows.waiting_of(session, source_id, ids, before) if new else []
        for job in extract_jobs(waiting):
            self._enqueue(session, job)
        edited, deleted = self._apply(session, source_id, changes)
        if new or edited or deleted:
            announce(session, "messages")
        announce(session, "source", source_id)
        return Stored(new, len(waiting), edited, deleted)

    def _apply(
        self, session: Session, source_id: int, changes: Sequence[Change]
    ) -> tuple[int, int]:
        edited = deleted = 0
        for change in changes:
            if change.kind is ChangeKind.EDITED:
                edited += self._changes.edit(session, source_id, change.id, change.text, utc_now())
            else:
                deleted += self._changes.delete(session, source_id, change.id, utc_now())
        return edited, deleted

    def _prepared(self, source_id: int, messages: Sequence[Fetched]) -> list[rows.Row]:
        now = as_stored(utc_now())
        return [
            self._rows.row(
                DumpMessage(one.sent_at, one.sender, one.text, external_id=one.id, url=one.url),
                source_id,
                None,
                one.id,
                now,
            )
            for one in messages
        ]


def _ids(messages: Sequence[Fetched]) -> list[str]:
    return [one.id for one in messages]


def _count(session: Session, run_id: int, fetched: int, cost: int, stored: Stored) -> None:
    run = session.get_one(SourceRun, run_id)
    run.fetched += fetched
    run.stored += stored.messages
    run.passed += stored.passed
    run.edited += stored.edited
    run.deleted += stored.deleted
    run.cost += cost
