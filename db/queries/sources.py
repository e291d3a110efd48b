"""Live sources: which are due, who fetches them, and what each run brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Message, Meta, Source, SourceKind, SourceRun, SourceState, Stage

HELD = "sources_held"
"""The name of the fact that all sources rest. While it stands, nobody claims what is due."""
RECENT_RUNS = 20_000
"""How many of the newest runs are looked through: far more than a day has."""
UNFINISHED = ("running", "cancelled")


def live(session: Session) -> Sequence[Source]:
    """Every live source, in the order people read them."""
    statement = (
        sa.select(Source)
        .where(Source.adapter != "", Source.state != SourceState.REMOVED)
        .order_by(Source.name, Source.id)
    )
    return session.scalars(statement).all()


def of_identifier(session: Session, kind: str, identifier: str) -> Source | None:
    """The source with this id at its home, also one that was removed."""
    return session.scalar(
        sa.select(Source).where(Source.kind == kind, Source.identifier == identifier)
    )


def claim_due(
    session: Session, now: datetime, *, owner: str, until: datetime, most: int
) -> Sequence[Source]:
    """Take up to `most` sources that are due and that nobody fetches, urgent ones first."""
    due = (
        sa.select(Source.id)
        .where(
            Source.adapter != "",
            Source.state == SourceState.ACTIVE,
            Source.next_run_at <= now,
            _free(now),
            ~_all_held(),
        )
        .order_by(Source.priority, Source.next_run_at)
        .limit(most)
    )
    ids = session.scalars(due).all()
    return [found for one in ids if (found := claim(session, one, now, owner=owner, until=until))]


def pull_in(session: Session, now: datetime, latest: datetime) -> None:
    """Make those due that were asked later than `latest`, which lies ahead: a clock went wrong
    then and was set right since, and by their appointments they would not be asked for years."""
    session.execute(
        sa.update(Source)
        .where(Source.last_run_at > latest, Source.next_run_at.is_not(None))
        .values(next_run_at=now, last_run_at=now, lease_until=None)
    )


def claim(
    session: Session, source_id: int, now: datetime, *, owner: str, until: datetime
) -> Source | None:
    """Take one source to fetch it; None when somebody else has it or it is gone."""
    return session.scalar(
        sa.update(Source)
        .where(Source.id == source_id, _free(now))
        .values(leased_by=owner, lease_until=until, last_run_at=now)
        .returning(Source)
        .execution_options(populate_existing=True)
    )


def move_cursor(
    session: Session,
    source_id: int,
    owner: str,
    cursor: Mapping[str, Any],
    cost: int,
    until: datetime,
) -> bool:
    """Note how far a source was read, and hold the claim until then; False when the claim was
    lost."""
    moved = session.scalar(
        sa.update(Source)
        .where(Source.id == source_id, Source.leased_by == owner)
        .values(cursor=dict(cursor), cost=Source.cost + cost, lease_until=until)
        .returning(Source.id)
    )
    return moved is not None


def release(session: Session, source_id: int, owner: str, **values: object) -> None:
    """Give a source back with what its run left: state, next run, failures, error."""
    session.execute(
        sa.update(Source)
        .where(Source.id == source_id, Source.leased_by == owner)
        .values(leased_by=None, lease_until=None, **values)
    )


def forget_claims(session: Session, owner: str) -> None:
    """Free what an owner held in a life that ended without giving it back."""
    session.execute(
        sa.update(Source).where(Source.leased_by == owner).values(leased_by=None, lease_until=None)
    )


def next_due(session: Session) -> datetime | None:
    """When the next source may be claimed: it is due, and nobody else holds it; None when none
    ever is, or while all of them rest."""
    held = sa.and_(Source.lease_until.is_not(None), Source.lease_until > Source.next_run_at)
    free_and_due = sa.case((held, Source.lease_until), else_=Source.next_run_at)
    found: datetime | None = session.scalar(
        sa.select(sa.func.min(free_and_due)).where(
            Source.adapter != "", Source.state == SourceState.ACTIVE, ~_all_held()
        )
    )
    return found


def held(session: Session) -> str | None:
    """Who had all sources rest, and since when, as it was written; None when they don't."""
    return session.scalar(sa.select(Meta.value).where(Meta.name == HELD))


