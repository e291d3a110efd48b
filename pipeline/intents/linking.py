"""Links a message to the call it speaks of, as a proposal that a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, Message, Proposal, utc_now
from db.queries import proposals
from db.session import announce
from pipeline.extraction.call import ExtractedCall, FieldName, FieldState
from pipeline.intents.material import REPEATED, says_anew
from pipeline.intents.meant import Known, meant_by
from pipeline.intents.port import Occasion
from pipeline.review.fields import field_text

LOOK_BACK = timedelta(days=60)
"""A call older than this is over anyway."""
VARIANT = "variant"
"""The intent noted for a repost that says something else than the decided call it repeats."""


def propose(occasion: Occasion, *, with_changes: bool) -> int | None:
    """Propose to change or close the call the message speaks of; the call's id, or None when
    no call is likely enough to be meant."""
    session, message = occasion.session, occasion.message
    extracted = next(iter(occasion.found.calls), None)
    contact = _contact(occasion.found.calls)
    meant = meant_by(message.text, contact, known_calls(session, message, contact))
    if meant is None:
        return None
    call = session.get_one(Call, meant.call_id)
    changes = said_by(extracted) if with_changes and extracted else {}
    intent = occasion.found.intent.value
    _add(session, message, call, intent, changes, meant.likeness)
    return call.id


def propose_variant(
    session: Session, message: Message, call: Call, extracted: ExtractedCall
) -> int | None:
    """Propose what a repost says otherwise than the decided call it repeats; the proposal's
    id, or None when it says the same, or what was proposed before."""
    changes = said_by(extracted)
    news = news_for(call, changes)
    if not news or any(_repeats(news, one) for one in proposals.of_call(session, call.id)):
        return None
    return _add(session, message, call, VARIANT, changes, 1.0)


def said_by(extracted: ExtractedCall) -> dict[str, Any]:
    """The fields a message gives, each with the words it was read from. All of them: a person
    may find that the message speaks of another call."""
    return {
        name.value: {
            "value": held.value,
            "state": held.state.value,
            "spans": [[one.start, one.end] for one in held.evidence],
            "doubt": held.doubt,
        }
        for name, held in extracted.fields.items()
        if held.state != FieldState.NOT_IN_TEXT and name not in REPEATED
    }


def news_for(call: Call, changes: Mapping[str, Any]) -> dict[FieldName, str]:
    """What of that is news for a call as it is now."""
    values = {FieldName(name): str(held["value"]) for name, held in changes.items()}
    return {
        name: value
        for name, value in values.items()
        if says_anew(name, field_text(call, name), value)
    }


def known_calls(session: Session, message: Message, contact: str | None) -> list[Known]:
    """The calls a message may speak of, newest first, each as the one people decide."""
    return [
        known(row, message)
        for row in proposals.calls_near(session, message, contact, utc_now() - LOOK_BACK)
    ]


def known(row: Any, message: Message) -> Known:
    """A call as it is compared with a message."""
    return Known(
        call_id=row.id,
        title=row.title or "",
        text=row.text,
        contact=row.contact_info,
        same_sender=bool(message.sender_key) and row.sender_key == message.sender_key,
        same_chat=row.source_id == message.source_id,
    )


def _contact(calls: Sequence[ExtractedCall]) -> str | None:
    for call in calls:
        if FieldName.CONTACT_INFO in call.fields:
            return call.fields[FieldName.CONTACT_INFO].value
    return None


def _add(
    session: Session,
    message: Message,
    call: Call,
    intent: str,
    changes: dict[str, Any],
    likeness: float,
) -> int:
    made = Proposal(
        message_id=message.id, call_id=call.id, intent=intent, changes=changes, likeness=likeness
    )
    session.add(made)
    session.flush()
    made.position = made.id
    announce(session, "call", call.id)
    announce(session, "proposal")
    return made.id


def _repeats(news: Mapping[FieldName, str], earlier: Proposal) -> bool:
    """Whether an earlier proposal asked for the same."""
    asked = {name: held["value"] for name, held in earlier.changes.items()}
    return all(asked.get(name.value) == value for name, value in news.items())
