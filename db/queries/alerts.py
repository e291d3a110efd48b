"""Alerts, as people and the watch that raises them see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Alert, AlertState

WATCHING = 0x57415443  # any number, the same in every process


def unfixed(session: Session) -> Sequence[Alert]:
    """Every alert whose cause still stands, the newest first."""
    statement = sa.select(Alert).where(Alert.state != AlertState.FIXED).order_by(Alert.id.desc())
    return session.scalars(statement).all()


def watch_alone(session: Session) -> None:
    """Let nobody else raise alerts until this transaction ends: two desks that notice the same
    would raise it twice. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(WATCHING)))


def everything(session: Session) -> dict[tuple[str, str], Alert]:
    """All alerts there ever were, by kind and subject."""
    return {(one.kind, one.subject): one for one in session.scalars(sa.select(Alert))}


def answer(
    session: Session, alert_id: int, state: AlertState, by: str, until: datetime | None = None
) -> bool:
    """Quieten an alert, or open it again; False when its cause is gone."""
    won = session.scalar(
        sa.update(Alert)
        .where(Alert.id == alert_id, Alert.state != AlertState.FIXED)
        .values(state=state, by=by, until=until)
        .returning(Alert.id)
    )
    return won is not None
