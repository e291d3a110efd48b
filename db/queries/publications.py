"""Publications: what is due, what is live, and the conditional steps between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from db.models import Call, Message, Publication, PublicationState, utc_now
from db.queries.search import matching

Page = sa.Select[tuple[Publication, Call, str | None]]
"""Publications with their call and the address it was posted at."""
LIVE_STATES = (PublicationState.LIVE, PublicationState.EDITED_ELSEWHERE)


def of_call(session: Session, call_id: int) -> Publication | None:
    """The publication of a call, if it ever had one."""
    return session.scalar(sa.select(Publication).where(Publication.call_id == call_id))


def locked_of_call(session: Session, call_id: int) -> Publication | None:
    """The publication of a call, kept from other writers until we commit: two that count its
    generation up at once would both arrive at the same."""
    return session.scalar(
        sa.select(Publication)
        .where(Publication.call_id == call_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def with_call(session: Session, publication_id: int) -> tuple[Publication, Call] | None:
    """A publication, its call and the call's message."""
    statement = (
        sa.select(Publication, Call)
        .join(Call, Call.id == Publication.call_id)
        .join(Call.message)
        .options(contains_eager(Call.message))
        .where(Publication.id == publication_id)
    )
    row = session.execute(statement).first()
    return None if row is None else (row[0], row[1])


def page(states: tuple[str, ...] = (), *, before: int | None = None, limit: int = 200) -> Page:
    """Publications, newest first, with their call and the address it was posted at."""
    statement = (
        sa.select(Publication, Call, Message.url)
        .join(Call, Call.id == Publication.call_id)
        .join(Message, Message.id == Call.message_id)
        .order_by(Publication.id.desc())
        .limit(limit)
    )
    if states:
        statement = statement.where(Publication.state.in_(states))
    if before is not None:
        statement = statement.where(Publication.id < before)
    return statement


def of_one(statement: Page, call_id: int) -> Page:
    """Of a page only the publication of one call."""
    return statement.where(Publication.call_id == call_id)


def saying(
    session: Session,
    statement: Page,
    words: Sequence[str],
) -> Page:
    """Of a page only those whose call holds every word."""
    return statement.where(matching(session, Call, words))


def settle(
    session: Session,
    publication_id: int,
    generation: int,
    *,
    state: str,
    public_id: str,
    remote_updated_at: datetime | None,
) -> bool:
    """Record that the site holds this generation, unless a newer one is wanted already."""
    live = state == PublicationState.LIVE
    won = session.scalar(
        sa.update(Publication)
        .where(Publication.id == publication_id, Publication.generation == generation)
        .values(
            state=state,
            done=generation,
            public_id=public_id,
            remote_updated_at=remote_updated_at,
            error="",
            attempts=Publication.attempts + 1,
            published_at=utc_now() if live else Publication.published_at,
            updated_at=utc_now(),
        )
        .returning(Publication.id)
    )
    return won is not None


def note_failure(
    session: Session, publication_id: int, generation: int, *, state: str, error: str
) -> None:
    """Record why this generation is not on the site, unless a newer one is wanted already."""
    session.execute(
        sa.update(Publication)
        .where(Publication.id == publication_id, Publication.generation == generation)
        .values(
            state=state,
            error=error,
            attempts=Publication.attempts + 1,
            updated_at=utc_now(),
        )
    )


def mark_elsewhere(
    session: Session, publication_id: int, seen: datetime | None, state: str
) -> bool:
    """Record a change made on the site itself, unless we changed it since we looked."""
    won = session.scalar(
        sa.update(Publication)
        .where(
            Publication.id == publication_id,
            Publication.generation == Publication.done,
            Publication.remote_updated_at.is_not_distinct_from(seen),
            Publication.state != state,
        )
        .values(state=state, updated_at=utc_now())
        .returning(Publication.id)
    )
    return won is not None


def counts(session: Session) -> dict[str, int]:
    """How many publications are in each state."""
    rows = session.execute(
        sa.select(Publication.state, sa.func.count()).group_by(Publication.state)
    )
    return dict(rows.tuples().all())


def live_ids(session: Session) -> list[str]:
    """The site's ids of what is live, oldest first."""
    statement = (
        sa.select(Publication.public_id)
        .where(Publication.state.in_(LIVE_STATES), Publication.public_id.is_not(None))
        .order_by(Publication.id)
    )
    return [public_id for public_id in session.scalars(statement) if public_id is not None]
