"""Dead letters: one row per failed job, however often it is reported."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import DeadLetter, LetterState, Message, utc_now


def put(session: Session, letter: DeadLetter) -> None:
    """Keep a failed job; a job that failed before is opened again and counted on."""
    known = session.scalar(sa.select(DeadLetter).where(DeadLetter.job_id == letter.job_id))
    if known is None:
        session.add(letter)
        session.flush()
        return
    known.error, known.failure = letter.error, letter.failure
    known.signature, known.detail = letter.signature, letter.detail
    known.attempts += letter.attempts
    known.state = LetterState.OPEN
    known.last_at = utc_now()


def open_letters(session: Session, limit: int = 1000) -> Sequence[DeadLetter]:
    """The newest letters that need a person."""
    statement = (
        sa.select(DeadLetter)
        .where(DeadLetter.state == LetterState.OPEN)
        .order_by(DeadLetter.id.desc())
        .limit(limit)
    )
    return session.scalars(statement).all()


def of_imports(session: Session, run_ids: Sequence[int]) -> Sequence[DeadLetter]:
    """Open letters of messages that came with these imports."""
    statement = (
        sa.select(DeadLetter)
        .join(Message, Message.id == DeadLetter.message_id)
        .where(Message.run_id.in_(run_ids), DeadLetter.state == LetterState.OPEN)
        .order_by(DeadLetter.id)
    )
    return session.scalars(statement).all()


def take(session: Session, letter_id: int, state: LetterState) -> bool:
    """Close an open letter; False when somebody else did."""
    won = session.scalar(
        sa.update(DeadLetter)
        .where(DeadLetter.id == letter_id, DeadLetter.state == LetterState.OPEN)
        .values(state=state, last_at=utc_now())
        .returning(DeadLetter.id)
    )
    return won is not None
