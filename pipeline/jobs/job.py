"""What a job is, how its handler is described, and how a failure is judged. Pure values."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from pipeline.errors import Invalid, Rejected, Unavailable

Payload = Mapping[str, Any]
"""Ids only, as JSON: what a job works on lies in our own tables, where it can be edited."""


class Queue(StrEnum):
    """The durable queues, each with its own concurrency."""

    EXTRACT = "extract"
    PUBLISH = "publish"
    MAINTENANCE = "maintenance"


class Failure(StrEnum):
    """Why a job failed; each kind is counted and handled by itself."""

    TRANSIENT = "transient"
    PERMANENT = "permanent"
    INVALID = "invalid_output"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Retry:
    """Waits before the next attempt, the last one repeated; `attempts` None never gives up."""

    waits: tuple[float, ...] = (1.0, 5.0, 15.0, 60.0)
    attempts: int | None = 4

    def wait_after(self, attempt: int) -> float | None:
        """Seconds to wait after failed attempt number `attempt` (from 1), None to give up."""
        if self.attempts is not None and attempt >= self.attempts:
            return None
        return self.waits[min(attempt, len(self.waits)) - 1]


@dataclass(frozen=True, slots=True)
class Handler:
    """One kind of job. `run` must be idempotent: after a crash it is run again."""

    name: str
    queue: Queue
    run: Callable[[Payload], Awaitable[None]]
    retry: Retry = field(default_factory=Retry)
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work to enqueue. Two jobs with one (handler, key) are the same job.

    Lower `priority` runs first; publication (1) never waits behind imports.
    """

    handler: str
    queue: Queue
    key: str
    payload: Payload
    priority: int = 10

    def id(self, attempt: int = 1) -> str:
        """The engine's id of one attempt of this job."""
        stem = f"{self.handler}:{self.key}"
        return stem if attempt == 1 else f"{stem}#{attempt}"


class Enqueue(Protocol):
    """Adds a job to the caller's transaction."""

    def __call__(self, session: Session, job: Job) -> None: ...


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that will not be tried again by itself, with its cause."""

    job: Job
    failure: Failure
    error: str
    traceback: str
    attempts: int

    @property
    def signature(self) -> str:
        """What failures of one cause have in common."""
        return signature(self.job.handler, self.error)


def judge(error: BaseException) -> Failure:
    """Which kind of failure an exception is."""
    if isinstance(error, Unavailable | TimeoutError):
        return Failure.TRANSIENT
    if isinstance(error, Rejected):
        return Failure.PERMANENT
    if isinstance(error, Invalid):
        return Failure.INVALID
    return Failure.BUG


def signature(handler: str, error: str) -> str:
    """The error with ids, numbers, quotes and addresses removed, so that like meets like."""
    plain = re.sub(r"0x[0-9a-f]+|\d+", "#", error.lower())
    plain = re.sub(r"(['\"«]).*?(['\"»])", "'…'", plain)
    return f"{handler}: {' '.join(plain.split())[:160]}"
