"""What we ask of the job engine's own tables."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.session import Database

DELAYED = "DELAYED"
OPEN = ("ENQUEUED", "PENDING", DELAYED)
POSTGRES_SCHEMA = "dbos"


def schema(database: Database) -> str | None:
    """Where the engine's tables live."""
    return None if database.is_sqlite else POSTGRES_SCHEMA


def prepared(database: Database) -> bool:
    """Whether the engine's tables exist."""
    with database.engine.connect() as connection:
        return sa.inspect(connection).has_table("workflow_status", schema(database))


def open_jobs(session: Session, queues: Sequence[str] = (), patient: str = "") -> int:
    """How many jobs wait or run; those of the `patient` queue only once their time has come."""
    jobs = _jobs(session)
    later = sa.and_(jobs.c.status == DELAYED, jobs.c.queue_name == patient)
    statement = sa.select(sa.func.count()).where(jobs.c.status.in_(OPEN), ~later)
    if queues:
        statement = statement.where(jobs.c.queue_name.in_(queues))
    return session.scalar(statement.select_from(jobs)) or 0


def executors_with_pending(connection: sa.Connection) -> list[str]:
    """Workers that have jobs in flight, alive or not."""
    jobs = _table(POSTGRES_SCHEMA)
    statement = sa.select(jobs.c.executor_id).where(jobs.c.status == "PENDING").distinct()
    return [name for name in connection.scalars(statement) if name]


def try_lock(connection: sa.Connection, name: str) -> bool:
    """Take the session lock called `name` if it is free."""
    return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_key(name)))))


def unlock(connection: sa.Connection, name: str) -> None:
    """Give the session lock back."""
    connection.execute(sa.select(sa.func.pg_advisory_unlock(_key(name))))


def _key(name: str) -> sa.Function[int]:
    return sa.func.hashtextextended(name, 7305)


def _jobs(session: Session) -> sa.TableClause:
    sqlite = session.get_bind().dialect.name == "sqlite"
    return _table(None if sqlite else POSTGRES_SCHEMA)


def _table(schema_name: str | None) -> sa.TableClause:
    return sa.table(
        "workflow_status",
        sa.column("status"),
        sa.column("queue_name"),
        sa.column("executor_id"),
        schema=schema_name,
    )
