"""Imports a dump: reads it in order, hands it to the inbox, and can go on where it stopped."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from db.models import ImportRun, Source, SourceKind, utc_now
from db.queries import imports
from db.queries import messages as rows
from db.session import Database, announce
from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.dump import Dump, open_dump
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid, TakeOneError
from pipeline.intake.identity import Identifier
from pipeline.intake.inbox import Inbox, Named, Reached
from pipeline.intake.judge import storable

BATCH = 1_000
RECOGNISED_BY = 30
FINGERPRINT = 1 << 16
FILE_NAME = re.compile(
    r"^(whatsapp chat (with|-)|chat whatsapp|محادثة واتساب مع|دردشة واتساب مع)\s*", re.I
)


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is."""

    bytes_done: int
    bytes_total: int
    read: int
    stored: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of importing one file. `error` is one sentence, or empty."""

    path: str
    run_id: int | None = None
    format: str = ""
    date_order: str = ""
    note: str = ""
    read: int = 0
    messages: int = 0
    stored: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    cancelled: bool = False
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """As scripts read it."""
        return {
            "path": self.path,
            "format": self.format or None,
            "entries": self.read,
            "messages": self.messages,
            "stored": self.stored,
            "repeated": self.messages - self.stored,
            "from": self.first_at.isoformat() if self.first_at else None,
            "to": self.last_at.isoformat() if self.last_at else None,
            "date_order": self.date_order or None,
            "note": self.note or None,
            "cancelled": self.cancelled,
            "error": self.error or None,
        }


Report = Callable[[ImportProgress], None]


class Importer:
    """Takes dumps into the workspace."""

    def __init__(self, database: Database, inbox: Inbox) -> None:
        self._database = database
        self._inbox = inbox

    def run(
        self,
        path: Path,
        progress: Report = lambda _: None,
        *,
        cancel: Event | None = None,
        mapping: ColumnMapping | None = None,
        date_order: DateOrder | None = None,
    ) -> ImportReport:
        """Import one file to its end. A file that cannot be read is reported, never raised;
        what was stored before a cancel or a crash stays, and the next run goes on from there."""
        tally = _Tally()
        try:
            with open_dump(path, mapping=mapping, date_order=date_order) as dump:
                run = self._begin(path, dump)
                return self._read(path, dump, run, tally, progress, cancel or Event())
        except TakeOneError as error:
            self._end(tally, "failed", str(error))
            return ImportReport(
                str(path), tally.run_id, read=tally.read, stored=tally.stored, error=str(error)
            )

    def _begin(self, path: Path, dump: Dump) -> Reached:
        """Find or make the chat's source and this reading's record."""
        mark = fingerprint(path)
        first = _first_named(dump)
        with self._database.writing() as session:
            open_run = imports.unfinished(session, mark, self._inbox.version)
            if open_run is not None and open_run.source_id is not None:
                open_run.state = "running"
                return Reached(open_run.source_id, open_run.id, open_run.read)
            source_id = imports.source_of(session, mark) or _same_chat(
                rows.dump_sources_with(session, [one.id for one in first]), first
            )
            if source_id is None:
                source = Source(
                    kind=SourceKind.DUMP,
                    identifier=str(uuid.uuid4()),
                    name=storable(dump.title or FILE_NAME.sub("", path.stem) or path.name),
                    medium=dump.format.value,
                )
                session.add(source)
                session.flush()
                source_id = source.id
            run = ImportRun(
                source_id=source_id,
                file_name=storable(path.name),
                path=storable(str(path)),
                fingerprint=mark,
                format=dump.format.value,
                date_order=dump.date_order.order.value,
                prefilter_version=self._inbox.version,
            )
            session.add(run)
            session.flush()
            return Reached(source_id, run.id, 0)

    def _read(
        self, path: Path, dump: Dump, run: Reached, tally: _Tally, progress: Report, cancel: Event
    ) -> ImportReport:
        tally.run_id = run.run_id
        for batch, position in _named(dump):
            if cancel.is_set():
                break
            wanted = [named for named in batch if tally.count(named.message)]
            if tally.read > run.read:
                # A batch that was stored in part before a stop repeats ids, which add nothing.
                reached = Reached(run.source_id, run.run_id, tally.read)
                tally.stored += self._inbox.store(wanted, reached)
            progress(ImportProgress(position, dump.size, tally.read, tally.stored))
        cancelled = cancel.is_set()
        self._end(tally, "cancelled" if cancelled else "done")
        return ImportReport(
            path=str(path),
            run_id=run.run_id,
            format=dump.format.value,
            date_order=dump.date_order.sentence,
            note=dump.note or "",
            read=tally.read,
            messages=tally.messages,
            stored=tally.stored,
            first_at=tally.first_at,
            last_at=tally.last_at,
            cancelled=cancelled,
        )

    def _end(self, tally: _Tally, state: str, error: str = "") -> None:
        """Close the record of a reading, where there is one."""
        if tally.run_id is None:
            return
        with self._database.writing() as session:
            run = session.get_one(ImportRun, tally.run_id)
            run.state, run.error, run.finished_at = state, error, utc_now()
            run.first_at, run.last_at = tally.first_at, tally.last_at
            bands = rows.bands(session, [run.id])
            run.passed, run.unsure = bands.get("pass", 0), bands.get("unsure", 0)
            run.skipped = bands.get("skip", 0)
            announce(session, "imports", run.id)


@dataclass(slots=True)
class _Tally:
    """Counts what passes by."""

    run_id: int | None = None
    read: int = 0
    messages: int = 0
    stored: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    def count(self, message: DumpMessage) -> bool:
        """Count an entry; whether it says something, and so is a message to keep."""
        self.read += 1
        if message.kind not in (Kind.MESSAGE, Kind.MEDIA) or not message.text.strip():
            return False
        self.messages += 1
        if at := message.sent_at:
            self.first_at = min(self.first_at or at, at)
            self.last_at = max(self.last_at or at, at)
        return True


def fingerprint(path: Path) -> str:
    """SHA-256 over a file's size, beginning and end."""
    try:
        with path.open("rb") as stream:
            digest = sha256(str(path.stat().st_size).encode())
            digest.update(stream.read(FINGERPRINT))
            stream.seek(max(0, path.stat().st_size - FINGERPRINT))
            digest.update(stream.read(FINGERPRINT))
    except OSError as error:
        raise Invalid(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return digest.hexdigest()


def _named(dump: Dump) -> Iterator[tuple[Sequence[Named], int]]:
    """The dump's entries with their ids, in batches no transaction minds, and the bytes read."""
    identifier = Identifier()
    part: list[Named] = []
    position = 0
    for batch in dump.batches():
        position = batch.position
        for message in batch.messages:
            part.append(Named(identifier.name(message), message))
            if len(part) == BATCH:
                yield part, position
                part = []
    if part:
        yield part, position


def _first_named(dump: Dump) -> Sequence[Named]:
    """The first messages: by these the same chat is recognised in a later export."""
    identifier = Identifier()
    told = (one for one in dump.messages() if one.kind is Kind.MESSAGE and one.text.strip())
    return [Named(identifier.name(one), one) for one in islice(told, RECOGNISED_BY)]


def _same_chat(held: dict[int, dict[str, str]], first: Sequence[Named]) -> int | None:
    """The source that holds most of these messages, word for word, under the same ids."""
    agreeing = {
        source_id: sum(texts.get(one.id) == storable(one.message.text) for one in first)
        for source_id, texts in held.items()
    }
    best = max(agreeing, key=lambda source_id: agreeing[source_id], default=None)
    return best if best is not None and 2 * agreeing[best] > len(first) else None
