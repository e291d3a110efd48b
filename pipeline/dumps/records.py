"""JSON dumps: one ijson path and one translation from record to message each."""

from collections.abc import Callable, Iterator
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


def read_records(stream: IO[bytes], layout: Layout) -> Iterator[DumpMessage]:
    """The messages of the layout, one by one."""
    for record in ijson.items(stream, layout.path, use_float=True):
        if isinstance(record, dict) and (message := layout.read(record)) is not None:
            yield message


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
