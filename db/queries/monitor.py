"""What the job engine's tables tell of queues, of jobs and of who works on them.

The engine keeps one row for each attempt of a job; times are milliseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import DeadLetter, Worker, utc_now
from db.queries.engine import DELAYED, POSTGRES_SCHEMA

WAITING, RUNNING, ENDED = "ENQUEUED", "PENDING", "SUCCESS"
TRIED_AGAIN, GAVE_UP = '"retry"', '"dead"'
"""What an attempt leaves behind that was not the last one, and one after which the job lies
still; any other end is a good one."""
STATES = ("waiting", "running", "later", "done", "tried_again", "gave_up", "cancelled", "broken")
STEPS = (10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_600_000,
         14_400_000, 86_400_000)  # fmt: skip
"""Upper ends of the lengths of time that are counted together, in milliseconds."""
FORGET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """One queue now."""

    queue: str
    waiting: int
    running: int
    later: int
    """Jobs whose time has not come."""
    oldest: int | None
    """When the job was ordered that waits longest."""
    paused: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Attempts of one part of a stretch of time that waited and ran about as long."""

    part: int
    waited: int
    ran: int
    """Which of `STEPS`; one more than the last is longer than all."""
    count: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a job."""

    id: str
    queue: str
    status: str
    output: str
    error: str
    executor: str
    created: int
    due: int | None
    started: int | None
    ended: int | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.status == ENDED:
            ends = {TRIED_AGAIN: "tried_again", GAVE_UP: "gave_up"}
            return ends.get(self.output, "done")
        known = {WAITING: "waiting", RUNNING: "running", DELAYED: "later", "CANCELLED": "cancelled"}
        return known.get(self.status, "broken")


def standing(session: Session, names: Sequence[str]) -> list[Standing]:
    """How each of these queues stands now."""
    jobs, queues = _tables(session)[0], _tables(session)[2]
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    # One status at a time, as a literal: only then is the index of open jobs used.
    for status in (WAITING, RUNNING, DELAYED):
        rows = session.execute(
            sa.select(jobs.c.queue_name, sa.func.count(), sa.func.min(jobs.c.created_at))
            .where(jobs.c.status == sa.literal_column(f"'{status}'"))
            .group_by(jobs.c.queue_name)
        )
        counts |= {(name, status): (count, oldest) for name, count, oldest in rows.tuples()}
    widths = dict(
        session.execute(sa.select(queues.c.name, queues.c.worker_concurrency)).tuples().all()
    )
    none = (0, None)
    return [
        Standing(
            name,
            counts.get((name, WAITING), none)[0],
            counts.get((name, RUNNING), none)[0],
            counts.get((name, DELAYED), none)[0],
            counts.get((name, WAITING), none)[1],
            widths.get(name) == 0,
        )
        for name in names
    ]


def ended_since(session: Session, since: int) -> dict[str, int]:
    """How many attempts of each queue ended since a moment."""
    jobs = _tables(session)[0]
    rows = session.execute(
        sa.select(sa.func.coalesce(jobs.c.queue_name, ""), sa.func.count())
        .where(jobs.c.completed_at >= since)
        .group_by(jobs.c.queue_name)
    )
    return dict(rows.tuples().all())


def lengths(session: Session, since: int, step: int) -> list[Bin]:
    """How long the attempts that ended since a moment waited for their turn and then ran, for
    each part of `step` milliseconds."""
    jobs = _tables(session)[0]
    due = sa.func.coalesce(jobs.c.delay_until_epoch_ms, jobs.c.created_at)
    part = (jobs.c.completed_at - since) // sa.literal_column(str(step), sa.BigInteger)
    waited = _step_of(jobs.c.started_at_epoch_ms - due)
    ran = _step_of(jobs.c.completed_at - jobs.c.started_at_epoch_ms)
    rows = session.execute(
        sa.select(part, waited, ran, sa.func.count())
        .where(jobs.c.completed_at >= since, jobs.c.started_at_epoch_ms.is_not(None))
        .group_by(sa.literal_column("1"), sa.literal_column("2"), sa.literal_column("3"))
    )
    return [Bin(*(int(one) for one in row)) for row in rows.tuples()]


def failures(session: Session, since: datetime) -> dict[str, int]:
    """How many jobs failed for good since a moment, by kind."""
    rows = session.execute(
        sa.select(DeadLetter.failure, sa.func.count())
        .where(DeadLetter.last_at >= since)
        .group_by(DeadLetter.failure)
    )
    return dict(rows.tuples().all())


def attempts(
    session: Session,
    *,
    state: str = "",
    queue: str = "",
    sought: str = "",
    before: tuple[int, str] | None = None,
    limit: int = 100,
) -> list[Attempt]:
    """The newest attempts that match, older than `before` (its moment and id)."""
    jobs, results, _ = _tables(session)
    statement = _attempts(session).order_by(jobs.c.created_at.desc(), jobs.c.workflow_uuid.desc())
    if state:
        statement = statement.where(_is(jobs, results, state))
    if queue:
        statement = statement.where(jobs.c.queue_name == queue)
    if sought:
        # Ids are in small letters; few attempts have an error, and no other is looked into.
        said = sa.and_(jobs.c.error.is_not(None), jobs.c.error.icontains(sought, autoescape=True))
        named = jobs.c.workflow_uuid.contains(sought.lower(), autoescape=True)
        statement = statement.where(sa.or_(named, said))
    if before is not None:
        at, name = before
        statement = statement.where(
            sa.or_(
                jobs.c.created_at < at,
                sa.and_(jobs.c.created_at == at, jobs.c.workflow_uuid < name),
            )
        )
    return [Attempt(*row) for row in session.execute(statement.limit(limit)).tuples()]


def attempts_of(session: Session, stem: str) -> list[Attempt]:
    """All attempts of one job, the first one first."""
    jobs = _tables(session)[0]
    # The character after # ends the range of the ids of later attempts.
    later = sa.and_(jobs.c.workflow_uuid >= f"{stem}#", jobs.c.workflow_uuid < f"{stem}$")
    statement = _attempts(session).where(sa.or_(jobs.c.workflow_uuid == stem, later))
    found = [Attempt(*row) for row in session.execute(statement).tuples()]
    return sorted(found, key=lambda one: (one.created, len(one.id), one.id))


def beat(session: Session, name: str) -> None:
    """Note that a worker lives; those not heard of for a day are forgotten."""
    now = utc_now()
    seen = sa.update(Worker).where(Worker.name == name).values(seen_at=now)
    if session.scalar(seen.returning(Worker.name)) is None:
        session.add(Worker(name=name, started_at=now, seen_at=now))
        session.execute(sa.delete(Worker).where(Worker.seen_at < now - FORGET))


def rest(session: Session, name: str) -> None:
    """Note that a worker has ended well."""
    session.execute(sa.delete(Worker).where(Worker.name == name))


def workers(session: Session) -> Sequence[Worker]:
    """The workers of a shared workspace, the one heard last first."""
    return session.scalars(sa.select(Worker).order_by(Worker.seen_at.desc())).all()


def _attempts(session: Session) -> sa.Select[tuple[Any, ...]]:
    jobs, results, _ = _tables(session)
    return (
        sa.select(
            jobs.c.workflow_uuid,
            sa.func.coalesce(jobs.c.queue_name, ""),
            jobs.c.status,
            sa.func.coalesce(results.c.output, jobs.c.output, ""),
            sa.func.coalesce(results.c.error, jobs.c.error, ""),
            sa.func.coalesce(jobs.c.executor_id, ""),
            jobs.c.created_at,
            jobs.c.delay_until_epoch_ms,
            jobs.c.started_at_epoch_ms,
            jobs.c.completed_at,
        )
        .select_from(jobs)
        .outerjoin(results, results.c.workflow_uuid == jobs.c.workflow_uuid)
    )


def _is(jobs: sa.TableClause, results: sa.TableClause, state: str) -> sa.ColumnElement[bool]:
    # As literals: the engine's indexes hold only rows of some states.
    def status(*names: str) -> sa.ColumnElement[bool]:
        return sa.or_(*(jobs.c.status == sa.literal_column(f"'{name}'") for name in names))

    output = sa.func.coalesce(results.c.output, jobs.c.output, "")
    plain = {"waiting": WAITING, "running": RUNNING, "later": DELAYED, "cancelled": "CANCELLED"}
    if state in plain:
        return status(plain[state])
    if state == "broken":
        return status("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
    if state == "done":
        return sa.and_(status(ENDED), output.not_in((TRIED_AGAIN, GAVE_UP)))
    return sa.and_(status(ENDED), output == (TRIED_AGAIN if state == "tried_again" else GAVE_UP))


def _step_of(took: sa.ColumnElement[int]) -> sa.Case[int]:
    ends = ((took <= sa.literal_column(str(end)), number) for number, end in enumerate(STEPS))
    return sa.case(*ends, else_=len(STEPS))


def _tables(session: Session) -> tuple[sa.TableClause, sa.TableClause, sa.TableClause]:
    """The engine's jobs, what they left behind, and its queues."""
    return _of(None if session.get_bind().dialect.name == "sqlite" else POSTGRES_SCHEMA)


@cache
def _of(schema: str | None) -> tuple[sa.TableClause, sa.TableClause, sa.TableClause]:
    jobs = sa.table(
        "workflow_status",
        *(sa.column(name, sa.Text) for name in
          ("workflow_uuid", "status", "queue_name", "executor_id", "output", "error")),
        *(sa.column(name, sa.BigInteger) for name in
          ("created_at", "delay_until_epoch_ms", "started_at_epoch_ms", "completed_at")),
        schema=schema,
    )  # fmt: skip
    results = sa.table(
        "workflow_output",
        sa.column("workflow_uuid", sa.Text), sa.column("output", sa.Text),
        sa.column("error", sa.Text), schema=schema,
    )  # fmt: skip
    queues = sa.table(
        "queues", sa.column("name", sa.Text), sa.column("worker_concurrency", sa.Integer),
        schema=schema,
    )  # fmt: skip
    return jobs, results, queues
