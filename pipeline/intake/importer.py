"""Imports a dump: reads it in order, hands it to the inbox, and can go on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

from db.models import ImportRun, utc_now
from db.queries import imports
from db.queries import messages as rows
from db.session import Database, announce
from pipeline.dumps.date_order import DateOrder
from pipeline.dumps.dump import Dump, open_dump
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.table import ColumnMapping
from pipeline.errors import Invalid, TakeOneError
from pipeline.intake.changes import is_change
from pipeline.intake.chats import Chats, chats_of
from pipeline.intake.identity import Identifier
from pipeline.intake.inbox import Inbox, Named, Reached, Taken

BATCH = 1_000
FINGERPRINT = 1 << 16


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
    edited: int = 0
    deleted: int = 0
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
            "edited": self.edited,
            "deleted": self.deleted,
            "from": self.first_at.isoformat() if self.first_at else None,
            "to": self.last_at.isoformat() if self.last_at else None,
            "date_order": self.date_order or None,
            "note": self.note or None,
            "cancelled": self.cancelled,
            "error": self.error or None,
        }


@dataclass(frozen=True, slots=True)
class _Begun:
    """A reading's record, how many entries are behind it, and the source of each chat."""

    run_id: int
    read: int
    sources: dict[str, int]


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

    def _begin(self, path: Path, dump: Dump) -> _Begun:
        """Find or make the chats' sources and this reading's record."""
        chats = Chats.look(path, fingerprint(path), dump)
        with self._database.writing() as session:
            sources, known = chats.sources(session)
            run = None
            if known:
                run = imports.unfinished(session, chats.fingerprint, self._inbox.version)
            if run is None:
                run = chats.record(
                    next(iter(sources.values())),
                    date_order=dump.date_order.order.value,
                    prefilter_version=self._inbox.version,
                )
                session.add(run)
            run.state = "running"
            session.flush()
            return _Begun(run.id, run.read, sources)

    def _read(
        self, path: Path, dump: Dump, run: _Begun, tally: _Tally, progress: Report, cancel: Event
    ) -> ImportReport:
        tally.run_id = run.run_id
        repeats = False
        for source_id, batch, position in _named(dump, run.sources):
            if cancel.is_set():
                break
            wanted = [named for named in batch if tally.count(named.message)]
            changes = [named.message for named in batch if is_change(named.message)]
            if tally.read > run.read:
                # A batch that was stored in part before a stop repeats ids, which add nothing.
                reached = Reached(source_id, run.run_id, tally.read)
                new = self._inbox.new_of(wanted, source_id) if repeats else wanted
                taken = self._inbox.store(new, reached, changes)
                # A longer export of a known chat repeats nearly all of it.
                repeats = 2 * taken.stored < len(wanted)
                tally.take(taken)
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
            edited=tally.edited,
            deleted=tally.deleted,
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
    edited: int = 0
    deleted: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    def take(self, taken: Taken) -> None:
        """Count what came of a batch."""
        self.stored += taken.stored
        self.edited += taken.edited
        self.deleted += taken.deleted

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


def _named(dump: Dump, sources: dict[str, int]) -> Iterator[tuple[int, Sequence[Named], int]]:
    """The dump's entries with their ids, in batches no transaction minds, each with its source
    and the bytes read."""
    before = 0
    for chat, parts in chats_of(dump).items():
        identifier = Identifier()
        held: list[Named] = []
        position = before
        for part in parts:
            for batch in part.batches():
                position = before + batch.position
                for message in batch.messages:
                    held.append(Named(identifier.name(message), message))
                    if len(held) == BATCH:
                        yield sources[chat], held, position
                        held = []
            before += part.size
        if held:
            yield sources[chat], held, position
