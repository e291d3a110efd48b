"""JSON dumps: one ijson path and one translation from record to message each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import ijson

from pipeline.dumps.clock import read_epoch, read_time
from pipeline.dumps.encoding import MAX_LINE
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.errors import Invalid

Record = dict[str, Any]
# Naming where a record lies costs the square of its depth.
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the records lie in the JSON, and how one becomes a message or nothing."""

    path: str
    read: Callable[[Record], DumpMessage | None]
    changes: Callable[[Record], bool] | None = None
    """Whether a record says that another was edited or deleted, in dumps that have such:
    what is read of it has the id of the other."""


Changes = Mapping[str, DumpMessage]
"""The last word on messages that were edited or deleted, by their ids."""


def verify_json(stream: IO[bytes], name: str) -> None:
    """Parse to the end, so that a cut-off file is refused before its first message."""
    depth = 0
    try:
        for event, value in ijson.basic_parse(stream, use_float=True):
            if event.startswith("start"):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Invalid(f"{name} is nested far deeper than an export; nothing was read.")
            elif event.startswith("end"):
                depth -= 1
            if event == "string" and len(value) > MAX_LINE:
                raise Invalid(
                    f"{name} holds a text of more than {MAX_LINE:,} characters; nothing was read."
                )
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise Invalid(f"{name} is damaged or cut off: its JSON does not end properly.") from error


def find_changes(stream: IO[bytes], layout: Layout) -> Changes:
    """What the dump's later records say of others; nothing where it has no such records."""
    found: dict[str, DumpMessage] = {}
    if layout.changes is None:
        return found
    for record, message in _records(stream, layout):
        if message.external_id is None or not layout.changes(record):
            continue
        before = found.get(message.external_id)
        if before is None or _later(message, before):
            found[message.external_id] = message
    return found


def read_records(stream: IO[bytes], layout: Layout, changes: Changes) -> Iterator[DumpMessage]:
    """The messages of the layout, one by one, each as it stood in the end. Changes to messages
    that are not in the dump come last."""
    met: set[str] = set()
    for record, message in _records(stream, layout):
        if layout.changes is not None and layout.changes(record):
            continue
        change = changes.get(message.external_id or "")
        if change is None:
            yield message
            continue
        met.add(change.external_id or "")
        if change.kind is Kind.DELETED:
            yield message._replace(text="", kind=Kind.DELETED, changed_at=change.changed_at)
        else:
            yield message._replace(text=change.text, edited=True, changed_at=change.changed_at)
    yield from (change for target, change in changes.items() if target not in met)


def _records(stream: IO[bytes], layout: Layout) -> Iterator[tuple[Record, DumpMessage]]:
    for record in ijson.items(stream, layout.path, use_float=True):
        if isinstance(record, dict) and (message := layout.read(record)) is not None:
            yield record, message


def _later(one: DumpMessage, other: DumpMessage) -> bool:
    """Whether the first of two changes is the last word; a deletion always is."""
    if Kind.DELETED in (one.kind, other.kind):
        return one.kind is Kind.DELETED
    return (one.sent_at or datetime.min) >= (other.sent_at or datetime.min)


def text_of(record: Record, *keys: str) -> str:
    """The first of the keys that holds text, line ends folded; else nothing."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value:
            return value.replace("\r\n", "\n").replace("\r", "\n")
    return ""


def part_of(record: Record, key: str) -> Record:
    """The object under the key, empty when there is none."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def known_id(value: object) -> str | None:
    """An id as text, or None where the dump has none."""
    return str(value) if isinstance(value, str | int) and str(value) else None


def entry(
    record: Record, text: str, when: datetime | None, sender: str, kind: Kind, url: str = ""
) -> DumpMessage:
    """A message with the record's own id."""
    return DumpMessage(when, sender or None, text, kind, known_id(record.get("id")), url or None)


__all__ = [
    "Layout",
    "Record",
    "entry",
    "known_id",
    "part_of",
    "read_epoch",
    "read_records",
    "read_time",
    "text_of",
    "verify_json",
]
