"""What we ask of a provider's batch service, and what it gives back, whoever offers it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pipeline.errors import Unavailable
from pipeline.extraction.models.port import Question, Usage


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a batch. The answer comes back under its id, in any order."""

    id: str
    question: Question


@dataclass(frozen=True, slots=True)
class Parcel:
    """The questions of one batch, under our own name for it."""

    mark: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Lost:
    """A batch that the service may have taken: what it can be known by."""

    mark: str
    count: int
    since: datetime
    """When it was sent, as naive UTC."""
    known: Collection[str]
    """Ids of the batches it is not."""


class Phase(StrEnum):
    """How far the provider is with a batch."""

    WORKING = "working"
    ENDED = "ended"
    """All that will come of it can be collected, be it everything or nothing."""
    FAILED = "failed"
    """It was not even begun; nothing was paid."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch as the provider sees it."""

    phase: Phase
    done: int = 0
    failed: int = 0
    error: str = ""
    later: bool = False
    """Whether a batch that failed may be sent again: too much is under way there now."""


class Fate(StrEnum):
    """What became of one question."""

    ANSWERED = "answered"
    USELESS = "useless"
    """Paid, but refused, or without any text."""
    ERRORED = "errored"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for one question. Only what was answered or useless was paid."""

    id: str
    fate: Fate
    raw: str = ""
    usage: Usage = field(default_factory=Usage)
    error: str = ""


class InDoubt(Unavailable):
    """A batch was being sent when the answer failed to come: the service may have taken it."""


class BatchService(Protocol):
    """One provider's batches. Belongs to one event loop.

    Its calls raise what `Provider` raises. None is tried again by itself.
    """

    async def submit(self, parcel: Parcel) -> str:
        """Send a batch; the provider's id for it. Raises `InDoubt` when it may have been
        taken all the same; any other error means that it was not."""
        ...

    async def find(self, lost: Lost) -> str | None:
        """The id of a batch we sent and whose answer we lost."""
        ...

    async def look(self, remote_id: str) -> Standing:
        """How far it is."""
        ...

    async def results(self, remote_id: str) -> list[Result]:
        """Everything that came of a batch that ended. What a cut download or a broken line
        held is missing."""
        ...

    async def cancel(self, remote_id: str) -> None:
        """Ask for its end. What is answered by then is paid, and can be collected."""
        ...

    async def forget(self, remote_id: str) -> None:
        """Have the provider delete a batch that was collected, with the messages in it."""
        ...

    async def close(self) -> None:
        """Give back its connections."""
        ...
