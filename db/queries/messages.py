"""Messages: storing many at once, and taking the waiting ones through extraction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import ImportRun, Message, Source, SourceKind, Stage

COLUMNS = (
    "source_id",
    "run_id",
    "external_id",
    "dump_id",
    "sent_at",
    "sender",
    "sender_key",
    "kind",
    "text",
    "search",
    "url",
    "band",
    "score",
    "reasons",
    "stage",
    "created_at",
    "edited_at",
)
"""What a row for `insert_new` holds, in this order; times as text, reasons as JSON text."""

Row = tuple[Any, ...]

ROWS_TOGETHER = 100
"""Rows to a statement; more save nothing."""


def insert_new(session: Session, rows: Sequence[Row]) -> int:
    """Store those messages whose (source, id) is new; returns how many that were.

    Rows are tuples in the order of `COLUMNS`, handed to the driver as they are: at tens of
    thousands a second, every step between costs as much as the database does. Many rows to a
    statement take SQLite half the time of one, for each statement there closes its own books.
    """
    connection = session.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    stored = 0
    for start in range(0, len(rows), ROWS_TOGETHER):
        part = rows[start : start + ROWS_TOGETHER]
        values = tuple(chain.from_iterable(part))
        stored += connection.exec_driver_sql(_insert(mark, len(part)), values).rowcount
    return stored


def held(session: Session, source_id: int, external_ids: Sequence[str]) -> set[str]:
    """Those of the ids under which a source has a message already."""
    statement = sa.select(Message.external_id).where(
        Message.source_id == source_id, Message.external_id.in_(external_ids)
    )
    return set(session.scalars(statement))


def edited_at(
    session: Session, source_id: int, external_ids: Sequence[str]
) -> dict[str, datetime | None]:
    """When those of the messages that a source holds were last edited."""
    statement = sa.select(Message.external_id, Message.edited_at).where(
        Message.source_id == source_id, Message.external_id.in_(external_ids)
    )
    return dict(session.execute(statement).tuples().all())


def note_progress(session: Session, run_id: int, read: int, stored: int) -> None:
    """Note how many entries of a dump are behind an import, and that it stored more."""
    session.execute(
        sa.update(ImportRun)
        .where(ImportRun.id == run_id)
        .values(read=read, stored=ImportRun.stored + stored)
    )


def newest_id(session: Session) -> int:
    """The highest id given so far."""
    return session.scalar(sa.select(sa.func.max(Message.id))) or 0


def waiting_of(
    session: Session, source_id: int, external_ids: Sequence[str], after: int
) -> list[int]:
    """Ids above `after` of these messages of a live source, as far as extraction has to look at
    them. What others store meanwhile is theirs to hand on."""
    statement = (
        sa.select(Message.id)
        .where(
            Message.id > after,
            Message.source_id == source_id,
            Message.external_id.in_(external_ids),
            Message.stage == Stage.WAITING,
        )
        .order_by(Message.id)
    )
    return list(session.scalars(statement))


def waiting_since(session: Session, run_id: int | None, after: int) -> list[int]:
    """Ids above `after` that one import stored and extraction has to look at."""
    # Asked for its run too, SQLite would walk all of a long import to find its last rows.
    statement = (
        sa.select(Message.id, Message.run_id)
        .where(Message.id > after, Message.stage == sa.literal_column(f"'{Stage.WAITING}'"))
        .order_by(Message.id)
    )
    return [found for found, run in session.execute(statement).tuples() if run == run_id]


def count_waiting(session: Session, run_ids: Sequence[int]) -> int:
    """How many messages of these imports extraction still has to look at."""
    # As a sum the run is no key of an index, so that SQLite walks the few that wait instead of
    # all that were imported.
    statement = sa.select(sa.func.count()).where(
        Message.stage == sa.literal_column(f"'{Stage.WAITING}'"),
        (Message.run_id + 0).in_(run_ids),
    )
    return session.scalar(statement) or 0


def waiting(session: Session, ids: Iterable[int]) -> Sequence[Message]:
    """Those of the given messages that still wait for extraction."""
    statement = (
        sa.select(Message)
        .where(Message.id.in_(list(ids)), Message.stage == Stage.WAITING)
        .order_by(Message.id)
    )
    return session.scalars(statement).all()


def move(session: Session, message_id: int, stage: Stage, intent: str | None = None) -> bool:
    """Take a waiting message to its next stage; False when somebody else already did."""
    moved = session.scalar(
        sa.update(Message)
        .where(Message.id == message_id, Message.stage == Stage.WAITING)
        .values(stage=stage, intent=intent)
        .returning(Message.id)
    )
    return moved is not None


def revive(session: Session, message_id: int) -> bool:
    """Let a dead message wait for extraction again."""
    moved = session.scalar(
        sa.update(Message)
        .where(Message.id == message_id, Message.stage == Stage.DEAD)
        .values(stage=Stage.WAITING)
        .returning(Message.id)
    )
    return moved is not None


def dump_sources_with(session: Session, external_ids: Sequence[str]) -> dict[int, dict[str, str]]:
    """The texts that imported chats hold under these ids: source id -> id -> text."""
    statement = (
        sa.select(Message.source_id, Message.external_id, Message.text)
        .join(Source, Source.id == Message.source_id)
        .where(Source.kind == SourceKind.DUMP, Message.external_id.in_(external_ids))
    )
    held: dict[int, dict[str, str]] = {}
    for source_id, external_id, text in session.execute(statement):
        held.setdefault(source_id, {})[external_id] = text
    return held


def bands(session: Session, run_ids: Sequence[int]) -> dict[str, int]:
    """How many messages of these imports are in each band."""
    rows = session.execute(
        sa.select(Message.band, sa.func.count())
        .where(Message.run_id.in_(run_ids))
        .group_by(Message.band)
    )
    return dict(rows.tuples().all())


@cache
def _insert(mark: str, rows: int) -> str:
    row = f"({', '.join([mark] * len(COLUMNS))})"
    return (
        f"INSERT INTO message ({', '.join(COLUMNS)}) "
        f"VALUES {', '.join([row] * rows)} ON CONFLICT DO NOTHING"
    )
