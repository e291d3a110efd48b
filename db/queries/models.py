"""What models were asked, what they answered, and what that cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Message, ModelAnswer, ModelCall


def spent_since(session: Session, moment: datetime) -> int:
    """What was spent since a moment."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(ModelCall.cost), 0))
    return int(session.scalar(statement.where(ModelCall.at >= moment)) or 0)


def answer(session: Session, key: str, since: datetime) -> str | None:
    """The answer kept under a key, unless it is older than `since`."""
    return session.scalar(
        sa.select(ModelAnswer.answer).where(ModelAnswer.key == key, ModelAnswer.at >= since)
    )


def keep_answer(session: Session, kept: ModelAnswer) -> None:
    """Keep an answer in the place of an older one."""
    session.merge(kept)


def forget_answers(session: Session, before: datetime) -> int:
    """Drop answers kept before a moment; how many those were."""
    dropped = session.execute(sa.delete(ModelAnswer).where(ModelAnswer.at < before))
    return int(getattr(dropped, "rowcount", 0))


def costs(session: Session, since: datetime, by: str) -> Sequence[tuple[str, int, int, int]]:
    """Costs since a moment by `model`, `provider`, `outcome` or `source_id`: name, requests,
    tokens, cost; the dearest first."""
    column = getattr(ModelCall, by)
    tokens = sa.func.sum(ModelCall.input_tokens + ModelCall.output_tokens)
    statement = (
        sa.select(column, sa.func.count(), tokens, sa.func.sum(ModelCall.cost))
        .where(ModelCall.at >= since)
        .group_by(column)
        .order_by(sa.func.sum(ModelCall.cost).desc(), column)
    )
    return [
        (str(name), count, int(told or 0), int(cost or 0))
        for name, count, told, cost in session.execute(statement).tuples()
    ]


def outcomes(session: Session, since: datetime) -> dict[str, int]:
    """How many requests ended in which way since a moment."""
    statement = sa.select(ModelCall.outcome, sa.func.count()).where(ModelCall.at >= since)
    return dict(session.execute(statement.group_by(ModelCall.outcome)).tuples().all())


def cost_per_published(session: Session, since: datetime) -> float | None:
    """What one approved call cost on average; None when none was approved."""
    approved = session.scalar(
        sa.select(sa.func.count(Call.id)).where(
            Call.status == CallStatus.APPROVED, Call.decided_at >= since
        )
    )
    return spent_since(session, since) / approved if approved else None


def unread(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    """Texts and times of messages, for a forecast or a batch."""
    statement = sa.select(Message.id, Message.text, Message.sent_at, Message.band)
    return session.execute(statement.where(Message.id.in_(ids)).order_by(Message.id)).all()
