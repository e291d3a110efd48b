"""Reads the filters people gave a name."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import SavedFilter


def of(session: Session, by: str) -> Sequence[SavedFilter]:
    """A person's filters, by name."""
    statement = sa.select(SavedFilter).where(SavedFilter.by == by)
    return session.scalars(statement.order_by(SavedFilter.name)).all()


def named(session: Session, by: str, name: str) -> SavedFilter | None:
    """One of them."""
    return session.scalar(
        sa.select(SavedFilter).where(SavedFilter.by == by, SavedFilter.name == name)
    )