def hold(session: Session, said: str) -> None:
    """Let all sources rest, in every process of the workspace."""
    session.merge(Meta(name=HELD, value=said))


def let_go(session: Session) -> None:
    """Let them be asked again."""
    session.execute(sa.delete(Meta).where(Meta.name == HELD))


def brought(session: Session, since: datetime, today: datetime) -> dict[int, tuple[int, int]]:
    """By source: the messages its runs stored since a moment, and their cost since today."""
    statement = (
        sa.select(
            SourceRun.source_id,
            sa.func.sum(SourceRun.stored),
            sa.func.sum(sa.case((SourceRun.started_at >= today, SourceRun.cost), else_=0)),
        )
        .where(SourceRun.started_at >= since, _recent())
        .group_by(SourceRun.source_id)
    )
    return {
        source_id: (int(stored), int(cost))
        for source_id, stored, cost in session.execute(statement).tuples()
    }


def last_outcomes(session: Session) -> dict[int, str]:
    """How the newest finished run of each source ended."""
    newest = (
        sa.select(sa.func.max(SourceRun.id))
        .where(SourceRun.outcome.not_in(UNFINISHED), _recent())
        .group_by(SourceRun.source_id)
    )
    statement = sa.select(SourceRun.source_id, SourceRun.outcome).where(SourceRun.id.in_(newest))
    return dict(session.execute(statement).tuples().all())


def runs(session: Session, source_id: int, most: int = 50) -> Sequence[SourceRun]:
    """The newest runs of one source."""
    statement = (
        sa.select(SourceRun)
        .where(SourceRun.source_id == source_id)
        .order_by(SourceRun.id.desc())
        .limit(most)
    )
    return session.scalars(statement).all()


def count_active(session: Session, kind: SourceKind | str, adapter: str) -> int:
    """How many sources of one kind and adapter are asked for messages."""
    return (
        session.scalar(
            sa.select(sa.func.count(Source.id)).where(
                Source.kind == kind,
                Source.adapter == adapter,
                Source.state == SourceState.ACTIVE,
            )
        )
        or 0
    )


def edit_message(
    session: Session,
    source_id: int,
    external_id: str,
    at: datetime,
    values: Mapping[str, object],
) -> int | None:
    """Give a held message its new text, keeping the first one; its id, or None when we do not
    hold it or it already reads so."""
    return session.scalar(
        sa.update(Message)
        .where(
            Message.source_id == source_id,
            Message.external_id == external_id,
            Message.text != values["text"],
        )
        .values(
            first_text=sa.func.coalesce(Message.first_text, Message.text), edited_at=at, **values
        )
        .returning(Message.id)
    )


def delete_message(session: Session, source_id: int, external_id: str, at: datetime) -> int | None:
    """Note that a message was taken back; one that still waited is not extracted any more."""
    return session.scalar(
        sa.update(Message)
        .where(
            Message.source_id == source_id,
            Message.external_id == external_id,
            Message.deleted_at.is_(None),
        )
        .values(
            deleted_at=at,
            stage=sa.case((Message.stage == Stage.WAITING, Stage.SKIPPED), else_=Message.stage),
        )
        .returning(Message.id)
    )


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Source.lease_until.is_(None), Source.lease_until < now)


def _all_held() -> sa.ColumnElement[bool]:
    return sa.exists().where(Meta.name == HELD)


def _recent() -> sa.ColumnElement[bool]:
    # By id, because runs have no index on their time and one on their id.
    newest = sa.select(sa.func.max(SourceRun.id)).scalar_subquery()
    return SourceRun.id > newest - RECENT_RUNS
