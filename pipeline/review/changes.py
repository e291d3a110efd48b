"""Changes calls and proposals so that each step can be shown, accounted for and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from db.models import (
    Call,
    Proposal,
    ProposalChange,
    ProposalState,
    ReviewAction,
    ReviewChange,
)
from db.queries import proposals
from db.session import announce
from pipeline.errors import Invalid
from pipeline.review import audit

DATES: Mapping[str, Any] = {"deadline": date, "decided_at": datetime, "snoozed_until": datetime}


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
    kept = _set_call(session, action, call, values)
    said = {**kept, "reason": action.reason, "note": action.note}
    audit.record(session, action.by, action.kind, f"call:{call.id}", said)
    announce(session, "call", call.id)


def change_all(
    session: Session, action: ReviewAction, wanted: Sequence[tuple[Call, Mapping[str, Any]]]
) -> None:
    """Set columns of many calls as part of a step, with one account that names each of them."""
    if not wanted:
        return
    kept = {str(call.id): _set_call(session, action, call, values) for call, values in wanted}
    said = {"calls": kept, "reason": action.reason, "note": action.note}
    audit.record(session, action.by, action.kind, f"step:{action.id}", said)
    announce(session, "call", *(call.id for call, _ in wanted))


def _set_call(
    session: Session, action: ReviewAction, call: Call, values: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    before = {name: to_json(getattr(call, name)) for name in values}
    for name, value in values.items():
        setattr(call, name, value)
    call.revision += 1
    after = {name: to_json(value) for name, value in values.items()}
    session.add(ReviewChange(action_id=action.id, call_id=call.id, before=before, after=after))
    return {"before": before, "after": after}


def change_proposal(
    session: Session, action: ReviewAction, proposal_id: int, values: Mapping[str, Any]
) -> None:
    """Set columns of an open proposal as part of a step; raises `Invalid` when somebody
    answered it already."""
    proposal = open_one(proposals.locked(session, proposal_id), proposal_id)
    _set_proposal(session, action, proposal, values)


def open_one(proposal: Proposal | None, proposal_id: int) -> Proposal:
    """The proposal, if it waits for an answer; raises `Invalid` when it doesn't."""
    if proposal is None:
        raise Invalid(f"There is no proposal {proposal_id}.")
    if proposal.state != ProposalState.OPEN:
        raise Invalid(f"This proposal was {proposal.state} already by {proposal.decided_by}.")
    return proposal


def take_back_proposals(session: Session, undoing: ReviewAction, action_id: int) -> None:
    """Set the proposals of a step as they were before it; raises `Invalid` when somebody
    changed one since."""
    for step in proposals.changes(session, action_id):
        proposal = proposals.locked(session, step.proposal_id)
        if proposal is None or differs(proposal, step.after):
            raise Invalid(
                f"Proposal {step.proposal_id} was changed again since, so this step can't be "
                "taken back alone."
            )
        values = {name: from_json(name, value) for name, value in step.before.items()}
        _set_proposal(session, undoing, proposal, values)


def _set_proposal(
    session: Session, action: ReviewAction, proposal: Proposal, values: Mapping[str, Any]
) -> None:
    before = {name: to_json(getattr(proposal, name)) for name in values}
    for name, value in values.items():
        setattr(proposal, name, value)
    after = {name: to_json(value) for name, value in values.items()}
    session.add(
        ProposalChange(action_id=action.id, proposal_id=proposal.id, before=before, after=after)
    )
    session.flush()
    audit.record(
        session,
        action.by,
        action.kind,
        f"proposal:{proposal.id}",
        {"before": before, "after": after, "reason": action.reason, "note": action.note},
    )
    announce(session, "proposal", proposal.id)


def differs(row: Call | Proposal, values: Mapping[str, Any]) -> bool:
    """Whether a row no longer is as a step left it."""
    return any(to_json(getattr(row, name)) != value for name, value in values.items())


def to_json(value: Any) -> Any:
    """A column's value as it is kept in a step."""
    return value.isoformat() if isinstance(value, date) else value


def from_json(name: str, value: Any) -> Any:
    """The column's value again."""
    kind = DATES.get(name)
    return kind.fromisoformat(value) if kind and value is not None else value
