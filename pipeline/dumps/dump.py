"""Open a dump: know what it is before one message is given out, then stream it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from pipeline.dumps.archive import BROKEN, Member, open_members
from pipeline.dumps.date_order import UNNEEDED, DateOrder, DateOrderFound, as_asked, as_others
from pipeline.dumps.detect import HEAD, Format, Found, detect
from pipeline.dumps.encoding import MAX_LINE, check_lines, guess_encoding, read_text
from pipeline.dumps.message import DumpMessage
from pipeline.dumps.part import Batch, Part, open_part, title_of
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid

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
        """How dates are read; where the parts differ, a sentence for each, and the order of the
        first that is a guess, for a person to correct."""
        found = {part.date_order: part for part in self.parts}
        if len(found) == 1:
            return self.parts[0].date_order
        guessed = next((order for order in found if order.ambiguous), None)
        return DateOrderFound(
            (guessed or self.parts[0].date_order).order,
            guessed is not None,
            " ".join(f"{part.shown}: {order.sentence}" for order, part in found.items()),
        )

    @property
    def orders(self) -> tuple[DateOrder, ...]:
        """The orders its dates are read in, in the order of its chats."""
        told = (part.date_order for part in self.parts if part.date_order != UNNEEDED)
        return tuple(dict.fromkeys(found.order for found in told))

    @property
    def note(self) -> str | None:
        """What a person should know of how the file was read, when it is not plain to see."""
        sentences = []
        if len(chats := dict.fromkeys(part.chat for part in self.parts)) > 1:
            names = [part.shown for part in self.parts[:_NAMED]]
            more = ", ..." if len(self.parts) > _NAMED else ""
            sentences.append(f"The zip holds {len(chats):,} chats: {', '.join(names)}{more}.")
        if len({part.date_order.order for part in self.parts}) > 1:
            sentences.append(
                "Its chats write day and month in different orders; each is read in its own."
            )
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

    def first(self, count: int) -> Iterator[DumpMessage]:
        """The first messages of every chat, as many of each as `count` allows."""
        firsts = list({part.chat: part for part in reversed(self.parts)}.values())[::-1]
        share = max(1, count // len(firsts))
        return islice(chain.from_iterable(islice(one.messages(), share) for one in firsts), count)


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
    orders: tuple[DateOrder, ...] = ()
    """All orders dates are read in: the chats of a zip may have several."""


@contextmanager
def open_dump(
    path: Path, *, mapping: ColumnMapping | None = None, date_order: DateOrder | None = None
) -> Iterator[Dump]:
    """The dump at a path, or an Invalid that says why it cannot be read."""
    with open_members(path) as members:
        try:
            dump = _open(members, mapping, date_order)
        except BROKEN as error:
            raise Invalid(f"{path.name} is a damaged or cut-off zip; export it again.") from error
        except NotImplementedError as error:
            raise Invalid(
                f"{path.name} is packed in a way that cannot be read here; unpack it first."
            ) from error
        except OSError as error:
            if error.errno is None:  # bzip2 calls broken bytes so
                raise Invalid(
                    f"{path.name} is a damaged or cut-off zip; export it again."
                ) from error
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
        first = tuple(dump.first(count))
        return Preview(
            dump.format,
            dump.title,
            dump.size,
            dump.date_order,
            first,
            dump.columns,
            dump.note,
            dump.orders,
        )


def _open(members: list[Member], mapping: ColumnMapping | None, asked: DateOrder | None) -> Dump:
    known, problem = _known(members, mapping)
    if not known:
        raise problem or Invalid("The zip holds no chat; export the chat again.")
    format_ = known[0][2].format
    chosen = [one for one in known if one[2].format is format_]
    if len(chosen) == 1:
        return Dump((open_part(*chosen[0], asked),), len(known) - 1)
    parts = [open_part(*one, None) for one in chosen]
    return Dump(tuple(_of_one_mind(parts, asked)), len(known) - len(parts))


def _of_one_mind(parts: list[Part], asked: DateOrder | None) -> Iterator[Part]:
    """The parts, those whose dates could be read two ways read as asked, else as those that are
    sure: one phone writes all its chats alike."""
    sure = {part.date_order.order for part in parts if part.date_order.certain}
    other = None
    if asked is not None:
        other = as_asked(asked)
    elif len(sure) == 1:
        other = as_others(sure.pop())
    for part in parts:
        yield replace(part, date_order=other) if other and part.date_order.ambiguous else part


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
