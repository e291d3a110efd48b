"""Telegram's result.json: one chat, or the full export."""

from datetime import timedelta

from pipeline.dumps.clock import Written, read_instant, read_written
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
    when, ahead = _sent(record)
    return DumpMessage(
        when,
        sender,
        text.replace("\r\n", "\n"),
        kind,
        known_id(record.get("id")),
        None,
        "edited" in record,
        read_instant(record.get("edited_unixtime")),
        ahead,
    )


def _sent(record: Record) -> Written:
    """What the clock of the exporting machine showed; where that stood, the epoch beside tells."""
    when, ahead = read_written(record.get("date") or record.get("date_unixtime"))
    instant = read_instant(record.get("date_unixtime"))
    if when is not None and instant is not None and ahead is None and record.get("date"):
        between = when - instant
        ahead = between if abs(between) < timedelta(hours=15) else None
    return when, ahead


CHAT = Layout("messages.item", read_telegram)
FULL = Layout("chats.list.item.messages.item", read_telegram)
