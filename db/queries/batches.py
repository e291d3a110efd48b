"""Batches of questions to models: what lies in them, who looks after them, what came back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import (
    UNFINISHED,
    BatchState,
    LineState,
    Message,
    ModelAnswer,
    ModelBatch,
    ModelBatchLine,
    Stage,
    utc_now,
)


def batch(session: Session, batch_id: int) -> ModelBatch | None:
    """One batch as it is now, whatever the session saw before."""
    return session.get(ModelBatch, batch_id, populate_existing=True)


def unfinished(session: Session) -> Sequence[ModelBatch]:
    """Batches that still have to be sent, looked after or collected; the oldest first."""
    return session.scalars(
        sa.select(ModelBatch).where(ModelBatch.state.in_(UNFINISHED)).order_by(ModelBatch.id)
    ).all()


def newest(session: Session, most: int) -> Sequence[ModelBatch]:
    """The newest batches, finished or not."""
    return session.scalars(sa.select(ModelBatch).order_by(ModelBatch.id.desc()).limit(most)).all()


def line_counts(session: Session, batch_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many messages of each batch are in each state."""
    statement = (
        sa.select(ModelBatchLine.batch_id, ModelBatchLine.state, sa.func.count())
        .where(ModelBatchLine.batch_id.in_(batch_ids))
        .group_by(ModelBatchLine.batch_id, ModelBatchLine.state)
    )
    counts: dict[int, dict[str, int]] = {one: {} for one in batch_ids}
    for batch_id, state, count in session.execute(statement).tuples():
        counts[batch_id][state] = count
    return counts


def set_aside(session: Session) -> int:
    """What the answers of all unfinished batches may cost."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(ModelBatch.estimate), 0))
    return int(session.scalar(statement.where(ModelBatch.state.in_(UNFINISHED))) or 0)


def count_waiting(session: Session, run_ids: Sequence[int]) -> int:
    """How many messages of these imports a batch has still to answer."""
    statement = (
        sa.select(sa.func.count())
        .select_from(ModelBatchLine)
        .join(Message, Message.id == ModelBatchLine.message_id)
        .where(ModelBatchLine.state == LineState.WAITING, Message.run_id.in_(run_ids))
    )
    return session.scalar(statement) or 0


# ----- putting messages in ----------------------------------------------------------------------


def lines_of(session: Session, message_ids: Sequence[int]) -> dict[int, ModelBatchLine]:
    """The places these messages have, by message."""
    statement = sa.select(ModelBatchLine).where(ModelBatchLine.message_id.in_(message_ids))
    return {line.message_id: line for line in session.scalars(statement)}


def open_keys(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """Which batch each of these questions is under way in."""
    statement = sa.select(ModelBatchLine.key, ModelBatchLine.batch_id).where(
        ModelBatchLine.key.in_(keys), ModelBatchLine.state == LineState.WAITING
    )
    return dict(session.execute(statement).tuples().all())


def kept_keys(session: Session, keys: Sequence[str], since: datetime) -> set[str]:
    """Those of these questions whose answer is kept already."""
    return set(
        session.scalars(
            sa.select(ModelAnswer.key).where(ModelAnswer.key.in_(keys), ModelAnswer.at >= since)
        )
    )


def gathering(
    session: Session, provider: str, base_url: str, model: str, prompt_version: str
) -> ModelBatch:
    """The batch that takes more messages for a model, made if there is none. Until the
    transaction ends, nobody sends it."""
    named = {
        "provider": provider,
        "base_url": base_url,
        "model": model,
        "prompt_version": prompt_version,
    }
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    now = utc_now()
    values = {
        **named,
        "mark": f"takeone-{uuid.uuid4().hex}",
        "remote_id": "",
        "state": BatchState.GATHERING,
        "requests": 0,
        "done": 0,
        "failed": 0,
        "estimate": 0,
        "cost": 0,
        "error": "",
        "looks": 0,
        "misses": 0,
        "claimed_by": "",
        "created_at": now,
        "changed_at": now,
    }
    session.execute(dialect.insert(ModelBatch).values(values).on_conflict_do_nothing())
    taken = sa.update(ModelBatch).where(ModelBatch.state == BatchState.GATHERING)
    for name, value in named.items():
        taken = taken.where(getattr(ModelBatch, name) == value)
    return session.scalars(
        taken.values(changed_at=now).returning(ModelBatch),
        execution_options={"populate_existing": True},
    ).one()


def add_lines(session: Session, batch_id: int, keys: Mapping[int, str]) -> list[int]:
    """Give messages a place in a batch; returns those that had none."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    rows = [
        {
            "batch_id": batch_id,
            "message_id": message,
            "key": key,
            "state": LineState.WAITING,
            "error": "",
        }
        for message, key in keys.items()
    ]
    statement = dialect.insert(ModelBatchLine).on_conflict_do_nothing()
    return list(session.scalars(statement.returning(ModelBatchLine.message_id), rows))


def keep_open(session: Session, batch_id: int) -> bool:
    """Keep a batch from being finished until the transaction ends; False if it is already."""
    return change(session, batch_id, UNFINISHED, changed_at=ModelBatch.changed_at)


