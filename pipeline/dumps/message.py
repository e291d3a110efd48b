"""A message as a dump holds it."""

from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import NamedTuple

from pipeline.riyadh import RIYADH


class Kind(StrEnum):
    """What stood in the dump at this place."""

    MESSAGE = "message"
    MEDIA = "media"
    DELETED = "deleted"
    SYSTEM = "system"


class DumpMessage(NamedTuple):
    """One entry of a dump; a tuple, for a frozen class takes five times as long to make.

    `sent_at` is the naive local time the dump shows, or None where it has none.
    `external_id` is the dump's own id, or None: then the intake derives one that stays the
    same when the dump, or a longer export of the same chat, is imported again.
    `text` is the body as written, line ends folded to "\\n"; a media entry keeps its caption.
    """

    sent_at: datetime | None
    sender: str | None
    text: str
    kind: Kind = Kind.MESSAGE
    external_id: str | None = None
    url: str | None = None
    edited: bool = False
    changed_at: datetime | None = None
    """When it was last edited or deleted, in naive UTC, where the dump tells."""
    ahead: timedelta | None = None
    """How far the clock of `sent_at` was ahead of UTC, where the dump tells."""

    @property
    def in_riyadh(self) -> datetime | None:
        """What a clock in Riyadh showed then. A dump that names no zone was written there."""
        if self.sent_at is None or self.ahead is None:
            return self.sent_at
        try:
            moment = self.sent_at.replace(tzinfo=timezone(self.ahead)).astimezone(RIYADH)
        except OverflowError:  # the first or last day there is
            return self.sent_at
        return moment.replace(tzinfo=None)
