"""How what one person saw or wrote of a call differs from what another made of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.extraction.call import FieldName
from pipeline.review.values import CallDetail


@dataclass(frozen=True, slots=True)
class Conflict:
    """What one saw or wrote, and what the call says now, of each field that differs."""

    detail: CallDetail
    """The call as it is now."""
    fields: Mapping[FieldName, tuple[str, str]]
    """Theirs, which stands, and one's own."""
    why: str


def differing_fields(now: CallDetail, seen: CallDetail) -> Mapping[FieldName, tuple[str, str]]:
    """The fields that changed since a call was seen: as they are now, and as they were."""
    was = {view.name: view.value for view in seen.fields}
    return {
        view.name: (view.value, was[view.name])
        for view in now.fields
        if view.value != was[view.name]
    }
