"""One file of a dump: known to its end before a message is given out, then streamed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import ijson

from pipeline.dumps import table
from pipeline.dumps.archive import BROKEN, Member
from pipeline.dumps.date_order import UNNEEDED, DateOrder, DateOrderFound, decide
from pipeline.dumps.detect import Format, Found
from pipeline.dumps.encoding import check_lines, read_text
from pipeline.dumps.mail import read_mails
from pipeline.dumps.message import DumpMessage
from pipeline.dumps.records import Changes, find_changes, read_records, verify_json
from pipeline.dumps.whatsapp.parse import ChatReader, check_bodies, scan_dates
from pipeline.errors import Invalid

BATCH = 800
# Exports of one chat that were cut into several files are numbered.
_NUMBERED = re.compile(r"_\d+(?=\.json\Z)", re.I)
# What phones and sites call the file of every chat.
_EVERYWHERE = re.compile(r"(?:_chat|result|messages?(?:_\d+)?|posts?(?:_\d+)?)\Z", re.I)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some messages, and how many of the dump's bytes are behind us after them."""

    messages: list[DumpMessage]
    position: int


@dataclass(frozen=True, slots=True)
class Part:
    """A file whose encoding and lines were checked to the end."""

    title: str | None
    date_order: DateOrderFound
    member: Member
    found: Found
    changes: Changes

    @property
    def size(self) -> int:
        """Its bytes, unpacked."""
        return self.member.size

    @property
    def chat(self) -> str:
        """Which chat of its zip it belongs to: the same for the pieces of one."""
        if self.found.format is Format.INSTAGRAM:
            return _NUMBERED.sub("", self.member.path)
        return self.member.path

    @property
    def name(self) -> str:
        """What to call the chat where it has no title: the name of its file or folder."""
        *folders, file = self.member.path.split("/")
        stem = file.rpartition(".")[0] or file
        return folders[-1] if folders and _EVERYWHERE.match(stem) else stem

    @property
    def shown(self) -> str:
        """What to call the chat to a person."""
        return self.title or self.name

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Batches from the start, or from a position an earlier batch ended at. Raises `Invalid`
        when the file is not any more what it was when it was opened."""
        try:
            with self.member.open() as stream:
                if self.found.shape is not None:
                    yield from self._chat(stream, start)
                else:
                    yield from self._others(stream, start)
        except (*BROKEN, OSError, ValueError, ijson.JSONError) as error:
            raise Invalid(
                f"{self.member.label} was changed or removed while it was read; what was read "
                "stays. Import it again."
            ) from error

    @property
    def ids_are_unique(self) -> bool:
        """Whether no two messages anywhere have the same id, so that one that is known tells
        which chat this is."""
        return self.found.layout is not None and self.found.layout.changes is not None

    def messages(self) -> Iterator[DumpMessage]:
        """All messages, one by one."""
        for batch in self.batches():
            yield from batch.messages

    def _chat(self, stream: IO[bytes], start: int) -> Iterator[Batch]:
        found = self.found
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
        for message in self._read(stream):
            batch.append(message)
            # Two batches never share a position, so leaving out is exact.
            if len(batch) >= BATCH and last < (position := stream.tell()) < self.size:
                if position > start:
                    yield Batch(batch, position)
                last, batch = position, []
        if start < self.size:
            yield Batch(batch, self.size)

    def _read(self, stream: IO[bytes]) -> Iterator[DumpMessage]:
        found, name = self.found, self.member.label
        if found.layout is not None:
            stream.seek(found.encoding.skip)
            return read_records(stream, found.layout, self.changes)
        if found.format is Format.MAIL:
            return read_mails(stream, mailbox=found.mailbox)
        lines = _lines(stream, found)
        if (mapping := found.mapping) is None:
            return table.read_json_lines(lines, name)
        rows = table.read_rows(lines, found.delimiter, name)
        return (table.from_row(row, mapping, self.date_order.order) for row in rows)


def open_part(member: Member, title: str | None, found: Found, asked: DateOrder | None) -> Part:
    """The part, or an Invalid that says what is wrong further down than its beginning."""
    with member.open() as stream:
        order = _verify(stream, found, member, asked)
    changes: Changes = {}
    if found.layout is not None:
        with member.open() as stream:
            stream.seek(found.encoding.skip)
            changes = find_changes(stream, found.layout)
    return Part(title, order, member, found, changes)


def _verify(
    stream: IO[bytes], found: Found, member: Member, asked: DateOrder | None
) -> DateOrderFound:
    if found.layout is not None:
        if found.encoding.codec != "utf-8":  # JSON is UTF-8 by definition
            raise Invalid(
                f"{member.label} is not valid UTF-8, the encoding it was read as; "
                "save it as UTF-8 and try again."
            )
        stream.seek(found.encoding.skip)
        verify_json(stream, member.label)
        return UNNEEDED
    if found.format is Format.MAIL:
        while stream.read(1 << 20):
            pass
        return UNNEEDED
    stream.seek(found.encoding.skip)
    pieces = check_lines(read_text(stream, found.encoding, member.label), member.label)
    if found.shape is not None:
        return decide(
            scan_dates(check_bodies(pieces, found.shape, member.label), found.shape), asked
        )
    for _ in pieces:
        pass
    stream.seek(0)
    lines = _lines(stream, found)
    if found.mapping is None:
        for _ in table.read_json_lines(lines, member.label):
            pass
        return UNNEEDED
    column = found.mapping.sent_at or ""
    stamps = (row.get(column, "") for row in table.read_rows(lines, found.delimiter, member.label))
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


def title_of(head: bytes, found: Found) -> str | None:
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
