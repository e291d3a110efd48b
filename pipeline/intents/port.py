"""What a handler of an intent is given, and what it may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import Message
from pipeline.extraction.call import ExtractedCall, Extraction


@dataclass(frozen=True, slots=True)
class Occasion:
    """One message that was read, in the transaction that takes it to its next stage.

    `place` stores a call of the message beside those already known and returns its id, or
    None when it repeats a known one.
    """

    session: Session
    message: Message
    found: Extraction
    place: Callable[[ExtractedCall], int | None]

    def place_all(self) -> list[int]:
        """Store all calls of the message; the ids of those that are new."""
        placed = (self.place(call) for call in self.found.calls)
        return [call_id for call_id in placed if call_id is not None]


@dataclass(frozen=True, slots=True)
class IntentHandler:
    """What is done about messages of one intent. `handle` runs in the occasion's transaction:
    it changes rows and orders jobs, and leaves the world outside alone; what it returns is not
    looked at. Each file of `pipeline.intents.kinds` has one, called `HANDLER`."""

    intent: str
    handle: Callable[[Occasion], object]
