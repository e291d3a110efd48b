"""Dead letters: one row per failed job, however often it is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Correction, DeadLetter, LetterState, Message, Source, utc_now

EXCERPT = 160
MOST_GROUPS = 500
"""Causes shown; nobody reads more of them."""
MOST_IDS = 500
"""Ids to a statement: SQLite takes no more than a thousand or so values."""


Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Group:
    """Letters of one cause. Moments are naive UTC."""

    signature: str
    count: int
    first_at: datetime
    last_at: datetime
    failure: str
    newest: int
    """The id of the letter that came last."""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in a list."""

    id: int
    job: str
    failure: str
    error: str
    signature: str
    state: str
    attempts: int
    last_at: datetime
    message_id: int | None
    excerpt: str
    source: str


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


def take(
    session: Session, letter_id: int, state: LetterState, *, by: str | None = None, note: str = ""
) -> bool:
    """Close an open letter; False when somebody else did."""
    return change(session, letter_id, LetterState.OPEN, state, by=by, note=note)


def change(
    session: Session,
    letter_id: int,
    before: LetterState,
    after: LetterState,
    *,
    by: str | None = None,
    note: str = "",
) -> bool:
    """Take a letter from one state to another; False when it is no longer in the first."""
    won = session.scalar(
        sa.update(DeadLetter)
        .where(DeadLetter.id == letter_id, DeadLetter.state == before)
        .values(state=after, answered_at=utc_now(), by=by, note=note)
        .returning(DeadLetter.id)
    )
    return won is not None


def counts(session: Session) -> dict[str, int]:
    """How many letters are in each state."""
    rows = session.execute(sa.select(DeadLetter.state, sa.func.count()).group_by(DeadLetter.state))
    return dict(rows.tuples().all())


def groups(session: Session, state: str, sought: str = "") -> Sequence[Group]:
    """The letters of a state by cause; the cause that struck last comes first."""
    statement = (
        sa.select(
            DeadLetter.signature,
            sa.func.count(),
            sa.func.min(DeadLetter.first_at),
            sa.func.max(DeadLetter.last_at).label("last"),
            sa.func.max(DeadLetter.failure),
            sa.func.max(DeadLetter.id),
        )
        .where(DeadLetter.state == state)
        .group_by(DeadLetter.signature)
        .order_by(sa.desc("last"), DeadLetter.signature)
        .limit(MOST_GROUPS)
    )
    return [Group(*row) for row in session.execute(_sought(statement, sought)).tuples()]


def days(session: Session, state: str, since: datetime) -> dict[str, dict[date, int]]:
    """How many letters of each cause failed last on each day since a moment."""
    day = sa.func.date(DeadLetter.last_at)
    statement = (
        sa.select(DeadLetter.signature, day, sa.func.count())
        .where(DeadLetter.state == state, DeadLetter.last_at >= since)
        .group_by(DeadLetter.signature, day)
    )
    found: dict[str, dict[date, int]] = {}
    for signature, at, count in session.execute(statement).tuples():
        when = at if isinstance(at, date) else date.fromisoformat(str(at))
        found.setdefault(signature, {})[when] = count
    return found


