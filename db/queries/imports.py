"""Import runs: which chat a file belongs to, and where a stopped import goes on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import ImportRun


def unfinished(session: Session, fingerprint: str, prefilter_version: str) -> ImportRun | None:
    """The newest reading of this file that did not come to its end, under the same terms."""
    statement = (
        sa.select(ImportRun)
        .where(ImportRun.fingerprint == fingerprint, ImportRun.state != "done")
        .where(ImportRun.part == "")
        .where(ImportRun.prefilter_version == prefilter_version)
        .order_by(ImportRun.id.desc())
    )
    return session.scalars(statement).first()


def finished(session: Session, fingerprint: str) -> bool:
    """Whether this file was read to its end before."""
    statement = sa.select(ImportRun.id).where(
        ImportRun.fingerprint == fingerprint, ImportRun.state == "done", ImportRun.part == ""
    )
    return session.scalar(statement.limit(1)) is not None


def source_of(session: Session, fingerprint: str, part: str = "") -> int | None:
    """The source an earlier reading of the same file filled, with one chat of it where it
    holds several."""
    statement = (
        sa.select(ImportRun.source_id)
        .where(ImportRun.fingerprint == fingerprint, ImportRun.source_id.is_not(None))
        .where(ImportRun.part == part)
        .order_by(ImportRun.id.desc())
    )
    return session.scalars(statement).first()
