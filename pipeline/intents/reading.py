"""Makes rows of proposals into what people are shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, Message, Proposal, Source, utc_now
from db.queries import proposals as rows
from pipeline.extraction.call import FieldName, FieldState
from pipeline.intents.linking import LOOK_BACK, VARIANT, known, known_calls, news_for
from pipeline.intents.material import REPEATED
from pipeline.intents.meant import Known, ranked, signs
from pipeline.intents.values import Card, Cards, Choice, Confidence, Meant, Proposed
from pipeline.review.desk import medium
from pipeline.review.fields import field_text
from pipeline.text.search import search_query
from pipeline.text.span import Span

LIKELY, PROBABLE = 0.8, 0.65
MOST_CHOICES = 30


def read_cards(session: Session) -> Cards:
    """The proposals that wait for an answer, in their order."""
    shown = tuple(_card(*row) for row in rows.shown(session))
    return Cards(shown, rows.count_open(session))


def read_choices(session: Session, proposal: Proposal, typed: str) -> tuple[Choice, ...]:
    """Calls the message may mean instead, the likeliest first; those that hold what was typed
    when something was."""
    message = session.get_one(Message, proposal.message_id)
    contact = _contact(proposal)
    words = search_query(typed)
    if words:
        since = utc_now() - LOOK_BACK
        found = [known(row, message) for row in rows.calls_named(session, words, since)]
    else:
        found = known_calls(session, message, contact)
    best: dict[int, Known] = {}
    for one in ranked(message.text, contact, found):
        if one.call_id != proposal.call_id:
            best.setdefault(one.call_id, one)
    chosen = list(best.values())[:MOST_CHOICES]
    return tuple(_choice(session, message.text, contact, one) for one in chosen)


def _choice(session: Session, text: str, contact: str | None, one: Known) -> Choice:
    call = session.get_one(Call, one.call_id)
    sent_at = session.get_one(Message, call.message_id).sent_at
    return Choice(
        call.id,
        call.title or "",
        call.location or "",
        call.status,
        sent_at.astimezone() if sent_at else call.created_at.replace(tzinfo=UTC),
        signs(text, contact, one),
    )


def _card(
    proposal: Proposal,
    message: Message,
    source: Source,
    call: Call,
    origin: Message,
    published: str | None,
) -> Card:
    akin = Known(
        call.id,
        call.title or "",
        origin.text,
        call.contact_info,
        same_sender=bool(message.sender_key) and message.sender_key == origin.sender_key,
        same_chat=message.source_id == origin.source_id,
    )
    return Card(
        id=proposal.id,
        intent=proposal.intent,
        text=message.text,
        medium=medium(source),
        source=source.name,
        sender=message.sender,
        sent_at=message.sent_at,
        received=message.created_at,
        call=_meant(call, published),
        changes=tuple(_proposed(call, proposal.changes)),
        confidence=_confidence(proposal),
        linked_by=proposal.linked_by,
        signs=signs(message.text, _contact(proposal), akin),
    )


def _meant(call: Call, published: str | None) -> Meant:
    held = ((name, field_text(call, name)) for name in FieldName if name not in REPEATED)
    return Meant(
        call.id,
        call.revision,
        call.status,
        call.title or "",
        tuple((name, value) for name, value in held if value),
        published,
    )


def _proposed(call: Call, changes: dict[str, Any]) -> Iterator[Proposed]:
    """What would still change: somebody may have written it into the call meanwhile."""
    for name, value in news_for(call, changes).items():
        held = changes[name.value]
        yield Proposed(
            name,
            field_text(call, name),
            value,
            held.get("state", FieldState.FOUND.value),
            tuple(Span(start, end) for start, end in held["spans"]),
            held.get("doubt", ""),
        )


def _contact(proposal: Proposal) -> str | None:
    held = proposal.changes.get(FieldName.CONTACT_INFO.value)
    return str(held["value"]) if held else None


def _confidence(proposal: Proposal) -> Confidence:
    if proposal.linked_by:
        return Confidence.CHOSEN
    if proposal.intent == VARIANT:
        return Confidence.SAME
    if proposal.likeness >= LIKELY:
        return Confidence.LIKELY
    return Confidence.PROBABLE if proposal.likeness >= PROBABLE else Confidence.POSSIBLE
