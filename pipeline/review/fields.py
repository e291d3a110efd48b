"""A call's fields between its row and the people who look at it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from db.models import Call
from pipeline.extraction.call import FieldName, FieldState, FieldValue
from pipeline.review.values import FieldView
from pipeline.text.span import Span

MISSING = "missing"
WANTED = (FieldName.TITLE, FieldName.LOCATION, FieldName.CONTACT_INFO)
"""Fields whose absence a reviewer has to look into; the others are often not announced."""


def column_value(name: FieldName, value: str) -> str | date | None:
    """What the row's column holds for a field's text; raises ValueError for a bad date."""
    if not value:
        return None
    return date.fromisoformat(value) if name is FieldName.DEADLINE else value


def field_text(call: Call, name: FieldName) -> str:
    """A field's value as text, empty when it has none."""
    value = getattr(call, name.value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def evidence_of(value: FieldValue) -> dict[str, Any]:
    """How the row keeps where a value was found."""
    kept: dict[str, Any] = {
        "state": value.state.value,
        "spans": [[span.start, span.end] for span in value.evidence],
    }
    if value.doubt:
        kept["doubt"] = value.doubt
    return kept


def edited_evidence(by: str, span: Span | None) -> dict[str, Any]:
    """The same, for a value a person wrote or picked from the text."""
    spans = [[span.start, span.end]] if span else []
    return {"state": FieldState.EDITED.value, "spans": spans, "by": by}


def views(call: Call) -> tuple[FieldView, ...]:
    """All fields in reading order, the missing ones too."""
    return tuple(_view(call, name) for name in FieldName)


def _view(call: Call, name: FieldName) -> FieldView:
    kept = call.evidence.get(name.value)
    value = field_text(call, name)
    if kept is None or (not value and kept["state"] != FieldState.EDITED):
        return FieldView(name, value, MISSING)
    return FieldView(
        name,
        value,
        kept["state"],
        tuple(Span(start, end) for start, end in kept["spans"]),
        kept.get("doubt", ""),
        kept.get("by", ""),
    )


def count_doubts(present: Iterable[str], evidence: Mapping[str, Mapping[str, Any]]) -> int:
    """How many fields a reviewer should look at, given the names of those with a value."""
    uncertain = sum(
        kept["state"] in (FieldState.DOUBTFUL, FieldState.NOT_IN_TEXT) for kept in evidence.values()
    )
    have = set(present)
    return uncertain + sum(name.value not in have for name in WANTED)


def present_fields(call: Call) -> list[str]:
    """Names of the fields that have a value."""
    return [name.value for name in FieldName if getattr(call, name.value) is not None]


def searchable(call: Call, message_text: str) -> str:
    """Everything the list's search looks through, before normalising."""
    fields = (call.title, call.company, call.location, call.contact_info)
    return "\n".join([*(value for value in fields if value), message_text])
