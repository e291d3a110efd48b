"""What an import brought, as the summary tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from db.models import Message, Stage
from db.queries import messages
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

    @property
    def repeated(self) -> int:
        """Messages the workspace already had."""
        return self.messages - self.new


def outcome_of(database: Database, reports: Sequence[ImportReport]) -> Outcome:
    """Add the reports up, and ask the workspace what the prefilter made of the messages."""
    runs = [report.run_id for report in reports if report.run_id is not None]
    told = sum(report.messages for report in reports)
    new = sum(report.stored for report in reports)
    if not runs:
        return Outcome(told, new)
    with database.reading() as session:
        bands = messages.bands(session, runs)
        waiting = session.scalar(
            sa.select(sa.func.count())
            .select_from(Message)
            .where(Message.run_id.in_(runs), Message.stage == Stage.WAITING)
        )
    return Outcome(
        told,
        new,
        bands.get("pass", 0),
        bands.get("unsure", 0),
        bands.get("skip", 0),
        waiting or 0,
    )
