"""What models were asked, what they answered, and what that cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import ModelAnswer, ModelCall


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
