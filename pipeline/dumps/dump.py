"""Open a dump: know what it is before one message is given out, then stream it."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.dumps.archive import Member, open_members
from pipeline.dumps.date_order import DateOrder, DateOrderFound
from pipeline.dumps.detect import HEAD, Format, Found, detect
from pipeline.dumps.encoding import MAX_LINE, check_lines, guess_encoding, read_text
from pipeline.dumps.message import DumpMessage
from pipeline.dumps.part import Batch, Part, open_part, title_of
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Dump:
    """An opened dump: one file, or all files of a zip that are of the same format."""

    parts: tuple[Part, ...]
    left_out: int = 0
    """How many files of the zip are dumps of another format."""

    @property
    def format(self) -> Format:
        """Of every part."""
        return self.parts[0].found.format

    @property
    def title(self) -> str | None:
        """The chat's name, where there is one chat and it tells."""
        return self.parts[0].title if len(self.parts) == 1 else None

    @property
    def size(self) -> int:
        """All bytes, unpacked."""
        return sum(part.size for part in self.parts)

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of a table."""
        return self.parts[0].found.columns

    @property
    def date_order(self) -> DateOrderFound:
        """How dates are read; where the parts differ, a sentence for each."""
        found = {part.date_order: part for part in self.parts}
        if len(found) == 1:
            return self.parts[0].date_order
        return DateOrderFound(
            self.parts[0].date_order.order,
            any(order.ambiguous for order in found),
            " ".join(f"{part.member.name}: {order.sentence}" for order, part in found.items()),
        )

    @property
    def note(self) -> str | None:
        """What a person should know of how the file was read, when it is not plain to see."""
        sentences = []
        if len(chats := dict.fromkeys(part.chat for part in self.parts)) > 1:
            names = [part.title or part.name for part in self.parts[:_NAMED]]
            more = ", ..." if len(self.parts) > _NAMED else ""
            sentences.append(f"The zip holds {len(chats):,} chats: {', '.join(names)}{more}.")
        if self.left_out:
            files = "file" if self.left_out == 1 else "files"
            sentences.append(
                f"{self.left_out:,} more {files} in the zip, of another kind, will not be read; "
                "unpack the zip to import what it holds."
            )
        if any(part.found.encoding.codec == "cp1256" for part in self.parts):
            sentences.append("The file is not UTF-8; it was read as Windows Arabic (cp1256).")
        return " ".join(sentences) or None

    def batches(self, start: int = 0) -> Iterator[Batch]:
        """Batches from the start, or from a position an earlier batch ended at."""
        before = 0
        for part in self.parts:
            if start < before + part.size:
                for batch in part.batches(max(0, start - before)):
                    yield Batch(batch.messages, before + batch.position)
            before += part.size

    def messages(self) -> Iterator[DumpMessage]:
        """All messages, one by one."""
        for batch in self.batches():
            yield from batch.messages


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
    known, problem = _known(members, mapping)
    if not known:
        raise problem or Invalid("The zip holds no chat; export the chat again.")
    format_ = known[0][2].format
    parts = [
        open_part(member, title, found, asked)
        for member, title, found in known
        if found.format is format_
    ]
    return Dump(tuple(parts), len(known) - len(parts))


_Known = tuple[Member, str | None, Found]


def _known(
    members: list[Member], mapping: ColumnMapping | None
) -> tuple[list[_Known], Invalid | None]:
    """Those members that are dumps, and what is wrong with the first that is none."""
    known: list[_Known] = []
    problem: Invalid | None = None
    for member in members:
        with member.open() as stream:
            head = stream.read(HEAD)
        try:
            found = detect(head, member.label, mapping)
            known.append((member, title_of(head, found), found))
        except Invalid as error:
            problem = problem or _longer_line(head, member) or error
    return known, problem


def _longer_line(head: bytes, member: Member) -> Invalid | None:
    """A better reason than an unknown format, where a text is one endless line."""
    if b"\n" in head or b"\0" in head or member.size <= MAX_LINE:
        return None
    with member.open() as stream:
        try:
            for _ in check_lines(read_text(stream, guess_encoding(head)), member.label):
                pass
        except Invalid as error:
            return error
    return None
