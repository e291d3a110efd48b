"""The versions of the terms, and what the backtest asks of messages."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import PatternVersion


def newest(session: Session) -> PatternVersion | None:
    """The newest version, if one was ever applied."""
    return session.scalar(sa.select(PatternVersion).order_by(PatternVersion.id.desc()).limit(1))


def newest_version(session: Session) -> int:
    """The number of the newest version; 0 when none was ever applied."""
    return session.scalar(sa.select(sa.func.max(PatternVersion.id))) or 0


def versions(session: Session) -> Sequence[PatternVersion]:
    """Every version, the first one first."""
    return session.scalars(sa.select(PatternVersion).order_by(PatternVersion.id)).all()