def lines(
    session: Session,
    state: str,
    signature: str,
    *,
    sought: str = "",
    before: int | None = None,
    limit: int = 200,
) -> Sequence[Line]:
    """Letters of one cause, newest first, below the id `before`."""
    statement = (
        sa.select(
            DeadLetter.id,
            DeadLetter.job,
            DeadLetter.failure,
            DeadLetter.error,
            DeadLetter.signature,
            DeadLetter.state,
            DeadLetter.attempts,
            DeadLetter.last_at,
            DeadLetter.message_id,
            sa.func.coalesce(sa.func.substr(Message.text, 1, EXCERPT), ""),
            sa.func.coalesce(Source.name, ""),
        )
        .outerjoin(Message, Message.id == DeadLetter.message_id)
        .outerjoin(Source, Source.id == Message.source_id)
        .where(DeadLetter.state == state, DeadLetter.signature == signature)
        .order_by(DeadLetter.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(DeadLetter.id < before)
    if sought:
        statement = statement.where(_matches(sought))
    return [Line(*row) for row in session.execute(statement).tuples()]


def ids_of(session: Session, state: str, signature: str, sought: str = "") -> Sequence[int]:
    """The ids of all letters of one cause, oldest first."""
    statement = sa.select(DeadLetter.id).where(
        DeadLetter.state == state, DeadLetter.signature == signature
    )
    return session.scalars(_sought(statement, sought).order_by(DeadLetter.id)).all()


def many(session: Session, ids: Sequence[int]) -> Sequence[DeadLetter]:
    """These letters, whole, by id."""
    found: list[DeadLetter] = []
    for start in range(0, len(ids), MOST_IDS):
        part = sa.select(DeadLetter).where(DeadLetter.id.in_(ids[start : start + MOST_IDS]))
        found += session.scalars(part)
    return sorted(found, key=lambda one: one.id)


def heads(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The sentence and the job of these letters."""
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(ids), MOST_IDS):
        part = sa.select(DeadLetter.id, DeadLetter.error, DeadLetter.job).where(
            DeadLetter.id.in_(ids[start : start + MOST_IDS])
        )
        found.update({one: (error, job) for one, error, job in session.execute(part).tuples()})
    return found


def texts_to_read(session: Session, ids: Sequence[int]) -> list[str]:
    """What would be read for these letters: the text of each message, or its correction."""
    found: list[str] = []
    for start in range(0, len(ids), MOST_IDS):
        found += session.scalars(
            sa.select(sa.func.coalesce(Correction.text, Message.text))
            .select_from(DeadLetter)
            .join(Message, Message.id == DeadLetter.message_id)
            .outerjoin(Correction, Correction.message_id == Message.id)
            .where(DeadLetter.id.in_(ids[start : start + MOST_IDS]))
        )
    return found


def texts_of(session: Session, message_ids: Sequence[int | None]) -> dict[int, str]:
    """The texts of these messages as they were received."""
    ids = [one for one in message_ids if one is not None]
    found: dict[int, str] = {}
    for start in range(0, len(ids), MOST_IDS):
        part = sa.select(Message.id, Message.text).where(
            Message.id.in_(ids[start : start + MOST_IDS])
        )
        found.update(session.execute(part).tuples().all())
    return found


# ----- corrections ------------------------------------------------------------------------------


def correction(session: Session, message_id: int) -> Correction | None:
    """What is read instead of a message's own text."""
    return session.get(Correction, message_id)


def corrected(session: Session, message_ids: Sequence[int]) -> dict[int, str]:
    """Those of the messages that are read in another wording, and that wording."""
    statement = sa.select(Correction.message_id, Correction.text).where(
        Correction.message_id.in_(message_ids)
    )
    return dict(session.execute(statement).tuples().all())


def correct(session: Session, message_id: int, text: str, by: str) -> None:
    """Have a message read in another wording from now on."""
    session.merge(Correction(message_id=message_id, text=text, by=by, at=utc_now()))


def drop_correction(session: Session, message_id: int) -> None:
    """Have a message read as it was received."""
    session.execute(sa.delete(Correction).where(Correction.message_id == message_id))


def _sought(statement: sa.Select[Row], sought: str) -> sa.Select[Row]:
    """The statement for what matches; only then are messages looked at."""
    if not sought:
        return statement
    return (
        statement.outerjoin(Message, Message.id == DeadLetter.message_id)
        .outerjoin(Source, Source.id == Message.source_id)
        .where(_matches(sought))
    )


def _matches(sought: str) -> sa.ColumnElement[bool]:
    number = sought.lstrip("#")
    exact = DeadLetter.id == int(number) if number.isdecimal() and len(number) < 16 else sa.false()
    return sa.or_(
        exact,
        *(
            column.icontains(sought, autoescape=True)
            for column in (DeadLetter.error, DeadLetter.job_id, Message.text, Source.name)
        ),
    )
