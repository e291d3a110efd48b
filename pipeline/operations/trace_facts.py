"""What steps of a trace have in common: facts by name, lengths of time, how a job went. Pure."""

from __future__ import annotations

from datetime import datetime

from db.models import Message, Stage
from db.queries.trace_jobs import EngineJob
from pipeline.operations.trace_values import Fact, Mark, Replay

LONGEST = 20_000
"""Characters of an answer or a traceback that are told."""


def again(message: Message) -> Replay | None:
    """Whether a message can be read again: one that waits will be, a dead one has its letter."""
    return Replay.EXTRACT if message.stage in (Stage.SKIPPED, Stage.EXTRACTED) else None


def facts_of(**given: object) -> tuple[Fact, ...]:
    """What is known, by name; what is not is left out."""
    return tuple(
        Fact(name, _as_text(value)[:LONGEST])
        for name, value in given.items()
        if value is not None and value != ""
    )


def _as_text(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S} UTC" if isinstance(value, datetime) else str(value)


def seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    """How long it took, where both ends are known."""
    if start is None or end is None:
        return None
    return max(0.0, (end - start).total_seconds())


def job_facts(job: EngineJob) -> tuple[Fact, ...]:
    """What is known of one attempt of a job."""
    attempt = int(job.id.rpartition("#")[2]) if "#" in job.id else 1
    waited = seconds_between(job.created, job.started)
    return facts_of(
        job=job.id,
        attempt=attempt,
        waited=None if waited is None else f"{waited:g}",
        worker=job.worker,
        together=len(job.payload.get("messages", ())) or None,
        status=job.status,
    )


def job_went(job: EngineJob) -> tuple[str, Mark]:
    """How an attempt ended, and how that is marked."""
    if job.result in ("retry", "dead"):
        return job.result, Mark.BAD
    if job.status == "SUCCESS":
        return "done", Mark.GOOD
    if job.status in ("ENQUEUED", "DELAYED"):
        return "waits", Mark.WAITS
    return ("runs", Mark.WAITS) if job.status == "PENDING" else ("broken", Mark.BAD)
