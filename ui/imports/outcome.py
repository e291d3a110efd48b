"""What an import brought, as the summary tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.queries import batches, messages
from db.session import Database
from pipeline.intake.importer import ImportReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts over the files of one run. The bands are those of the messages that were new."""

    messages: int = 0
    new: int = 0
    passed: int = 0
    unsure: int = 0
    skipped: int = 0
    waiting: int = 0
    """How many are still to be read for calls."""
    batched: int = 0
    """Those of them whose answers come with a batch."""

    @property
    def repeated(self) -> int:
        """Messages the workspace already had."""
        return self.messages - self.new


def outcome_of(database: Database, reports: Sequence[ImportReport]) -> Outcome:
    """Add the reports up, and ask the workspace what the prefilter made of the messages."""
    runs = _runs(reports)
    with database.reading() as session:
        bands = messages.bands(session, runs)
    counted = Outcome(
        sum(report.messages for report in reports),
        sum(report.stored for report in reports),
        bands.get("pass", 0),
        bands.get("unsure", 0),
        bands.get("skip", 0),
    )
    return count_again(database, counted, reports)


def count_again(database: Database, known: Outcome, reports: Sequence[ImportReport]) -> Outcome:
    """The same outcome with what is waiting by now: all else stands still after an import."""
    runs = _runs(reports)
    with database.reading() as session:
        waiting = messages.count_waiting(session, runs)
        batched = batches.count_waiting(session, runs) if waiting else 0
    return replace(known, waiting=waiting, batched=min(batched, waiting))


def _runs(reports: Sequence[ImportReport]) -> list[int]:
    return [report.run_id for report in reports if report.run_id is not None]
