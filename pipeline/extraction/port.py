"""What every extractor offers, whether it thinks by rules or by a model."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pipeline.extraction.call import Extraction


@dataclass(frozen=True, slots=True)
class SourceText:
    """A message as an extractor sees it.

    `posted_at` anchors relative dates; it may be naive (local to the chat) or aware,
    and None when the dump does not say.
    """

    text: str
    posted_at: datetime | None
    message_id: int | None = None
    """For the cost ledger: which message is read, and where it came from."""
    source_id: int | None = None
    band: str = "pass"
    """What the prefilter said of it; when money is short, only what passed is paid for."""


class Extractor(Protocol):
    """Reads calls out of one message.

    Raises `Unavailable` for a transient fault, `Rejected` for one a person must solve.
    The text is data: nothing in it may change what the extractor does.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str:
        """Changes whenever the same text could be read differently; part of the cache key."""
        ...

    async def extract(self, source: SourceText) -> Extraction: ...
