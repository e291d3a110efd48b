"""What a live source is asked, and what it answers, whatever service stands behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import httpx

from pipeline.keys import Keys
from pipeline.remote.remotes import Remotes

Cursor = Mapping[str, Any]
"""How far a source was read, as JSON in its adapter's words; empty at first."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message of a live source. `sent_at` is naive Riyadh time, as dumps show it. A `url`
    with signs that nobody can see or store is none."""

    id: str
    text: str
    sent_at: datetime | None = None
    sender: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if self.url is not None and not self.url.isprintable():
            object.__setattr__(self, "url", None)


class ChangeKind(StrEnum):
    """What happened to a message after it was sent."""

    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """A later change of a message by its sender; `text` is the new one of an edit."""

    id: str
    kind: ChangeKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages, and the cursor that stands for having read them.

    `cost` is what fetching them cost, in millionths of a US dollar.
    """

    messages: tuple[Fetched, ...]
    cursor: Cursor
    changes: tuple[Change, ...] = ()
    cost: int = 0


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source as its adapter needs to know it. `settings` are those of the adapter's form."""

    identifier: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    cursor: Cursor = field(default_factory=dict)


class Adapter(Protocol):
    """Fetches sources of one kind. Lives on one event loop.

    Raises `RateLimited`, `Unavailable` (wait), `Locked` (the key), `Gone` (the source),
    `Rejected` (a person must act) or `Invalid` (the answer made no sense).
    """

    def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """Pages of what is newer than the cursor, oldest first. Each page's cursor covers it
        and all before it, so that whoever stops in between goes on from there."""
        ...

    async def close(self) -> None:
        """Give back its connections."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What adapters are built with. `base_urls` moves a service elsewhere (a proxy, a
    stand-in); `allowed` are private addresses an admin lets web sources reach."""

    remotes: Remotes
    keys: Keys
    base_urls: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[tuple[str, int], ...] = ()
    transport: Callable[[], httpx.AsyncBaseTransport] | None = None


class FieldKind(StrEnum):
    """How a setting of a source is entered."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class FormField:
    """One setting of an adapter as the editor shows it. `label` is a translation key."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    default: Any = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class AdapterKind:
    """A kind of live source: all the program needs to know of it. Each file of
    `pipeline.sources.kinds` has one, called `KIND`."""

    name: str
    """The adapter's own name, kept with each source (`whapi`)."""
    medium: str
    """The source's kind for people and filters (`WHATSAPP`)."""
    label: str
    """The translation key of its name."""
    build: Callable[[Surroundings], Adapter]
    check: Callable[[SourceSpec], SourceSpec]
    """The spec with its identifier written the one way we keep it. Raises `Invalid` with a
    sentence for an identifier or setting that can't work."""
    service: str
    """Whose limiter and breaker it uses (`Whapi`); empty: that of each site it reads."""
    key: str | None = None
    """The name of the key it needs; None: none."""
    every_minutes: int = 240
    form: tuple[FormField, ...] = ()
    identifier_hint: str = ""
    """An example of an identifier, shown in the empty field."""
