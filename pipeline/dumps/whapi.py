"""Messages as Whapi.cloud lists them."""

from pipeline.dumps.clock import read_epoch, read_instant
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.records import Layout, Record, known_id, part_of, text_of

_MEDIA = ("image", "video", "gif", "short", "document", "audio", "voice", "sticker", "contact")


def read_whapi(record: Record) -> DumpMessage | None:
    """One record; an edit stands as the edited text under the id of what it edits."""
    text, kind, edited, target = _content(record)
    if not text and kind is Kind.MESSAGE:
        return None
    return DumpMessage(
        read_epoch(record.get("timestamp")),
        text_of(record, "from_name", "from") or None,
        text,
        kind,
        target or known_id(record.get("id")),
        None,
        edited,
        read_instant(record.get("timestamp")) if target else None,
    )


def _content(record: Record) -> tuple[str, Kind, bool, str]:
    if (action := part_of(record, "action")) and text_of(action, "target"):
        target = text_of(action, "target")
        if text_of(action, "type") == "delete":
            return "", Kind.DELETED, False, target
        content = action.get("edited_content")
        text = content if isinstance(content, str) else _words(part_of(action, "edited_content"))
        return text, Kind.MESSAGE, True, target
    if record.get("type") == "system" or "system" in record:
        return text_of(part_of(record, "system"), "body"), Kind.SYSTEM, False, ""
    text = _words(record)
    media = any(record.get("type") == name or name in record for name in _MEDIA)
    return text, Kind.MEDIA if media else Kind.MESSAGE, False, ""


def _words(record: Record) -> str:
    for name in ("text", "link_preview", "interactive", *_MEDIA):
        if text := text_of(part_of(record, name), "body", "caption"):
            return text
        if text := text_of(part_of(part_of(record, name), "body"), "text"):
            return text
    poll, event = part_of(record, "poll"), part_of(record, "event")
    options = poll.get("options")
    lines = (
        [text_of(poll, "title"), *(str(o) for o in options if isinstance(options, list))]
        if (isinstance(options, list))
        else [text_of(poll, "title")]
    )
    lines += [text_of(event, "name"), text_of(event, "description"), text_of(record, "body")]
    return "\n".join(line for line in lines if line)


def is_change(record: Record) -> bool:
    """Whether it says that another message was edited or deleted."""
    return bool(text_of(part_of(record, "action"), "target"))


LAYOUT = Layout("messages.item", read_whapi, is_change)
LIST = Layout("item", read_whapi, is_change)
