"""Who looks at which call: a lease in the call's row, taken and kept by conditions."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call


def take(session: Session, call_id: int, by: str, now: datetime, until: datetime) -> bool:
    """Take or renew a lease; False while somebody else has it."""
    free = sa.or_(Call.claimed_by.is_(None), Call.claimed_by == by, Call.claimed_until <= now)
    return _set(session, sa.and_(Call.id == call_id, free), by, until)


def seize(session: Session, call_id: int, by: str, until: datetime) -> bool:
    """Take a lease whoever has it; False when there is no such call."""
    return _set(session, Call.id == call_id, by, until)


def give_up(session: Session, call_id: int, by: str) -> None:
    """End one's own lease."""
    _set(session, sa.and_(Call.id == call_id, Call.claimed_by == by), None, None)


def holder(session: Session, call_id: int, now: datetime) -> str:
    """Who has a call, or nothing."""
    held = sa.select(Call.claimed_by).where(Call.id == call_id, Call.claimed_until > now)
    return session.scalar(held) or ""


def _set(
    session: Session, where: sa.ColumnElement[bool], by: str | None, until: datetime | None
) -> bool:
    # A look is no change of the call: neither its revision nor its time of change moves.
    statement = (
        sa.update(Call)
        .where(where)
        .values(claimed_by=by, claimed_until=until, updated_at=Call.updated_at)
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(statement) is not None
