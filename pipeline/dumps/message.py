"""A message as a dump holds it."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


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
