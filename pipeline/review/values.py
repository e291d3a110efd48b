"""What the review desk shows and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from pipeline.review.wording import Piece
from pipeline.text.span import Span


class Sort(StrEnum):
    """How the list is ordered."""

    QUEUE = "queue"
    NEWEST = "newest"
    SCORE = "score"
    OLDEST = "oldest"
    """What is overdue then stands on top, also what was skipped."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows. Empty means no restriction; `text` is searched Arabic-aware."""

    status: CallStatus = CallStatus.PENDING
    text: str = ""
    media: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    flagged: bool | None = None
    doubtful: bool | None = None
    since: datetime | None = None
    assignee: str | None = None
    """Whose calls; empty: those of nobody."""
    snoozed: bool = False
    """What is put off, which is left out otherwise."""
    sort: Sort = Sort.QUEUE


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: its last row's sort key and id."""

    key: float
    id: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One card of the list."""

    id: int
    title: str
    location: str
    company: str
    status: str
    medium: str
    source: str
    received: datetime
    sent_at: datetime | None
    score: float
    doubts: int
    flagged: bool
    alike: int
    """How many further calls of the cluster this card stands for."""
    cursor: Cursor
    claimed_by: str = ""
    """Who looks at it just now, or nothing."""
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the reviewer sees it: `state` is a FieldState, or `missing`."""

    name: FieldName
    value: str
    state: str
    spans: tuple[Span, ...] = ()
    doubt: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class CallDetail:
    """Everything the detail pane shows of one call."""

    id: int
    revision: int
    status: str
    text: str
    span: Span
    fields: tuple[FieldView, ...]
    extras: Mapping[str, Any]
    medium: str
    source: str
    sender: str | None
    sent_at: datetime | None
    received: datetime
    url: str | None
    band: str
    score: float
    reasons: tuple[Mapping[str, Any], ...]
    provider: str
    flagged: bool
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    note: str | None
    alike: tuple[int, ...]
    """Ids of the other calls of the cluster."""
    sightings: int
    """How many messages say exactly this."""
    publication: str | None
    publication_error: str
    claimed_by: str = ""
    """Who looked at it when it was read, or nothing."""
    snoozed_until: datetime | None = None
    assignee: str = ""

    @property
    def has_copies(self) -> bool:
        """Whether another message says the same, or nearly."""
        return self.sightings > 1 or bool(self.alike)

    def held_from(self, by: str) -> str:
        """Who else looks at it, or nothing."""
        return "" if self.claimed_by == by else self.claimed_by


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place a call was seen in. Without `pieces` it says the same word for word."""

    call_id: int | None
    medium: str
    source: str
    sender: str | None
    sent_at: datetime | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: its id (for undo), the calls it changed, and those it could not."""

    action_id: int | None
    changed: tuple[int, ...]
    failures: tuple[tuple[int, str], ...] = ()
