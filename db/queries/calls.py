"""Calls as extraction places them: new, near another, or seen before."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Message, Sighting

PLACING = 0x54414B45  # any number, the same in every process


def place_alone(session: Session) -> None:
    """Let nobody else place calls until this transaction ends.

    Two that place the same call at once would each find it new. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(PLACING)))


def add_sighting(session: Session, call_id: int, message_id: int) -> None:
    """Note that a message says exactly what a call says."""
    if session.get(Sighting, (call_id, message_id)) is None:
        session.add(Sighting(call_id=call_id, message_id=message_id))


def status_of(session: Session, call_id: int) -> str | None:
    """What was decided of a call."""
    return session.scalar(sa.select(Call.status).where(Call.id == call_id))


def from_imports(session: Session, run_ids: Sequence[int]) -> Sequence[Call]:
    """Calls that messages of these imports said, oldest first."""
    statement = (
        sa.select(Call)
        .where(
            Call.id.in_(
                sa.select(Sighting.call_id)
                .join(Message, Message.id == Sighting.message_id)
                .where(Message.run_id.in_(run_ids))
            )
        )
        .order_by(Call.id)
    )
    return session.scalars(statement).all()


def message_ids(session: Session, call_ids: Sequence[int]) -> dict[int, list[str]]:
    """The messages each call was seen in: their ids in the dump, or ours as `#id`."""
    rows = session.execute(
        sa.select(Sighting.call_id, Message.id, Message.external_id, Message.dump_id)
        .join(Message, Message.id == Sighting.message_id)
        .where(Sighting.call_id.in_(call_ids))
        .order_by(Message.id)
    )
    found: dict[int, list[str]] = {}
    for call_id, message_id, external_id, from_dump in rows:
        found.setdefault(call_id, []).append(external_id if from_dump else f"#{message_id}")
    return found


def flag_pending_of(session: Session, message_id: int) -> Sequence[int]:
    """Flag the waiting calls of a message that its sender took back; their ids."""
    statement = (
        sa.update(Call)
        .where(Call.message_id == message_id, Call.status == CallStatus.PENDING)
        .values(flagged=True)
        .returning(Call.id)
    )
    return session.scalars(statement).all()
