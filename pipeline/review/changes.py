"""Changes calls so that each step can be shown, accounted for and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, ReviewAction, ReviewChange
from db.session import announce
from pipeline.review import audit

DATES: Mapping[str, Any] = {"deadline": date, "decided_at": datetime}


def begin(
    session: Session, kind: str, by: str, *, reason: str | None = None, note: str | None = None
) -> ReviewAction:
    """Open one step of a person; its changes follow."""
    action = ReviewAction(kind=kind, by=by, reason=reason, note=note)
    session.add(action)
    session.flush()
    return action


def change(session: Session, action: ReviewAction, call: Call, values: Mapping[str, Any]) -> None:
    """Set columns of a call as part of a step, and keep what they were."""
    before = {name: to_json(getattr(call, name)) for name in values}
    for name, value in values.items():
        setattr(call, name, value)
    call.revision += 1
    after = {name: to_json(value) for name, value in values.items()}
    session.add(ReviewChange(action_id=action.id, call_id=call.id, before=before, after=after))
    audit.record(
        session,
        action.by,
        action.kind,
        f"call:{call.id}",
        {"before": before, "after": after, "reason": action.reason, "note": action.note},
    )
    announce(session, "call", call.id)


def differs(call: Call, values: Mapping[str, Any]) -> bool:
    """Whether the call no longer is as a step left it."""
    return any(to_json(getattr(call, name)) != value for name, value in values.items())


def to_json(value: Any) -> Any:
    """A column's value as it is kept in a step."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(name: str, value: Any) -> Any:
    """The column's value again."""
    kind = DATES.get(name)
    return kind.fromisoformat(value) if kind and value is not None else value
