"""The state of the workspace in one read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.models import PublicationState
from db.queries import models, overview
from db.queries import sources as source_rows
from db.queries.overview import Came
from pipeline.extraction.configured import read_config
from pipeline.extraction.spending.budget import Budget, Care, Spent, care, left
from pipeline.extraction.spending.ledger import spent_by
from pipeline.sources.health import health_of

A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of the messages of the last 24 hours."""

    came: Came
    calls: int
    repeated: int
    """Calls that stood in another message already."""
    approved: int
    rejected: int
    live: int


@dataclass(frozen=True, slots=True)
class Money:
    """What was spent on models, what may be, and what that allows now."""

    budget: Budget
    spent: Spent
    models: bool = True
    """Whether any model is asked at all."""

    @property
    def care(self) -> Care:
        """How careful the program is with what is left."""
        return care(self.budget, self.spent)

    @property
    def used(self) -> float:
        """The part of the tighter limit that is gone, from 0 to 1; 0 without a limit."""
        return 1.0 - left(self.budget, self.spent)


@dataclass(frozen=True, slots=True)
class Ill:
    """A source that does not bring what it should."""

    id: int
    name: str
    error: str
    failures: int
    needs_person: bool


@dataclass(frozen=True, slots=True)
class Late:
    """A source that should have been asked long ago."""

    id: int
    name: str
    by: timedelta


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. Moments are naive UTC, as stored."""

    at: datetime
    funnel: Funnel
    pending: int
    oldest: datetime | None
    """Since when the oldest call waits for a person."""
    waiting: int
    """Messages that still wait to be read."""
    letters: int
    """Dead letters nobody has answered."""
    publications: dict[str, int]
    lagging: datetime | None
    """Since when the oldest publication waits for the site."""
    sources: int
    held: bool
    """Whether all sources rest."""
    ill: tuple[Ill, ...]
    late: tuple[Late, ...]
    asked: int
    """Requests to models in the last quarter of an hour, ..."""
    failed: int
    """... and those that came to nothing."""
    money: Money

    @property
    def age(self) -> timedelta:
        """How long the oldest call has waited; nothing where none waits."""
        return self.at - self.oldest if self.oldest else timedelta()


def read_overview(session: Session, now: datetime) -> Overview:
    """The workspace at `now` (naive UTC)."""
    since = now - A_DAY
    calls, repeated = overview.calls_read(session, since)
    decided = overview.decided(session, since)
    pending, oldest = overview.pending(session)
    listed = source_rows.live(session)
    outcomes = source_rows.last_outcomes(session)
    held = source_rows.held(session) is not None
    states = overview.publications(session)
    asked, failed = models.asked_since(session, now - timedelta(minutes=15))
    config = read_config(session)
    return Overview(
        at=now,
        funnel=Funnel(
            overview.came(session, since),
            calls,
            repeated,
            decided.get("approve", 0),
            decided.get("reject", 0),
            models.published_since(session, since),
        ),
        pending=pending,
        oldest=oldest,
        waiting=overview.waiting_messages(session),
        letters=overview.open_letters(session),
        publications=states,
        lagging=(
            overview.waits_since(session) if states.get(PublicationState.WAITING, 0) else None
        ),
        sources=len(listed),
        held=held,
        ill=tuple(
            Ill(one.id, one.name, one.last_error, one.failures, health.needs_person)
            for one in listed
            if (health := health_of(one, outcomes.get(one.id, ""))).is_ill
        ),
        late=() if held else tuple(
            Late(one.id, one.name, now - due)
            for one in listed
            if (due := one.next_run_at) is not None and _is_late(one.every_minutes, due, now)
        ),
        asked=asked,
        failed=failed,
        money=Money(
            config.budget,
            spent_by(session, now),
            bool(config.choices),
        ),
    )  # fmt: skip


def _is_late(every_minutes: int, due: datetime, now: datetime) -> bool:
    return every_minutes > 0 and now - due > timedelta(minutes=every_minutes) / 2
