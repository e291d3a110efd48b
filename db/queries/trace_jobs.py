"""The engine's jobs that had to do with one message: found by their names, which are indexed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Message, Publication, Stage
from db.queries.engine import POSTGRES_SCHEMA

CHUNK = 25
"""Messages of one extraction job at most."""
NEIGHBOURHOOD = 20_000
"""How far away, in ids, the other messages of a job are looked for."""
MOST_JOBS = 40

_Which = Callable[[sa.ColumnElement[Any]], sa.ColumnElement[bool]]
"""Says of the column of names which jobs are meant."""


@dataclass(frozen=True, slots=True)
class EngineJob:
    """One attempt of a job, as the engine keeps it; times in naive UTC."""

    id: str
    queue: str
    status: str
    result: str
    worker: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    payload: Mapping[str, Any] = field(default_factory=dict)


def extraction_jobs(session: Session, message: Message) -> list[EngineJob]:
    """The attempts to read a message, oldest first.

    A job is named after the first and the last of its messages, which are neighbours among
    those that were read; so all names it may have are asked for at once.
    """
    if message.stage == Stage.SKIPPED:
        return []
    before = _neighbours(session, message, after=False)
    behind = _neighbours(session, message, after=True)
    names = [f"extract:{first}-{last}" for first in before for last in behind]
    found = _read_jobs(session, lambda name: name.in_(names))
    own = f"extract:{message.id}-{message.id}"
    found += _read_jobs(session, lambda name: _begins(session, name, own))
    later = [name for job in found for name in _later(job.id)]
    found += _read_jobs(session, lambda name: name.in_(later)) if later else []
    of_it = {job.id: job for job in found if message.id in job.payload.get("messages", ())}
    return sorted(of_it.values(), key=lambda job: (job.created, job.id))


def messages_of(session: Session, job_id: str) -> list[int]:
    """The messages an extraction job reads."""
    found = _read_jobs(session, lambda name: name == job_id)
    return [int(one) for job in found for one in job.payload.get("messages", ())]


def publication_jobs(session: Session, publication: Publication) -> list[EngineJob]:
    """The attempts to bring a call to the site, oldest first: of its last generations."""
    newest = publication.generation
    stems = [f"publish:{publication.id}.{n}" for n in range(max(1, newest - 9), newest + 1)]
    names = [name for stem in stems for name in (stem, *_later(stem))]
    found = _read_jobs(session, lambda name: name.in_(names))
    return sorted(found, key=lambda job: (job.created, job.id))


def _later(stem: str) -> list[str]:
    return [f"{stem}#{attempt}" for attempt in range(2, 12)]


def _neighbours(session: Session, message: Message, *, after: bool) -> list[int]:
    """The message itself and those read before or after it that one job may hold."""
    far = message.id + NEIGHBOURHOOD if after else message.id - NEIGHBOURHOOD
    low, high = sorted((message.id, far))
    statement = (
        sa.select(Message.id)
        .where(
            Message.id.between(low, high),
            Message.stage != Stage.SKIPPED,
            Message.source_id == message.source_id,
        )
        .order_by(Message.id.asc() if after else Message.id.desc())
        .limit(CHUNK)
    )
    return list(session.scalars(statement))


def _begins(session: Session, column: Any, stem: str) -> sa.ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        return sa.and_(column >= stem, column < f"{stem}~")
    return sa.func.starts_with(column, stem)


def _read_jobs(session: Session, which: _Which) -> list[EngineJob]:
    jobs, schema = _jobs(session), _schema(session)
    given = sa.table(
        "workflow_input", sa.column("workflow_uuid"), sa.column("inputs"), schema=schema
    )
    made = sa.table(
        "workflow_output", sa.column("workflow_uuid"), sa.column("output"), schema=schema
    )
    statement = (
        sa.select(jobs, given.c.inputs, made.c.output)
        .outerjoin_from(jobs, given, given.c.workflow_uuid == jobs.c.workflow_uuid)
        .outerjoin(made, made.c.workflow_uuid == jobs.c.workflow_uuid)
        .where(which(jobs.c.workflow_uuid))
        .order_by(jobs.c.created_at)
        .limit(MOST_JOBS)
    )
    return [_engine_job(row) for row in session.execute(statement)]


def _engine_job(row: sa.Row[Any]) -> EngineJob:
    return EngineJob(
        id=row.workflow_uuid,
        queue=row.queue_name or "",
        status=row.status or "",
        result=(row.output or "").strip('"'),
        worker=row.executor_id or "",
        created=_moment(row.created_at),
        started=_moment(row.started_at_epoch_ms) if row.started_at_epoch_ms else None,
        ended=_moment(row.completed_at) if row.completed_at else None,
        payload=_payload(row.inputs),
    )


def _payload(inputs: str | None) -> dict[str, Any]:
    """The ids a job carries; none where the engine does not keep them any more."""
    try:
        payload = json.loads(inputs or "")["positionalArgs"][0]["payload"]
    except (ValueError, LookupError, TypeError):
        return {}
    return payload if isinstance(payload, dict) else {}


def _schema(session: Session) -> str | None:
    return None if session.get_bind().dialect.name == "sqlite" else POSTGRES_SCHEMA


def _jobs(session: Session) -> sa.TableClause:
    names = (
        "workflow_uuid", "queue_name", "status", "executor_id", "created_at",
        "started_at_epoch_ms", "completed_at",
    )  # fmt: skip
    return sa.table(
        "workflow_status", *(sa.column(name) for name in names), schema=_schema(session)
    )


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None)
