"""A call's story, from the message to the site: what happened, when, and by whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.models import (
    Call,
    CallStatus,
    Message,
    ModelCall,
    Publication,
    PublicationState,
    ReviewAction,
    ReviewChange,
    Source,
)
from pipeline.extraction.call import FieldName

MOST_REASONS = 6
"""How many of the words that let a message through are named."""


class What(StrEnum):
    """What can happen to a call; a person's step keeps the name of its key."""

    SENT = "sent"
    RECEIVED = "received"
    KEPT = "kept"
    ASKED = "asked"
    EXTRACTED = "extracted"
    AGAIN = "again"
    VARIANT = "variant"
    REWRITTEN = "rewritten"
    DELETED = "deleted"
    APPROVE = "approve"
    REJECT = "reject"
    SETTLED = "settled"
    SKIP = "skip"
    FLAG = "flag"
    UNFLAG = "unflag"
    EDIT = "edit"
    AMEND = "amend"
    """Changed as a later message asked."""
    CLOSE = "close"
    """Closed as a later message asked."""
    RESTORE = "restore"
    UNDO = "undo"
    WAITING = "waiting"
    LIVE = "live"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    EDITED_ELSEWHERE = "edited_elsewhere"
    REMOVED_ELSEWHERE = "removed_elsewhere"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's text before and after an edit."""

    name: FieldName
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story. `at` is UTC, but of `SENT` the time the sender's group showed."""

    what: str
    at: datetime | None
    by: str = ""
    said: str = ""
    """The rest of it: the words that let it through, the extractor, a reason, an error."""
    note: str = ""
    number: int | None = None
    """The other call it is about, or what a model was paid in millionths of a dollar."""
    edits: tuple[FieldChange, ...] = ()
    undone: bool = False


def story(
    call: Call,
    message: Message,
    source: Source,
    seen: Iterable[tuple[Message, Source]],
    asked: Iterable[ModelCall],
    acts: Iterable[tuple[ReviewAction, ReviewChange]],
    publication: Publication | None,
) -> tuple[Step, ...]:
    """Everything that is known to have happened to a call, in order of time."""
    steps = [
        *_found(call, message, source),
        *(_asked(one) for one in asked),
        *(
            Step(What.AGAIN, other.created_at, other.sender or "", where.name)
            for other, where in seen
            if other.id != message.id
        ),
        *(_act(action, change) for action, change in acts),
        *_published(publication),
    ]
    opening = [step for step in steps if step.what == What.SENT]
    timed = [(step.at, nth, step) for nth, step in enumerate(steps) if step.at is not None]
    return (*opening, *(step for _, _, step in sorted(timed) if step.what != What.SENT))


def _found(call: Call, message: Message, source: Source) -> Iterator[Step]:
    if message.sent_at is not None:
        yield Step(What.SENT, message.sent_at, message.sender or "")
    yield Step(What.RECEIVED, message.created_at, said=source.name)
    yield Step(What.KEPT, message.created_at, said=", ".join(_reasons(message)))
    yield Step(What.EXTRACTED, call.created_at, said=call.provider, note=call.extractor_version)
    if call.cluster_id is not None and call.cluster_id != call.id:
        yield Step(What.VARIANT, call.created_at, number=call.cluster_id)
    if message.edited_at is not None:
        yield Step(What.REWRITTEN, message.edited_at)
    if message.deleted_at is not None:
        yield Step(What.DELETED, message.deleted_at)


def _reasons(message: Message) -> Sequence[str]:
    """The words that spoke for a message most, strongest first."""
    weighed = [
        (reason[-1], str(reason[0]).rpartition(":")[2])
        for reason in message.reasons or ()
        if isinstance(reason, list) and ":" in str(reason[0])
    ]
    strongest = sorted((one for one in weighed if one[0] > 0), key=lambda one: -one[0])
    return tuple(dict.fromkeys(word for _, word in strongest))[:MOST_REASONS]


def _asked(one: ModelCall) -> Step:
    return Step(What.ASKED, one.at, said=one.model, note=one.outcome, number=one.cost)


def _act(action: ReviewAction, change: ReviewChange) -> Step:
    return Step(
        _kind(action, change),
        action.at,
        action.by,
        said=action.reason or "",
        note="" if action.kind == What.UNDO else action.note or "",
        edits=tuple(_edits(change)) if action.kind in (What.EDIT, What.AMEND) else (),
        undone=action.undone_at is not None and action.kind != What.UNDO,
    )


def _kind(action: ReviewAction, change: ReviewChange) -> str:
    if action.kind == What.FLAG and not change.after.get("flagged", True):
        return What.UNFLAG
    if change.after.get("status") == CallStatus.DUPLICATE:
        return What.SETTLED
    return action.kind


def _edits(change: ReviewChange) -> Iterator[FieldChange]:
    for name in FieldName:
        if name.value in change.after:
            before, after = change.before.get(name.value), change.after[name.value]
            yield FieldChange(name, str(before or ""), str(after or ""))


def _published(publication: Publication | None) -> Iterator[Step]:
    if publication is None:
        return
    state = PublicationState(publication.state)
    if publication.published_at is not None:
        yield Step(What.LIVE, publication.published_at, said=publication.public_id)
    if state != PublicationState.LIVE:
        yield Step(What(state.value), publication.updated_at, said=publication.error)
