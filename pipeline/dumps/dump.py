"""Open a dump: know what it is before one message is given out, then stream it."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import ijson

from pipeline.dumps import table
from pipeline.dumps.archive import Member, open_members
from pipeline.dumps.date_order import UNNEEDED, DateOrder, DateOrderFound, decide
from pipeline.dumps.detect import HEAD, Format, Found, detect
from pipeline.dumps.encoding import MAX_LINE, check_lines, guess_encoding, read_text
from pipeline.dumps.mail import read_mails
from pipeline.dumps.message import DumpMessage
from pipeline.dumps.records import read_records, verify_json
from pipeline.dumps.table import ColumnMapping
from pipeline.dumps.whatsapp.parse import ChatReader, scan_dates
from pipeline.errors import Invalid

BATCH = 800
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages, and how many of the dump's bytes are behind us after them."""

    messages: list[DumpMessage]
    position: int


@dataclass(frozen=True, slots=True)
class Dump:
    """An opened dump whose container, encoding and lines were checked to the end."""

    format: Format
    title: str | None
    size: int
    date_order: DateOrderFound
    columns: tuple[str, ...]
    _member: Member
    _found: Found

    @property
    def note(self) -> str | None:
        """What a person should know of how the file was read, when it was a guess."""
        if self._found.encoding.codec == "cp1256":
            return "The file is not UTF-8; it was read as Windows Arabic (cp1256)."
        return None

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Batches from the start, or from a position an earlier batch ended at."""
        with self._member.open() as stream:
            if self._found.shape is not None:
                yield from self._chat(self._found, stream, start)
            else:
                yield from self._others(stream, start)

    def messages(self) -> Iterator[DumpMessage]:
        """All messages, one by one."""
        for batch in self.batches():
            yield from batch.messages

    def _chat(self, found: Found, stream: IO[bytes], start: int) -> Iterator[Batch]:
        if found.shape is None or start >= self.size:
            return
        at = max(start, found.encoding.skip)
        stream.seek(at)
        reader = ChatReader(found.shape, self.date_order.order, found.encoding)
        for messages, position in reader.batches(stream, at):
            yield Batch(messages, position)

    def _others(self, stream: IO[bytes], start: int) -> Iterator[Batch]:
        """Read again from the top and leave out what ended at or before `start`."""
        batch: list[DumpMessage] = []
        last = 0
        for message in _read(stream, self._found, self._member.name, self.date_order.order):
            batch.append(message)
            # Two batches never share a position, so leaving out is exact.
            if len(batch) >= BATCH and last < (position := stream.tell()) < self.size:
                if position > start:
                    yield Batch(batch, position)
                last, batch = position, []
        if start < self.size:
            yield Batch(batch, self.size)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a person sees of a dump before anything is stored."""

    format: Format
    title: str | None
    size: int
    date_order: DateOrderFound
    messages: tuple[DumpMessage, ...]
    columns: tuple[str, ...]
    note: str | None = None


@contextmanager
def open_dump(
    path: Path, *, mapping: ColumnMapping | None = None, date_order: DateOrder | None = None
) -> Iterator[Dump]:
    """The dump at a path, or an Invalid that says why it cannot be read."""
    with open_members(path) as members:
        try:
            dump = _open(members, mapping, date_order)
        except _BROKEN as error:
            raise Invalid(f"{path.name} is a damaged or cut-off zip; export it again.") from error
        except OSError as error:
            raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from error
        yield dump


def preview(
    path: Path,
    count: int = 50,
    *,
    mapping: ColumnMapping | None = None,
    date_order: DateOrder | None = None,
) -> Preview:
    """The first messages and what the whole file says of its dates."""
    with open_dump(path, mapping=mapping, date_order=date_order) as dump:
        first = tuple(islice(dump.messages(), count))
        return Preview(
            dump.format, dump.title, dump.size, dump.date_order, first, dump.columns, dump.note
        )


def _open(members: list[Member], mapping: ColumnMapping | None, asked: DateOrder | None) -> Dump:
    problem: Invalid | None = None
    for member in members:
        with member.open() as stream:
            head = stream.read(HEAD)
        try:
            found = detect(head, member.name, mapping)
        except Invalid as error:
            problem = problem or _longer_line(head, member) or error
            continue
        with member.open() as stream:
            order = _verify(stream, found, member, asked)
        title = _title(head, found)
        return Dump(found.format, title, member.size, order, found.columns, member, found)
    raise problem or Invalid("The zip holds no chat; export the chat again.")


def _longer_line(head: bytes, member: Member) -> Invalid | None:
    """A better reason than an unknown format, where a text is one endless line."""
    if b"\n" in head or b"\0" in head or member.size <= MAX_LINE:
        return None
    with member.open() as stream:
        try:
            for _ in check_lines(read_text(stream, guess_encoding(head)), member.name):
                pass
        except Invalid as error:
            return error
    return None


def _verify(
    stream: IO[bytes], found: Found, member: Member, asked: DateOrder | None
) -> DateOrderFound:
    if found.layout is not None:
        stream.seek(found.encoding.skip)
        verify_json(stream, member.name)
        return UNNEEDED
    if found.format is Format.MAIL:
        while stream.read(1 << 20):
            pass
        return UNNEEDED
    stream.seek(found.encoding.skip)
    pieces = check_lines(read_text(stream, found.encoding), member.name)
    if found.shape is not None:
        return decide(scan_dates(pieces, found.shape), asked)
    for _ in pieces:
        pass
    stream.seek(0)
    lines = _lines(stream, found)
    if found.mapping is None:
        for _ in table.read_json_lines(lines, member.name):
            pass
        return UNNEEDED
    column = found.mapping.sent_at or ""
    stamps = (row.get(column, "") for row in table.read_rows(lines, found.delimiter, member.name))
    return decide(dict.fromkeys(s[0] for raw in stamps if (s := table.split_stamp(raw))), asked)


def _lines(stream: IO[bytes], found: Found) -> Iterator[str]:
    stream.seek(found.encoding.skip)
    carry = ""
    for piece in read_text(stream, found.encoding):
        *whole, carry = (carry + piece).split("\n")
        for line in whole:
            yield line + "\n"
    if carry:
        yield carry


def _read(stream: IO[bytes], found: Found, name: str, order: DateOrder) -> Iterator[DumpMessage]:
    if found.layout is not None:
        stream.seek(found.encoding.skip)
        return read_records(stream, found.layout)
    if found.format is Format.MAIL:
        return read_mails(stream, mailbox=found.mailbox)
    lines = _lines(stream, found)
    if (mapping := found.mapping) is None:
        return table.read_json_lines(lines, name)
    rows = table.read_rows(lines, found.delimiter, name)
    return (table.from_row(row, mapping, order) for row in rows)


def _title(head: bytes, found: Found) -> str | None:
    """The chat's name, where the first bytes tell it."""
    if found.format is Format.TELEGRAM:
        try:
            for prefix, event, value in ijson.parse(io.BytesIO(head)):
                if event == "string" and prefix in ("name", "title"):
                    return str(value)
        except ijson.JSONError:
            return None
    if found.shape is None:
        return None
    text = head[found.encoding.skip :].decode(found.encoding.codec, "replace")
    before = found.shape.pattern.split("\n" + text, maxsplit=1)[0].strip()
    return before if before and "\n" not in before and len(before) < 200 else None
