"""Tables of messages: CSV with any head, and JSON lines."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.dumps.clock import Written, read_written
from pipeline.dumps.date_order import DateOrder, Numbers, to_date
from pipeline.dumps.message import DumpMessage
from pipeline.dumps.records import Record, known_id, text_of
from pipeline.dumps.whatsapp.parse import read_clock, read_numbers
from pipeline.errors import Invalid

ALIASES = {
    "text": [
        "text",
        "message",
        "body",
        "content",
        "caption",
        "النص",
        "نص",
        "الرسالة",
        "رسالة",
        "المحتوى",
    ],
    "id": ["id", "message_id", "msg_id", "external_id", "المعرف", "رقم", "الرقم", "معرف"],
    "sent_at": [
        "sent_at",
        "date",
        "time",
        "timestamp",
        "datetime",
        "created_at",
        "posted_at",
        "التاريخ",
        "تاريخ",
        "الوقت",
    ],
    "sender": [
        "sender",
        "from",
        "author",
        "user",
        "name",
        "username",
        "from_name",
        "المرسل",
        "مرسل",
        "الاسم",
        "الكاتب",
    ],
}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column holds what; only the text is needed."""

    text: str
    id: str | None = None
    sent_at: str | None = None
    sender: str | None = None


def guess_mapping(columns: Iterable[str]) -> ColumnMapping | None:
    """The mapping the heads suggest, or None when none of them names a text."""
    plain = {column.strip().lower().replace(" ", "_"): column for column in columns}
    found = {
        field: next((plain[name] for name in names if name in plain), None)
        for field, names in ALIASES.items()
    }
    text = found["text"]
    if text is None:
        return None
    return ColumnMapping(text, found["id"], found["sent_at"], found["sender"])


def sniff(sample: str) -> tuple[str, list[str]]:
    """The delimiter and the column heads of a table's first lines."""
    first = sample.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    head = next(iter(csv.reader([first.rstrip("\r")], delimiter=delimiter)), [])
    return delimiter, head


def split_stamp(value: str) -> tuple[Numbers, str] | None:
    """A written date as its three numbers and what follows it."""
    day, _, clock = value.strip().partition(" ")
    numbers = read_numbers(day)
    return None if numbers is None else (numbers, clock)


def read_stamp(value: str, order: DateOrder) -> Written:
    """A time in a cell: ISO, an epoch, or a date in the order of the file."""
    if (found := read_written(value))[0] is not None:
        return found
    if (stamp := split_stamp(value)) is None:
        return None, None
    day, clock = to_date(stamp[0], order), read_clock(stamp[1] or "0:00")
    return None if day is None or clock is None else datetime.combine(day, clock), None


def read_rows(lines: Iterable[str], delimiter: str, name: str) -> Iterator[dict[str, str]]:
    """Rows by column head; a row that is no CSV is an Invalid with the line it begins on: a
    quotation mark that is never closed is noticed many lines later."""
    csv.field_size_limit(1_000_000)
    reader = csv.DictReader(lines, delimiter=delimiter, restval="")
    begun = 0
    try:
        for row in reader:
            begun = reader.line_num
            yield {str(key): value for key, value in row.items() if isinstance(value, str)}
    except csv.Error as error:
        raise Invalid(f"Line {begun + 1:,} of {name} is not valid CSV: {error}.") from error


def from_row(row: dict[str, str], mapping: ColumnMapping, order: DateOrder) -> DumpMessage:
    """A message from a row."""
    when, ahead = read_stamp(row.get(mapping.sent_at or "", ""), order)
    return DumpMessage(
        when,
        row.get(mapping.sender or "") or None,
        row.get(mapping.text, "").replace("\r\n", "\n"),
        external_id=row.get(mapping.id or "") or None,
        ahead=ahead,
    )


def read_json_lines(lines: Iterable[str], name: str) -> Iterator[DumpMessage]:
    """A message per line; a line that is no object with a text is an Invalid with its number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Invalid(f"Line {number:,} of {name} is not valid JSON.") from error
        if not isinstance(record, dict) or not any(key in record for key in ALIASES["text"]):
            raise Invalid(f'Line {number:,} of {name} is no object with a "text".')
        yield from_record(record)


def from_record(record: Record) -> DumpMessage:
    """A message from an object with any of the usual names for its parts."""
    found = {
        field: next((record[key] for key in names if record.get(key) is not None), None)
        for field, names in ALIASES.items()
    }
    when, ahead = read_written(found["sent_at"])
    return DumpMessage(
        when,
        str(found["sender"]) if found["sender"] is not None else None,
        text_of(record, *ALIASES["text"]),
        external_id=known_id(found["id"]),
        ahead=ahead,
    )
