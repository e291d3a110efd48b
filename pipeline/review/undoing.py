"""Takes a step back: whatever it changed, whenever it was, also after publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Message, ReviewAction, ReviewChange, utc_now
from db.queries import review as rows
from pipeline.errors import Invalid
from pipeline.review import changes, fields
from pipeline.text.search import search_text

AT_ONCE = 500
_SEARCHED = frozenset({"title", "company", "location", "contact_info"})


@dataclass(frozen=True, slots=True)
class _Step:
    """All that a step did to one call: how it was before, and how the step left it."""

    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def take_back(
    session: Session, action_id: int, by: str, want: Callable[[Session, Call, str], object]
) -> tuple[int, ...]:
    """Set all that a person's step changed as it was before; answers which calls.

    Raises `Invalid`, and changes nothing, when it is not theirs, was taken back already, or
    when something later depends on it.
    """
    at = utc_now()
    if not rows.take_action_back(session, action_id, by, at):
        raise Invalid(f"Step {action_id} was taken back already, or is not one of yours.")
    undoing = changes.begin(session, "undo", by, note=str(action_id))
    undoing.undone_at = at
    steps = _per_call(rows.changes(session, action_id))
    changed = sorted(steps)
    for start in range(0, len(changed), AT_ONCE):
        ids = changed[start : start + AT_ONCE]
        calls = {call.id: call for call in rows.locked_all(session, ids)}
        for call_id in ids:
            if call_id not in calls or changes.differs(calls[call_id], steps[call_id].after):
                raise Invalid(
                    f"Call {call_id} was changed again since, so this step can't be taken back "
                    "alone."
                )
        was = {call_id: call.status for call_id, call in calls.items()}
        wanted = [(call, _values(steps[call_id].before)) for call_id, call in calls.items()]
        _change_all(session, undoing, wanted)
        for call_id, call in calls.items():
            if _SEARCHED & steps[call_id].before.keys():
                _search_again(session, call)
            if CallStatus.APPROVED in (was[call_id], call.status):
                want(session, call, "live" if call.status == CallStatus.APPROVED else "withdrawn")
    changes.take_back_proposals(session, undoing, action_id)
    return tuple(changed)


def _per_call(found: Iterable[ReviewChange]) -> Mapping[int, _Step]:
    """What a step changed, last first, as one change for each call."""
    steps: dict[int, _Step] = {}
    for change in found:
        step = steps.setdefault(change.call_id, _Step())
        step.before.update(change.before)
        for name, value in change.after.items():
            step.after.setdefault(name, value)
    return steps


def _values(before: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: changes.from_json(name, value) for name, value in before.items()}


def _change_all(
    session: Session, undoing: ReviewAction, wanted: Sequence[tuple[Call, Mapping[str, Any]]]
) -> None:
    try:
        with session.begin_nested():
            changes.change_all(session, undoing, wanted)
            session.flush()
    except IntegrityError as error:
        raise Invalid(
            "Another call says exactly this by now, so this step can't be taken back."
        ) from error


def _search_again(session: Session, call: Call) -> None:
    message = session.get_one(Message, call.message_id)
    call.search = search_text(fields.searchable(call, message.text))
