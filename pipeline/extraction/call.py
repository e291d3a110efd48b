"""What is read out of a message: calls, their fields, and the evidence for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.text.span import Evidence, Span


class FieldName(StrEnum):
    """The fields of the site's table, in the order a reviewer reads them."""

    TITLE = "title"
    COMPANY = "company"
    LOCATION = "location"
    COMPENSATION = "compensation"
    REQUIREMENTS = "requirements"
    DEADLINE = "deadline"
    CONTACT_INFO = "contact_info"
    DESCRIPTION = "description"


class FieldState(StrEnum):
    """How a field came to its value. A missing field is simply not in the mapping."""

    FOUND = "found"
    DOUBTFUL = "doubtful"
    NOT_IN_TEXT = "not_in_text"
    EDITED = "edited"


class Intent(StrEnum):
    """What the message wants."""

    NEW_CALL = "new_call"
    UPDATE = "update"
    CLOSING = "closing"
    INQUIRY = "inquiry"
    SELF_PROMOTION = "self_promotion"
    SUSPECTED_SCAM = "suspected_scam"
    CHATTER = "chatter"


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value, the words it was read from, and how sure that reading is.

    `value` is what goes to the site: a deadline is an ISO date, a phone E.164 where the
    number allows it. `doubt` says in one English phrase why a state is doubtful.
    """

    value: str
    evidence: tuple[Evidence, ...] = ()
    state: FieldState = FieldState.FOUND
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ExtractedCall:
    """One casting call. `span` is the part of the message that speaks of it."""

    fields: Mapping[FieldName, FieldValue]
    span: Span
    extras: Mapping[str, object] = field(default_factory=dict)
    """Structured by-products that stay in the workspace: `roles`, `age_range`, `gender`,
    `shoot_dates`, `language`. Values are JSON (strings, numbers, lists, mappings)."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one message yielded. `calls` is empty unless `is_casting_call`."""

    is_casting_call: bool
    intent: Intent
    calls: tuple[ExtractedCall, ...]
    provider: str
    version: str
