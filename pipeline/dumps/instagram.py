"""Instagram's own export: posts and direct messages, their text repaired."""

from pipeline.dumps.clock import read_epoch
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.records import Layout, Record, text_of


def repair(text: str) -> str:
    """Undo UTF-8 that was written as if each byte were a letter."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def read_instagram(record: Record) -> DumpMessage | None:
    """One direct message or post."""
    media = record.get("media")
    first = media[0] if isinstance(media, list) and media and isinstance(media[0], dict) else {}
    text = repair(text_of(record, "content", "title") or text_of(first, "title"))
    stamp = (
        record.get("timestamp_ms")
        or record.get("creation_timestamp")
        or first.get("creation_timestamp")
    )
    has_media = bool(first) or any(k in record for k in ("photos", "videos", "audio_files"))
    if not text and not has_media:
        return None
    sender = repair(text_of(record, "sender_name")) or None
    return DumpMessage(read_epoch(stamp), sender, text, Kind.MEDIA if has_media else Kind.MESSAGE)


MESSAGES = Layout("messages.item", read_instagram)
POSTS = Layout("item", read_instagram)
