"""Links a message to the call it speaks of, as a proposal that a person decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from db.models import Proposal, utc_now
from db.queries import proposals
from db.session import announce
from pipeline.extraction.call import FieldName
from pipeline.intents.meant import Known, meant_by
from pipeline.intents.port import Occasion

LOOK_BACK = timedelta(days=60)
"""A call older than this is over anyway."""


def propose(occasion: Occasion, *, with_changes: bool) -> int | None:
    """Propose to change or close the call the message speaks of; the call's id, or None when
    no call is likely enough to be meant."""
    session, message = occasion.session, occasion.message
    contact = _contact(occasion)
    known = [
        Known(
            call_id=row.id,
            title=row.title or "",
            text=row.text,
            contact=row.contact_info,
            same_sender=bool(message.sender_key) and row.sender_key == message.sender_key,
            same_chat=row.source_id == message.source_id,
        )
        for row in proposals.calls_near(session, message, contact, utc_now() - LOOK_BACK)
    ]
    meant = meant_by(message.text, contact, known)
    if meant is None:
        return None
    session.add(
        Proposal(
            message_id=message.id,
            call_id=meant.call_id,
            intent=occasion.found.intent.value,
            changes=_changes(occasion) if with_changes else {},
            likeness=meant.likeness,
        )
    )
    session.flush()
    announce(session, "call", meant.call_id)
    announce(session, "proposal")
    return meant.call_id


def _contact(occasion: Occasion) -> str | None:
    for call in occasion.found.calls:
        if FieldName.CONTACT_INFO in call.fields:
            return call.fields[FieldName.CONTACT_INFO].value
    return None


def _changes(occasion: Occasion) -> dict[str, Any]:
    """The fields the message gives anew, each with the words it was read from."""
    changes: dict[str, Any] = {}
    for call in occasion.found.calls[:1]:
        for name, held in call.fields.items():
            if name in (FieldName.TITLE, FieldName.DESCRIPTION):
                continue  # an update repeats these in passing and worse than the call did
            spans = [[one.start, one.end] for one in held.evidence]
            changes[name.value] = {"value": held.value, "spans": spans}
    return changes
