"""What a timeline is made of: steps, and the facts that are known of each. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """The kinds of step, in the order in which they follow one another within a second."""

    SENT = "sent"
    RECEIVED = "received"
    JUDGED = "judged"
    REPORTED = "reported"
    JOB = "job"
    ASKED = "asked"
    READ = "read"
    REPEATS = "repeats"
    NEAR = "near"
    PROPOSED = "proposed"
    REWRITTEN = "rewritten"
    DELETED = "deleted"
    ACT = "act"
    SHELVED = "shelved"
    CARRIED = "carried"
    SITE = "site"
    LETTER = "letter"
    ANSWERED = "answered"
    CORRECTED = "corrected"


class Mark(StrEnum):
    """How a step went."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    WAITS = "waits"


class Place(StrEnum):
    """Where a step can be acted on: the name of a page."""

    REVIEW = "review"
    PUBLISHED = "published"
    LETTERS = "letters"
    SOURCES = "sources"
    MODELS = "models"
    PATTERNS = "patterns"


class Replay(StrEnum):
    """What can be done again from a step."""

    LETTER = "letter"
    EXTRACT = "extract"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known of a step."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A field's text before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `at` is UTC, but of `SENT` the time the sender's group showed.

    `kind` says which of its sort it is: the band, the outcome, the key a person pressed.
    """

    what: What
    at: datetime | None
    kind: str = ""
    by: str = ""
    said: str = ""
    seconds: float | None = None
    cost: int | None = None
    """Millionths of a US dollar."""
    mark: Mark = Mark.PLAIN
    undone: bool = False
    facts: tuple[Fact, ...] = ()
    edits: tuple[Edit, ...] = ()
    call_id: int | None = None
    publication_id: int | None = None
    letter_id: int | None = None
    place: Place | None = None
    replay: Replay | None = None
