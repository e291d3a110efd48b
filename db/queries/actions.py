"""The steps of actions under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import ActionStep

BEGUN, DONE = "begun", "done"


def begin(
    session: Session, action: str, position: int, name: str, detail: Mapping[str, Any]
) -> None:
    """Write down that a step begins, and what was there before. What an earlier try of it left
    is kept: only that try saw what was there before anything was done."""
    known = sa.select(ActionStep.id).where(
        ActionStep.action == action, ActionStep.position == position
    )
    if session.scalar(known) is None:
        session.add(
            ActionStep(
                action=action, position=position, name=name, state=BEGUN, detail=dict(detail)
            )
        )


def finish(session: Session, action: str, position: int, detail: Mapping[str, Any]) -> None:
    """Write down that a step is done, and what it left."""
    step = session.scalar(
        sa.select(ActionStep).where(ActionStep.action == action, ActionStep.position == position)
    )
    if step is not None:
        step.state = DONE
        step.detail = {**step.detail, **detail}


def unfinish(session: Session, action: str, position: int) -> None:
    """Strike a step out: nothing of it is left."""
    session.execute(
        sa.delete(ActionStep).where(ActionStep.action == action, ActionStep.position == position)
    )


def forget(session: Session, action: str) -> None:
    """Strike all steps out: the action is done."""
    session.execute(sa.delete(ActionStep).where(ActionStep.action == action))


def standing(session: Session, action: str) -> Sequence[tuple[int, dict[str, Any]]]:
    """The steps of an action that were begun, in order, with what is known of each."""
    statement = (
        sa.select(ActionStep.position, ActionStep.detail)
        .where(ActionStep.action == action)
        .order_by(ActionStep.position)
    )
    return session.execute(statement).tuples().all()


def unfinished(session: Session, before: datetime) -> Sequence[str]:
    """Actions of which some steps stand and none began after `before`, oldest first."""
    statement = (
        sa.select(ActionStep.action)
        .group_by(ActionStep.action)
        .having(sa.func.max(ActionStep.at) <= before)
        .order_by(sa.func.min(ActionStep.id))
    )
    return session.scalars(statement).all()
