"""What models were asked, what they answered, and what that cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Message, ModelAnswer, ModelCall, Publication, Source, Stage

_WAITS = Message.stage == sa.literal_column(f"'{Stage.WAITING}'")
"""Written out, so that the index over those that wait is used."""


@dataclass(frozen=True, slots=True)
class Spending:
    """Requests of one day that share provider, model, source and outcome, summed up."""

    day: int
    provider: str
    model: str
    source_id: int | None
    outcome: str
    calls: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    cost: int
    seconds: float


def spent_since(session: Session, moment: datetime) -> int:
    """What was spent since a moment."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(ModelCall.cost), 0))
    return int(session.scalar(statement.where(ModelCall.at >= moment)) or 0)


def asked_since(session: Session, moment: datetime) -> tuple[int, int]:
    """How many requests were made since a moment, and how many came to nothing."""
    asked, failed = session.execute(
        sa.select(
            sa.func.count(),
            sa.func.coalesce(
                sa.func.sum(sa.case((ModelCall.outcome != "answered", 1), else_=0)), 0
            ),
        ).where(ModelCall.at >= moment)
    ).one()
    return int(asked), int(failed)


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


def spending(session: Session, day: int, begin: datetime, end: datetime | None) -> list[Spending]:
    """What was asked from `begin` until `end`, without one until now, called day number `day`.

    Each day is a walk of its own over the index: telling the days apart row by row in one walk
    over all of them takes five times as long.
    """
    shared = [getattr(ModelCall, name) for name in ("provider", "model", "source_id", "outcome")]
    summed = ("input_tokens", "cached_tokens", "output_tokens", "cost", "seconds")
    sums = [sa.func.sum(getattr(ModelCall, name)) for name in summed]
    statement = sa.select(*shared, sa.func.count(), *sums).where(ModelCall.at >= begin)
    if end is not None:
        statement = statement.where(ModelCall.at < end)
    return [
        Spending(day, provider, model, source, outcome, calls, *_whole(sums), seconds or 0.0)
        for provider, model, source, outcome, calls, *sums, seconds in session.execute(
            statement.group_by(*shared)
        ).tuples()
    ]


def _whole(sums: Sequence[int | None]) -> tuple[int, int, int, int]:
    # Postgres sums integers into decimals.
    input_tokens, cached, output, cost = (int(value or 0) for value in sums)
    return input_tokens, cached, output, cost


def source_names(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    """What the sources are called."""
    found = session.execute(sa.select(Source.id, Source.name).where(Source.id.in_(ids)))
    return dict(found.tuples().all())


def published_since(session: Session, moment: datetime) -> int:
    """How many calls went live since a moment."""
    statement = sa.select(sa.func.count()).where(Publication.published_at >= moment)
    return session.scalar(statement) or 0


def waiting_bands(session: Session) -> Mapping[str, int]:
    """How many messages wait to be read, by the prefilter's band."""
    statement = sa.select(Message.band, sa.func.count()).where(_WAITS).group_by(Message.band)
    return dict(session.execute(statement).tuples().all())


def waiting_texts(session: Session, bands: Sequence[str], most: int) -> Sequence[str]:
    """Texts of messages that wait, the oldest first."""
    statement = sa.select(Message.text).where(_WAITS, Message.band.in_(bands))
    return session.scalars(statement.order_by(Message.id).limit(most)).all()


def skipped_beside_waiting(session: Session) -> int:
    """How many messages the prefilter skipped since the oldest of those that wait came."""
    oldest = sa.select(sa.func.min(Message.id)).where(_WAITS).scalar_subquery()
    statement = sa.select(sa.func.count()).where(
        Message.id > oldest, Message.stage == Stage.SKIPPED
    )
    return session.scalar(statement) or 0


def forget_answers(session: Session, before: datetime) -> int:
    """Delete the answers kept since before a moment; how many they were."""
    gone = session.execute(sa.delete(ModelAnswer).where(ModelAnswer.at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a delete's result has it