def note_added(session: Session, batch_id: int, requests: int, estimate: int) -> None:
    """Count questions that were put into a batch, and set aside what they may cost."""
    session.execute(
        sa.update(ModelBatch)
        .where(ModelBatch.id == batch_id)
        .values(requests=ModelBatch.requests + requests, estimate=ModelBatch.estimate + estimate)
    )


def backlog(session: Session, after: int, most: int) -> Sequence[int]:
    """Ids above `after` of messages that wait for extraction and never had a place in a batch."""
    placed = sa.exists().where(ModelBatchLine.message_id == Message.id)
    statement = (
        sa.select(Message.id)
        .where(
            Message.id > after,
            Message.stage == sa.literal_column(f"'{Stage.WAITING}'"),
            ~placed,
        )
        .order_by(Message.id)
        .limit(most)
    )
    return session.scalars(statement).all()


# ----- looking after a batch --------------------------------------------------------------------


def claim(session: Session, batch_id: int, owner: str, until: datetime) -> ModelBatch | None:
    """Take an unfinished batch in hand, unless somebody else has it."""
    free = sa.or_(
        ModelBatch.claimed_by.in_(("", owner)),
        ModelBatch.claimed_until.is_(None),
        ModelBatch.claimed_until < utc_now(),
    )
    return session.scalar(
        sa.update(ModelBatch)
        .where(ModelBatch.id == batch_id, ModelBatch.state.in_(UNFINISHED), free)
        .values(claimed_by=owner, claimed_until=until)
        .returning(ModelBatch),
        execution_options={"populate_existing": True},
    )


def release(session: Session, batch_id: int) -> None:
    """Let others take a batch in hand."""
    session.execute(
        sa.update(ModelBatch)
        .where(ModelBatch.id == batch_id)
        .values(claimed_by="", claimed_until=None)
    )


def change(session: Session, batch_id: int, held: Sequence[BatchState], **values: object) -> bool:
    """Note something of a batch that is in one of the states `held`; whether it was."""
    changed = session.scalar(
        sa.update(ModelBatch)
        .where(ModelBatch.id == batch_id, ModelBatch.state.in_(held))
        .values(**values)
        .returning(ModelBatch.id)
    )
    return changed is not None


def note_look(session: Session, batch_id: int) -> int | None:
    """Count one more look after an unfinished batch; how many there were."""
    return session.scalar(
        sa.update(ModelBatch)
        .where(ModelBatch.id == batch_id, ModelBatch.state.in_(UNFINISHED))
        .values(looks=ModelBatch.looks + 1)
        .returning(ModelBatch.looks)
    )


def remote_ids(session: Session, provider: str) -> set[str]:
    """The provider's ids of all batches we know."""
    statement = sa.select(ModelBatch.remote_id).where(
        ModelBatch.provider == provider, ModelBatch.remote_id != ""
    )
    return set(session.scalars(statement))


def waiting(session: Session, batch_id: int) -> list[tuple[str, Message]]:
    """The keys and messages of a batch that have no answer yet."""
    statement = (
        sa.select(ModelBatchLine.key, Message)
        .join(Message, Message.id == ModelBatchLine.message_id)
        .where(ModelBatchLine.batch_id == batch_id, ModelBatchLine.state == LineState.WAITING)
        .order_by(ModelBatchLine.id)
    )
    return [(key, message) for key, message in session.execute(statement).tuples()]


def settle(
    session: Session, batch_id: int, key: str, state: LineState, error: str = ""
) -> list[int]:
    """Note what became of a question; returns its messages, none if it was known already."""
    return list(
        session.scalars(
            sa.update(ModelBatchLine)
            .where(
                ModelBatchLine.batch_id == batch_id,
                ModelBatchLine.key == key,
                ModelBatchLine.state == LineState.WAITING,
            )
            .values(state=state, error=error)
            .returning(ModelBatchLine.message_id)
        )
    )


def settle_rest(session: Session, batch_id: int, state: LineState, error: str = "") -> list[int]:
    """Note what became of all questions of a batch that have no answer; returns their messages."""
    return list(
        session.scalars(
            sa.update(ModelBatchLine)
            .where(
                ModelBatchLine.batch_id == batch_id,
                ModelBatchLine.state == LineState.WAITING,
            )
            .values(state=state, error=error)
            .returning(ModelBatchLine.message_id)
        )
    )


def answered(session: Session, message_id: int) -> tuple[ModelBatch, str, str] | None:
    """What a batch brought for a message: the batch, the question's key, the raw answer."""
    statement = (
        sa.select(ModelBatch, ModelBatchLine.key, ModelAnswer.answer)
        .join(ModelBatch, ModelBatch.id == ModelBatchLine.batch_id)
        .join(ModelAnswer, ModelAnswer.key == ModelBatchLine.key)
        .where(ModelBatchLine.message_id == message_id, ModelBatchLine.state == LineState.ANSWERED)
    )
    found = session.execute(statement).tuples().first()
    return None if found is None else (found[0], found[1], found[2])
