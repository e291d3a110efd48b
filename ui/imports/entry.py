"""One file on its way in: what was seen of it, what was asked for, what came of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.dumps import table
from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.detect import HEAD
from pipeline.dumps.dump import Preview, preview
from pipeline.dumps.encoding import guess_encoding
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid, TakeOneError
from pipeline.intake.chats import plain_name
from pipeline.intake.importer import ImportReport

if TYPE_CHECKING:
    from pipeline.intake.foresight import Foreseen

PREVIEWED = 50
_TABLES = (".csv", ".tsv")


class Stage(StrEnum):
    """How far a file is."""

    LOOKING = "looking"
    READY = "ready"
    FAILED = "failed"
    WAITING = "waiting"
    IMPORTING = "importing"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(slots=True, eq=False)
class Entry:
    """A file and its state; changed on the window's thread only."""

    path: Path
    stage: Stage = Stage.LOOKING
    seen: Preview | None = None
    problem: str = ""
    mapping: ColumnMapping | None = None
    date_order: DateOrder | None = None
    guessed: bool = False
    """Whether no column's head said that it holds the text."""
    report: ImportReport | None = None
    foreseen: Foreseen | None = None
    """What models would take for it; None if rules read it, or while it is not known."""
    looked_ahead: bool = False

    @property
    def title(self) -> str:
        """The chat's name: as the dump tells it, else as the file's name does."""
        told = self.seen.title if self.seen else None
        return told or plain_name(self.path.stem, self.path)

    @property
    def size(self) -> int:
        """How many bytes will be read."""
        return self.seen.size if self.seen else 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a file turned out to be, or the sentence that says why it is refused."""

    seen: Preview | None = None
    mapping: ColumnMapping | None = None
    problem: str = ""
    guessed: bool = False


def look(path: Path, mapping: ColumnMapping | None, date_order: DateOrder | None) -> Look:
    """Read the beginning of a file, storing nothing. A table whose heads say nothing is shown
    with its wordiest column as the text, for a person to choose another."""
    try:
        seen = preview(path, PREVIEWED, mapping=mapping, date_order=date_order)
        return Look(seen, mapping or table.guess_mapping(seen.columns))
    except TakeOneError as error:
        if mapping is None and (guess := _any_mapping(path)) is not None:
            return replace(look(path, guess, date_order), guessed=True)
        return Look(problem=str(error))


def _any_mapping(path: Path) -> ColumnMapping | None:
    if path.suffix.lower() not in _TABLES:
        return None
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        encoding = guess_encoding(head)
        text = head[encoding.skip :].decode(encoding.codec, "replace")
        delimiter, columns = table.sniff(text)
        lines = text.splitlines(keepends=True)[:PREVIEWED]
        rows = list(csv.DictReader(lines, delimiter=delimiter))
    except (OSError, ValueError, Invalid, csv.Error):
        return None
    if len(columns) < 2 or table.guess_mapping(columns) is not None:
        return None
    return ColumnMapping(max(columns, key=lambda one: sum(len(row[one] or "") for row in rows)))
