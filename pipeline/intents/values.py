"""What is shown of a proposal, to those who answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipeline.extraction.call import FieldName
from pipeline.intents.meant import Sign
from pipeline.review.values import FieldView
from pipeline.text.span import Span


class Confidence(StrEnum):
    """How sure it is that this is the call meant."""

    CHOSEN = "chosen"
    """A person said so."""
    SAME = "same"
    """The message is the call again, in nearly the same words."""
    LIKELY = "likely"
    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One field as it is and as it would be, with the words of the message that say so."""

    name: FieldName
    before: str
    after: str
    state: str
    spans: tuple[Span, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """The call a proposal speaks of, as it is now."""

    id: int
    revision: int
    status: str
    title: str
    fields: tuple[tuple[FieldName, str], ...]
    """Those that have a value, but for title and description."""
    publication: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal, whole."""

    id: int
    intent: str
    text: str
    medium: str
    source: str
    sender: str | None
    sent_at: datetime | None
    received: datetime
    call: Meant
    changes: tuple[Proposed, ...]
    confidence: Confidence
    linked_by: str | None
    signs: tuple[Sign, ...]

    @property
    def evidence(self) -> tuple[FieldView, ...]:
        """The proposed values as the message shows them."""
        return tuple(
            FieldView(one.name, one.after, one.state, one.spans, one.doubt) for one in self.changes
        )


@dataclass(frozen=True, slots=True)
class Cards:
    """The open proposals that are shown, and how many there are in all."""

    cards: tuple[Card, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A call that may be meant instead."""

    call_id: int
    title: str
    location: str
    status: str
    posted: datetime
    signs: tuple[Sign, ...]
