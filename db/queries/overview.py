"""How much came, and what became of it. Nothing here reads more rows than a day has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import (
    Call,
    CallStatus,
    DeadLetter,
    ImportRun,
    LetterState,
    Message,
    Publication,
    PublicationState,
    ReviewAction,
    ReviewChange,
    SourceRun,
    Stage,
)

RECENT_RUNS = 20_000
"""How many of the newest runs are looked through: far more than a day has."""


@dataclass(frozen=True, slots=True)
class Came:
    """Messages of a stretch of time: seen, new to us, and worth reading."""

    fetched: int
    new: int
    passed: int


def came(session: Session, since: datetime) -> Came:
    """What imports and live sources brought. Runs keep their own counts, so that no message
    has to be looked at."""
    live = session.execute(
        sa.select(_sum(SourceRun.fetched), _sum(SourceRun.stored), _sum(SourceRun.passed)).where(
            SourceRun.started_at >= since, _recent(SourceRun)
        )
    ).one()
    dumps = session.execute(
        sa.select(
            _sum(ImportRun.read), _sum(ImportRun.stored), _sum(ImportRun.passed + ImportRun.unsure)
        ).where(ImportRun.started_at >= since, _recent(ImportRun))
    ).one()
    return Came(*(int(one) + int(other) for one, other in zip(live, dumps, strict=True)))


def calls_read(session: Session, since: datetime) -> tuple[int, int]:
    """Calls found in messages, and how many of them stood in another message already."""
    first = _first_since(session, Call, since)
    found, repeated = session.execute(
        sa.select(sa.func.count(), _sum(sa.case((Call.cluster_id != Call.id, 1), else_=0))).where(
            Call.id >= first
        )
    ).one()
    return int(found), int(repeated)


def decided(session: Session, since: datetime) -> dict[str, int]:
    """How many steps that approve or reject were taken and still stand, by kind; a step for
    many calls counts each of them."""
    first = session.scalar(
        sa.select(sa.func.min(ReviewAction.id)).where(
            ReviewAction.at >= since,
            ReviewAction.id > sa.select(sa.func.max(ReviewAction.id)).scalar_subquery() - 200_000,
        )
    )
    if first is None:
        return {}
    statement = (
        sa.select(ReviewAction.kind, sa.func.count(ReviewChange.id))
        .join(ReviewChange, ReviewChange.action_id == ReviewAction.id)
        .where(ReviewAction.id >= first, ReviewAction.at >= since)
        .where(ReviewAction.undone_at.is_(None))
        .group_by(ReviewAction.kind)
    )
    return dict(session.execute(statement).tuples().all())


def publications(session: Session) -> dict[str, int]:
    """How many publications are in each state."""
    statement = sa.select(Publication.state, sa.func.count()).group_by(Publication.state)
    return dict(session.execute(statement).tuples().all())


def waits_since(session: Session) -> datetime | None:
    """Since when the publication waits that was asked for first."""
    found: datetime | None = session.scalar(
        sa.select(sa.func.min(Publication.updated_at)).where(
            Publication.state == PublicationState.WAITING
        )
    )
    return found


def pending(session: Session) -> tuple[int, datetime | None]:
    """How many calls wait for a person, and since when the oldest does."""
    heads = sa.and_(
        Call.status == sa.literal_column(f"'{CallStatus.PENDING}'"), Call.cluster_id == Call.id
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(Call).where(heads)) or 0
    # The smallest id is the oldest call; positions say otherwise after a skip.
    oldest = session.scalar(sa.select(sa.func.min(Call.id)).where(heads))
    since = session.scalar(sa.select(Call.created_at).where(Call.id == oldest)) if oldest else None
    return count, since


def waiting_messages(session: Session) -> int:
    """How many messages still wait to be read."""
    waits = Message.stage == sa.literal_column(f"'{Stage.WAITING}'")
    return session.scalar(sa.select(sa.func.count()).select_from(Message).where(waits)) or 0


def open_letters(session: Session) -> int:
    """How many dead letters need a person."""
    statement = sa.select(sa.func.count()).where(DeadLetter.state == LetterState.OPEN)
    return session.scalar(statement.select_from(DeadLetter)) or 0


def _first_since(session: Session, table: type[Call], since: datetime) -> int:
    """The smallest id created at or after a moment. Ids grow with time, so halving finds it in
    twenty looks, where a search would read the whole table."""
    low, high = session.execute(sa.select(sa.func.min(table.id), sa.func.max(table.id))).one()
    if high is None:
        return 0
    low, high = int(low), int(high) + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(
            sa.select(table.created_at).where(table.id >= middle).order_by(table.id).limit(1)
        )
        if at is not None and at < since:
            low = middle + 1
        else:
            high = middle
    return low


def _recent(table: type[SourceRun | ImportRun]) -> sa.ColumnElement[bool]:
    # By id, because runs have no index on their time and one on their id.
    return table.id > sa.select(sa.func.max(table.id)).scalar_subquery() - RECENT_RUNS


def _sum(what: sa.ColumnElement[int] | sa.orm.InstrumentedAttribute[int]) -> sa.Function[int]:
    return sa.func.coalesce(sa.func.sum(what), 0)
