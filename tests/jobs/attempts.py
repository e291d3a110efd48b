"""Rows as the engine leaves them, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from db.queries import engine as engine_rows
from db.session import Database
from pipeline.jobs.engine import JobEngine


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt; times in milliseconds."""

    id: str
    created: int
    started: int | None = None
    ended: int | None = None
    output: str = "done"
    queue: str = "extract"
    status: str = ""
    error: str | None = None


def write(database: Database, rows: Iterable[Row]) -> None:
    """Store attempts in the engine's own tables."""
    JobEngine(database, executor="desk").prepare()
    prefix = "" if database.is_sqlite else f"{engine_rows.POSTGRES_SCHEMA}."
    jobs, results = [], []
    for row in rows:
        status = row.status or (
            "SUCCESS" if row.ended else "PENDING" if row.started else "ENQUEUED"
        )
        jobs.append(
            {
                "id": row.id, "status": status, "name": row.id.partition(":")[0],
                "queue": row.queue, "created": row.created, "started": row.started,
                "ended": row.ended, "error": row.error,
            }
        )  # fmt: skip
        if status == "SUCCESS":
            results.append({"id": row.id, "output": f'"{row.output}"'})
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                f"INSERT INTO {prefix}workflow_status (workflow_uuid, status, name, queue_name, "
                "created_at, updated_at, started_at_epoch_ms, completed_at, error, priority, "
                "executor_id, application_version, application_name) VALUES (:id, :status, :name, "
                ":queue, :created, :created, :started, :ended, :error, 10, 'desk', 'pipeline-1', "
                "'takeone')"
            ),
            jobs,
        )
        if results:
            connection.execute(
                sa.text(
                    f"INSERT INTO {prefix}workflow_output (workflow_uuid, output, "
                    "retention_timestamp) VALUES (:id, :output, 0)"
                ),
                results,
            )
