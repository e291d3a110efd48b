"""The list of live sources, as admins keep it. Every change is on the audit trail."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.models import Source, SourceRun, SourceState, utc_now
from db.queries import sources as rows
from db.session import Database, announce
from pipeline.errors import Invalid, Rejected, TakeOneError
from pipeline.review import audit
from pipeline.sources.draft import Draft as Draft
from pipeline.sources.draft import check_schedule, problems, value_of
from pipeline.sources.health import Health, health_of
from pipeline.sources.port import AdapterKind, SourceSpec
from pipeline.sources.schedule import FIRST_AFTER
from pipeline.spreadsheet import harmless

ACTIVE_GROUPS = 10
"""Groups of WhatsApp asked at the same time; the smallest plan's limit."""
LIMITED = "whapi"
LONGEST_NAME = 200
COLUMNS = ("adapter", "identifier", "name", "every_minutes", "priority", "state")


@dataclass(frozen=True, slots=True)
class CsvReport:
    """What came of a CSV: ids of the new sources, and a sentence for each line that failed."""

    added: tuple[int, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as the list shows it. Money is in millionths of a US dollar."""

    source: Source
    health: Health
    brought: int
    """New messages of its runs in the last 24 hours."""
    cost_today: int
    """Since midnight UTC, when daily caps begin anew."""


@dataclass(frozen=True, slots=True)
class Held:
    """That all sources rest: who said so, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """All live sources, and whether they rest."""

    listed: tuple[Listed, ...]
    held: Held | None


class Catalogue:
    """Adds, changes, pauses and removes live sources."""

    def __init__(
        self,
        database: Database,
        kinds: Mapping[str, AdapterKind],
        *,
        active_groups: int = ACTIVE_GROUPS,
    ) -> None:
        self._database = database
        self.kinds = kinds
        self._active_groups = active_groups

    def all(self) -> Sequence[Source]:
        """Every live source by name."""
        with self._database.reading() as session:
            return rows.live(session)

    def overview(self) -> Overview:
        """Every live source with its health and what it brought and cost of late; who needs a
        person comes first."""
        now = utc_now()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.reading() as session:
            brought = rows.brought(session, now - timedelta(hours=24), today)
            outcomes = rows.last_outcomes(session)
            listed = [
                Listed(
                    source,
                    health_of(source, outcomes.get(source.id, "")),
                    *brought.get(source.id, (0, 0)),
                )
                for source in rows.live(session)
            ]
            held = rows.held(session)
        # Sorting keeps the order of names among those that are equally ill.
        listed.sort(key=lambda one: one.health.rank)
        return Overview(tuple(listed), _held(held))

    def runs(self, source_id: int) -> Sequence[SourceRun]:
        """The newest runs of a source."""
        with self._database.reading() as session:
            return rows.runs(session, source_id)

    def add(self, draft: Draft, *, by: str, paused: bool = False) -> int:
        """Add a source, to be asked in a minute unless it is `paused`; its id. One that was
        removed comes back and goes on from where it was. Raises `Invalid` or `Rejected`."""
        kind, spec = self._checked(draft)
        with self._database.writing() as session:
            source = rows.of_identifier(session, kind.medium, spec.identifier)
            if source is not None and source.state != SourceState.REMOVED:
                raise Invalid(f"“{spec.identifier}” is on the list already, as “{source.name}”.")
            if source is None:
                source = Source(kind=kind.medium, identifier=spec.identifier)
                session.add(source)
            _fill(source, kind, draft, spec)
            source.state = SourceState.PAUSED if paused else SourceState.ACTIVE
            asked = source.every_minutes and not paused
            source.next_run_at = utc_now() + FIRST_AFTER if asked else None
            session.flush()
            if not paused:
                self._keep_to_limit(session)
            _note(session, source, by, "source.add", {"name": source.name})
            return source.id

    def change(self, source_id: int, draft: Draft, *, by: str) -> None:
        """Change a source; its schedule starts anew. Raises `Invalid` or `Rejected`."""
        kind, spec = self._checked(draft)
        with self._database.writing() as session:
            source = _get(session, source_id)
            other = rows.of_identifier(session, kind.medium, spec.identifier)
            if other is not None and other.id != source_id:
                raise Invalid(f"“{spec.identifier}” is on the list already, as “{other.name}”.")
            before = {"name": source.name, "every_minutes": source.every_minutes}
            if source.identifier != spec.identifier:
                source.cursor = {}
            source.kind, source.identifier = kind.medium, spec.identifier
            _fill(source, kind, draft, spec)
            source.pace = 1.0
            if source.state == SourceState.ACTIVE:
                source.next_run_at = utc_now() + FIRST_AFTER if source.every_minutes else None
            _note(session, source, by, "source.change", {"before": before})

    def pause(self, source_id: int, *, by: str) -> None:
        """Ask a source no more until it is resumed."""
        self._set_state(source_id, SourceState.PAUSED, by, "source.pause")

    def resume(self, source_id: int, *, by: str) -> None:
        """Ask a paused, locked or gone source again, in a minute."""
        self._set_state(source_id, SourceState.ACTIVE, by, "source.resume")

    def remove(self, source_id: int, *, by: str) -> str:
        """Take a source off the list; the state it was in. What it brought stays."""
        return self._set_state(source_id, SourceState.REMOVED, by, "source.remove")

    def pause_all(self, *, by: str) -> None:
        """Let all sources rest, in every desk and worker, until `resume_all`. Each keeps its
        own state; what is being asked right now is finished."""
        with self._database.writing() as session:
            if rows.held(session) is None:
                rows.hold(session, json.dumps({"by": by, "at": utc_now().isoformat()}))
                _note_all(session, by, "source.pause_all")

    def resume_all(self, *, by: str) -> None:
        """Let them be asked again: those that are due meanwhile at once."""
        with self._database.writing() as session:
            if rows.held(session) is not None:
                rows.let_go(session)
                _note_all(session, by, "source.resume_all")

    def problems(self, draft: Draft) -> dict[str, Invalid]:
        """What is wrong with a draft, by `identifier`, `every_minutes` or a setting's name."""
        return problems(self.kinds[draft.adapter], draft)

    def checked(self, draft: Draft) -> SourceSpec:
        """The source a draft describes, to try it out. Raises `Invalid`."""
        return self._checked(draft)[1]

    def draft_of(self, source: Source) -> Draft:
        """A source as a draft: to edit it, or to add one like it."""
        return Draft(
            source.adapter,
            source.identifier,
            source.name,
            source.every_minutes,
            source.priority,
            dict(source.settings),
        )

    def to_csv(self) -> str:
        """All sources as CSV with a header. Cells that a spreadsheet would run are quoted."""
        settings = sorted({one.name for kind in self.kinds.values() for one in kind.form})
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([*COLUMNS, *settings])
        for source in self.all():
            plain = [getattr(source, name) for name in COLUMNS]
            own = [source.settings.get(name, "") for name in settings]
            writer.writerow([harmless(value) for value in (*plain, *own)])
        return out.getvalue()

    def from_csv(self, text: str, *, by: str) -> CsvReport:
        """Add the sources of a CSV, line by line; a bad line does not stop the rest. Those that
        were paused stay so.

        Raises `Invalid` when it has no header with `adapter` and `identifier`.
        """
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        if not {"adapter", "identifier"} <= set(reader.fieldnames or ()):
            raise Invalid("The CSV needs a first line with the columns adapter and identifier.")
        added: list[int] = []
        problems: list[str] = []
        for line in reader:
            try:
                paused = line.get("state") == SourceState.PAUSED
                added.append(self.add(self._draft_from(line), by=by, paused=paused))
            except TakeOneError as error:
                problems.append(f"Line {reader.line_num}: {error}")
        return CsvReport(tuple(added), tuple(problems))

    def _draft_from(self, line: Mapping[str, Any]) -> Draft:
        cell = {
            name: (value or "").strip().removeprefix("'")
            for name, value in line.items()
            if isinstance(name, str) and not isinstance(value, list)
        }
        kind = self.kinds.get(cell.get("adapter", ""))
        fields = kind.form if kind else ()
        return Draft(
            cell.get("adapter", ""),
            cell.get("identifier", ""),
            cell.get("name", ""),
            _whole(cell, "every_minutes", None),
            _whole(cell, "priority", 10) or 10,
            {one.name: cell[one.name] for one in fields if cell.get(one.name)},
        )

    def _checked(self, draft: Draft) -> tuple[AdapterKind, SourceSpec]:
        kind = self.kinds.get(draft.adapter)
        if kind is None:
            raise Invalid(
                f"There is no kind of source called “{draft.adapter}”; there are "
                f"{', '.join(self.kinds)}."
            )
        check_schedule(draft)
        settings = {one.name: value_of(one, draft.settings.get(one.name)) for one in kind.form}
        return kind, kind.check(SourceSpec(draft.identifier, settings))

    def _keep_to_limit(self, session: Session) -> None:
        medium = self.kinds[LIMITED].medium if LIMITED in self.kinds else ""
        if rows.count_active(session, medium, LIMITED) > self._active_groups:
            raise Rejected(
                f"{self._active_groups} WhatsApp sources are active, the most that are allowed. "
                "Pause one first, or raise the limit in the settings."
            )

    def _set_state(self, source_id: int, state: SourceState, by: str, action: str) -> str:
        with self._database.writing() as session:
            source = _get(session, source_id)
            before, source.state = source.state, state
            active = state is SourceState.ACTIVE
            source.next_run_at = (
                utc_now() + FIRST_AFTER if active and source.every_minutes else None
            )
            if active:
                source.failures, source.last_error = 0, ""
                session.flush()
                self._keep_to_limit(session)
            _note(session, source, by, action, {"before": before})
            return before


def _held(said: str | None) -> Held | None:
    if said is None:
        return None
    told = json.loads(said)
    return Held(told["by"], datetime.fromisoformat(told["at"]))


def _fill(source: Source, kind: AdapterKind, draft: Draft, spec: SourceSpec) -> None:
    every = kind.every_minutes if draft.every_minutes is None else draft.every_minutes
    source.adapter = kind.name
    source.name = (draft.name.strip() or spec.identifier)[:LONGEST_NAME]
    source.every_minutes = every
    source.priority = draft.priority
    source.settings = dict(spec.settings)


def _get(session: Session, source_id: int) -> Source:
    source = session.get(Source, source_id)
    if source is None or not source.adapter:
        raise Invalid(f"There is no live source {source_id}.")
    return source


def _note(
    session: Session, source: Source, by: str, action: str, detail: Mapping[str, Any]
) -> None:
    audit.record(session, by, action, f"source:{source.id}", detail)
    announce(session, "source", source.id)


def _note_all(session: Session, by: str, action: str) -> None:
    audit.record(session, by, action, "sources", {})
    announce(session, "source")


def _whole(cell: Mapping[str, str], name: str, default: int | None) -> int | None:
    value = cell.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise Invalid(f"“{name}” is a whole number, not “{value}”.") from error
