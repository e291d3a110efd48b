"""Calls that may be near duplicates, found by the bands of their MinHash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, Message


@dataclass(frozen=True, slots=True)
class KnownCall:
    """A call already stored, as far as comparing needs it. `text` is its part of the message."""

    id: int
    cluster_id: int
    text: str
    title: str | None
    company: str | None
    location: str | None
    requirements: str | None
    deadline: date | None
    contact_info: str | None
    sent_at: datetime | None

    @property
    def posted(self) -> date | None:
        """The day its message was sent."""
        return self.sent_at.date() if self.sent_at else None


def by_hash(session: Session, content_hash: str) -> KnownCall | None:
    """The call with this content."""
    row = session.connection().execute(BY_HASH, {"content_hash": content_hash}).first()
    return KnownCall(*row) if row else None


def by_ids(session: Session, ids: Sequence[int]) -> list[KnownCall]:
    """These calls, in no order."""
    if not ids:
        return []
    return [
        KnownCall(*row) for row in session.connection().execute(BY_IDS, {"ids": list(ids)}).all()
    ]


def _known(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    call, message = Call.__table__.c, Message.__table__.c
    part = sa.func.substr(message.text, call.span_start + 1, call.span_end - call.span_start)
    return (
        sa.select(
            call.id,
            sa.func.coalesce(call.cluster_id, call.id),
            part,
            call.title,
            call.company,
            call.location,
            call.requirements,
            call.deadline,
            call.contact_info,
            message.sent_at,
        )
        .select_from(Call.__table__.join(Message.__table__, message.id == call.message_id))
        .where(condition)
    )


BY_HASH = _known(Call.__table__.c.content_hash == sa.bindparam("content_hash"))
BY_IDS = _known(Call.__table__.c.id.in_(sa.bindparam("ids", expanding=True)))


def sharing(session: Session, bands: Sequence[int], newest: int) -> dict[int, list[int]]:
    """For each band, the newest calls that have it.

    A form that thousands of calls were poured into fills its bands; only so many of each
    are read, by the key alone, so that the cost does not grow with what is known.
    """
    if not bands:
        return {}
    values = {f"band{at}": band for at, band in enumerate(bands)}
    rows = session.connection().execute(_sharing(len(bands)), {**values, "newest": newest})
    found: dict[int, list[int]] = {}
    for band, call_id in rows.all():
        found.setdefault(band, []).append(call_id)
    return found


@cache
def _sharing(count: int) -> sa.TextClause:
    """Written out, because building it anew takes longer than running it."""
    one = (
        "SELECT band, call_id FROM (SELECT band, call_id FROM near_band"
        " WHERE band = :band{at} ORDER BY call_id DESC LIMIT :newest) AS of{at}"
    )
    return sa.text(" UNION ALL ".join(one.format(at=at) for at in range(count)))


def add_bands(session: Session, call_id: int, bands: Sequence[int]) -> None:
    """Let a call be found by these bands."""
    if bands:
        values = {f"band{at}": band for at, band in enumerate(bands)}
        session.connection().execute(_adding(len(bands)), {**values, "call_id": call_id})


@cache
def _adding(count: int) -> sa.TextClause:
    """One statement for all: a row at a time takes longer."""
    rows = ", ".join(f"(:band{at}, :call_id)" for at in range(count))
    return sa.text(f"INSERT INTO near_band (band, call_id) VALUES {rows}")
