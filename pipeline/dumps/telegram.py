"""Telegram's result.json: one chat, or the full export."""

from pipeline.dumps.clock import read_time
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.records import Layout, Record, known_id, text_of


def read_telegram(record: Record) -> DumpMessage | None:
    """One record; formatted text comes in pieces and is joined as it was shown."""
    raw = record.get("text")
    pieces = raw if isinstance(raw, list) else [raw]
    text = "".join(p if isinstance(p, str) else text_of(p, "text") for p in pieces if p)
    if record.get("type") == "service":
        kind, text = Kind.SYSTEM, text or text_of(record, "action")
    elif any(key in record for key in ("photo", "file", "media_type")):
        kind = Kind.MEDIA
    else:
        kind = Kind.MESSAGE
    sender = text_of(record, "from", "actor") or None
    return DumpMessage(
        read_time(record.get("date") or record.get("date_unixtime")),
        sender,
        text.replace("\r\n", "\n"),
        kind,
        known_id(record.get("id")),
        None,
        "edited" in record,
    )


CHAT = Layout("messages.item", read_telegram)
FULL = Layout("chats.list.item.messages.item", read_telegram)
