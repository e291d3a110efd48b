"""Reads the audit chain."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import AuditEntry

CHAIN_LOCK = 7305843009213693952


def lock_head(session: Session) -> str | None:
    """The newest link's hash; on Postgres nobody else can append until we commit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    newest = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    return session.scalar(newest)


def in_order(session: Session) -> Iterator[AuditEntry]:
    """Every entry from the first, streamed."""
    statement = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    yield from session.scalars(statement)
