"""Everything that is kept about one message, and the ways to find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import (
    AuditEntry,
    Call,
    Correction,
    DeadLetter,
    ImportRun,
    Message,
    MessageLabel,
    ModelCall,
    Proposal,
    Publication,
    ReviewAction,
    ReviewChange,
    Sighting,
    Source,
    SourceRun,
    Stage,
)
from db.queries.search import matching

MOST_CALLS = 50

Found = sa.Row[tuple[Message, Source]]


# Finding.


def messages_of(session: Session, ids: Sequence[int]) -> Sequence[Found]:
    """These messages with their sources, newest first."""
    statement = _with_source().where(Message.id.in_(ids)).order_by(Message.id.desc())
    return session.execute(statement).all()


def newest(session: Session, limit: int) -> Sequence[Found]:
    """What came in last."""
    return session.execute(_with_source().order_by(Message.id.desc()).limit(limit)).all()


def holding(session: Session, words: Sequence[str], limit: int) -> Sequence[Found]:
    """The newest messages that hold every word."""
    if session.get_bind().dialect.name == "sqlite":
        # The index itself goes from the newest on; sorting all it finds would take long.
        index = sa.table("message_fts", sa.column("rowid"))
        asked = " ".join('"' + word.replace('"', " ") + '"*' for word in words)
        within = sa.literal_column("message_fts").op("MATCH")(asked)
        ids = sa.select(index.c.rowid).where(within).order_by(index.c.rowid.desc()).limit(limit)
        return messages_of(session, list(session.scalars(ids)))
    statement = _with_source().where(matching(session, Message, words))
    return session.execute(statement.order_by(Message.id.desc()).limit(limit)).all()


def publication_called(session: Session, public_id: str) -> Publication | None:
    """The publication that stands on the site under this id."""
    return session.scalar(sa.select(Publication).where(Publication.public_id == public_id).limit(1))


def letter_of_job(session: Session, job_id: str) -> DeadLetter | None:
    """The dead letter of a job."""
    return session.scalar(sa.select(DeadLetter).where(DeadLetter.job_id == job_id))


def take_up_again(session: Session, message_id: int) -> bool:
    """Let a message that was skipped or read wait for extraction; False when it is neither."""
    moved = session.scalar(
        sa.update(Message)
        .where(Message.id == message_id, Message.stage.in_((Stage.SKIPPED, Stage.EXTRACTED)))
        .values(stage=Stage.WAITING)
        .returning(Message.id)
    )
    return moved is not None


# What is known of one message.


def import_run(session: Session, message: Message) -> ImportRun | None:
    """The import that brought a message."""
    return session.get(ImportRun, message.run_id) if message.run_id else None


def source_run(session: Session, message: Message) -> SourceRun | None:
    """The asking of its live source that brought a message."""
    statement = (
        sa.select(SourceRun)
        .where(
            SourceRun.source_id == message.source_id,
            SourceRun.started_at <= message.created_at,
            sa.or_(SourceRun.finished_at.is_(None), SourceRun.finished_at >= message.created_at),
        )
        .order_by(SourceRun.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def calls_of(session: Session, message_id: int) -> Sequence[Call]:
    """The calls that were made of a message, oldest first."""
    statement = sa.select(Call).where(Call.message_id == message_id)
    return session.scalars(statement.order_by(Call.id).limit(MOST_CALLS)).all()


def repeated_in(session: Session, message_id: int) -> Sequence[Call]:
    """The calls of other messages that a message says again, word for word."""
    statement = (
        sa.select(Call)
        .join(Sighting, Sighting.call_id == Call.id)
        .where(Sighting.message_id == message_id, Call.message_id != message_id)
        .order_by(Call.id)
        .limit(MOST_CALLS)
    )
    return session.scalars(statement).all()


def titles(session: Session, call_ids: Iterable[int]) -> dict[int, str]:
    """The titles of these calls."""
    rows = session.execute(sa.select(Call.id, Call.title).where(Call.id.in_(list(call_ids))))
    return {call_id: title or "" for call_id, title in rows.tuples()}


def model_calls(session: Session, message_id: int) -> Sequence[ModelCall]:
    """What models were asked about a message, oldest first."""
    statement = sa.select(ModelCall).where(ModelCall.message_id == message_id)
    return session.scalars(statement.order_by(ModelCall.id)).all()


def proposals_of(session: Session, message_id: int, call_ids: Sequence[int]) -> Sequence[Proposal]:
    """What a message asks of calls, and what later messages ask of its calls."""
    statement = sa.select(Proposal).where(
        sa.or_(Proposal.message_id == message_id, Proposal.call_id.in_(call_ids))
    )
    return session.scalars(statement.order_by(Proposal.id).limit(MOST_CALLS)).all()


def acts_on(
    session: Session, call_ids: Sequence[int]
) -> Sequence[sa.Row[tuple[ReviewAction, ReviewChange]]]:
    """What people did to these calls, oldest first."""
    statement = (
        sa.select(ReviewAction, ReviewChange)
        .join(ReviewChange, ReviewChange.action_id == ReviewAction.id)
        .where(ReviewChange.call_id.in_(call_ids))
        .order_by(ReviewChange.id)
    )
    return session.execute(statement).all()


def publications_of(session: Session, call_ids: Sequence[int]) -> Sequence[Publication]:
    """The places of these calls on the site."""
    return session.scalars(sa.select(Publication).where(Publication.call_id.in_(call_ids))).all()


def shelf_acts(session: Session, call_ids: Sequence[int]) -> Sequence[AuditEntry]:
    """Who withdrew these calls or sent them again, oldest first."""
    subjects = [f"call:{call_id}" for call_id in call_ids]
    statement = sa.select(AuditEntry).where(
        AuditEntry.action.in_(("withdraw", "resend")), AuditEntry.subject.in_(subjects)
    )
    return session.scalars(statement.order_by(AuditEntry.id)).all()


def letters_of(session: Session, message_id: int, call_ids: Sequence[int]) -> Sequence[DeadLetter]:
    """The dead letters of a message and of its calls, oldest first."""
    statement = sa.select(DeadLetter).where(
        sa.or_(DeadLetter.message_id == message_id, DeadLetter.call_id.in_(call_ids))
    )
    return session.scalars(statement.order_by(DeadLetter.id)).all()


def correction(session: Session, message_id: int) -> Correction | None:
    """What is read instead of a message's own text."""
    return session.get(Correction, message_id)


def report(session: Session, message_id: int) -> MessageLabel | None:
    """What a person said of a message: a missed call, or none."""
    return session.get(MessageLabel, message_id)


def _with_source() -> sa.Select[tuple[Message, Source]]:
    return sa.select(Message, Source).join(Source, Source.id == Message.source_id)
