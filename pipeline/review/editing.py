"""Writes new values into a call's fields, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, ReviewAction
from db.queries import review as rows
from pipeline.dedup.place import Candidate, identity_of_edited
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review import changes, fields
from pipeline.text.search import search_text
from pipeline.text.span import Span

IDENTIFYING = (FieldName.TITLE, FieldName.LOCATION, FieldName.REQUIREMENTS)
"""Fields that make a call the one it is."""


def edit(
    session: Session,
    action: ReviewAction,
    call: Call,
    name: FieldName,
    value: str,
    span: Span | None = None,
) -> None:
    """Set one field, from typing or from a `span` of the call's message."""
    column = fields.column_value(name, value)
    if column == getattr(call, name.value) and span is None:
        return
    evidence = {**call.evidence, name.value: fields.edited_evidence(action.by, span)}
    present = {*fields.present_fields(call), name.value}
    if column is None:
        present.discard(name.value)
    values: dict[str, Any] = {
        name.value: column,
        "evidence": evidence,
        "doubts": fields.count_doubts(present, evidence),
    }
    if name in IDENTIFYING:
        edited = _candidate(call, {name.value: column})
        values["content_hash"] = identity_of_edited(session, call.id, edited)
    changes.change(session, action, call, values)
    call.search = search_text(fields.searchable(call, call.message.text))


def require_unchanged(
    session: Session, call: Call, name: FieldName, value: str, revision: int | None
) -> None:
    """Raise `Invalid` when somebody changed this field after `revision`."""
    if revision is None or call.revision == revision:
        return
    steps = rows.history(session, call.id)[-(call.revision - revision) :]
    if any(name.value in step.after for _, step in steps):
        theirs = fields.field_text(call, name)
        raise Invalid(
            f"Somebody changed {name.value} meanwhile to “{theirs}”. "
            f"Yours was “{value}”. Choose one and save again."
        )


def require_seen(session: Session, call: Call, revision: int | None, by: str) -> None:
    """Raise `Invalid` when somebody else changed a field after `revision`, so that nobody
    decides what they did not see."""
    if revision is None or call.revision == revision:
        return
    for action, step in rows.history(session, call.id)[-(call.revision - revision) :]:
        if action.by != by and any(name.value in step.after for name in FieldName):
            raise Invalid(f"{action.by} changed call {call.id} meanwhile. Look, and decide again.")


def _candidate(call: Call, edited: Mapping[str, Any]) -> Candidate:
    """A call as deduplication sees it, with some fields changed."""
    names = ("title", "company", "location", "requirements", "deadline", "contact_info")
    sent_at = call.message.sent_at
    return Candidate(
        text=call.message.text[call.span_start : call.span_end],
        posted=sent_at.date() if sent_at else None,
        **{name: edited.get(name, getattr(call, name)) for name in names},
    )
