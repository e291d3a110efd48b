"""How the site's row differs from what we want to stand there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.models import Call, Publication, PublicationState
from pipeline.extraction.call import FieldName
from pipeline.publishing.row import LIVE, SITE_STATUS
from pipeline.review.fields import field_text
from pipeline.review.wording import Piece, compare
from pipeline.riyadh import RIYADH

COLUMNS = {
    name: "contactInfo" if name is FieldName.CONTACT_INFO else name.value for name in FieldName
}
"""Each field's column on the site."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field in our words and in the site's, and the site's held against ours."""

    name: FieldName
    ours: str
    theirs: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the site shows in place of what we want."""

    state: PublicationState
    changed: datetime | None = None
    """When the site's row last changed, in UTC."""
    status: str = ""
    """The site's own word for the row's state, where it is not the one of a live call."""
    fields: tuple[FieldDifference, ...] = ()

    @property
    def is_as_wanted(self) -> bool:
        """Whether the site shows what we want."""
        return self.state is PublicationState.LIVE

    @property
    def is_gone(self) -> bool:
        """Whether the site shows nothing of it any more."""
        return self.state is PublicationState.REMOVED_ELSEWHERE or bool(self.status)


def hold_against(call: Call, row: Mapping[str, Any] | None) -> Comparison:
    """The site's row against the call; None: the row is not there any more."""
    if row is None:
        return Comparison(PublicationState.REMOVED_ELSEWHERE)
    status = str(row["status"] or "")
    differing = tuple(
        FieldDifference(name, ours, theirs, compare(ours, theirs))
        for name in FieldName
        if (ours := field_text(call, name).strip()) != (theirs := _theirs(name, row).strip())
    )
    other = "" if status == SITE_STATUS[LIVE] else status
    state = PublicationState.EDITED_ELSEWHERE if differing or other else PublicationState.LIVE
    return Comparison(state, row["updatedAt"], other, differing)


def is_comparable(publication: Publication) -> bool:
    """Whether the site should show the call by now: nothing of ours is under way."""
    return (
        publication.wanted == LIVE
        and publication.done == publication.generation
        and publication.state
        in (
            PublicationState.LIVE,
            PublicationState.EDITED_ELSEWHERE,
            PublicationState.REMOVED_ELSEWHERE,
        )
    )


def _theirs(name: FieldName, row: Mapping[str, Any]) -> str:
    value = row[COLUMNS[name]]
    if isinstance(value, datetime):
        # A call is open until its last day has ended in Riyadh.
        return value.replace(tzinfo=UTC).astimezone(RIYADH).date().isoformat()
    return "" if value is None else str(value)
