"""Settles calls, one or many in a transaction, and with them those that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, ReviewAction, utc_now
from db.queries import review as rows
from pipeline.errors import Invalid
from pipeline.review import changes


def require_pending(call: Call) -> None:
    """Raise `Invalid` when a call is decided already."""
    if problem := settled(call):
        raise Invalid(problem)


def settled(call: Call) -> str:
    """Who decided a call, as a sentence; empty while it waits."""
    if call.status == CallStatus.PENDING:
        return ""
    by = f" by {call.decided_by}" if call.decided_by else ""
    return f"Call {call.id} was already {call.status}{by}."


def decide(session: Session, action: ReviewAction, call: Call, status: CallStatus) -> None:
    """Decide a call, and with it the undecided ones of its cluster."""
    decided = _decided(action)
    changes.change(session, action, call, {"status": status.value, **decided})
    for follower in rows.followers(session, [call.id]):
        changes.change(session, action, follower, {"status": CallStatus.DUPLICATE.value, **decided})


def reject_together(
    session: Session, action: ReviewAction, ids: Sequence[int]
) -> Mapping[int, str]:
    """Reject the calls that wait, with those that say the same; why not, for the others."""
    found = {call.id: call for call in rows.locked_all(session, ids)}
    errors = {one: f"There is no call {one}." for one in ids if one not in found}
    errors |= {call.id: why for call in found.values() if (why := settled(call))}
    rejected = {one: call for one, call in found.items() if one not in errors}
    followers = [one for one in rows.followers(session, list(rejected)) if one.id not in rejected]
    decided = _decided(action)
    reject = {"status": CallStatus.REJECTED.value, **decided}
    follow = {"status": CallStatus.DUPLICATE.value, **decided}
    changes.change_all(
        session,
        action,
        [*((one, reject) for one in rejected.values()), *((one, follow) for one in followers)],
    )
    return errors


def _decided(action: ReviewAction) -> dict[str, Any]:
    return {
        "decided_by": action.by,
        "decided_at": utc_now(),
        "reason": action.reason,
        "note": action.note,
    }
