"""What a person did, newest first."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from db.models import ReviewAction, utc_now
from db.session import Database
from pipeline.review.decisions import Decisions
from pipeline.review.steps import Tally, steps_of, tally_of
from tests.review.conftest import Fill

BY = "noura"


def test_steps_tell_what_was_done_to_how_many(
    database: Database, decisions: Decisions, fill: Fill
) -> None:
    """Of oneself alone, page by page, with those that were taken back; undoing is no step."""
    ids = fill(3)
    decisions.skip(ids[0], BY)
    decisions.skip(ids[1], "sara")
    decisions.reject(ids, BY, "expired")
    decisions.undo(BY)
    steps = asyncio.run(steps_of(database, BY))
    told = [(step.kind, step.calls, step.reason, step.undone) for step in steps]
    assert told == [("reject", 3, "expired", True), ("skip", 1, "", False)]
    assert steps[0].title == steps[1].title != ""
    older = asyncio.run(steps_of(database, BY, before=steps[0].id))
    assert older == steps[1:]


def test_the_tally_counts_what_stands(database: Database, decisions: Decisions, fill: Fill) -> None:
    """Calls, not steps; what was taken back is told apart, and pauses are no work."""
    ids = fill(6)
    began = utc_now()
    decisions.reject(ids[:3], BY, "expired")
    for one in ids[3:]:
        decisions.reject([one], BY, "scam")
    decisions.undo(BY)
    decisions.skip(ids[5], BY)
    with database.writing() as session:
        steps = session.scalars(sa.select(ReviewAction).where(ReviewAction.kind == "reject"))
        for step, seconds in zip(steps, (0, 4, 10, 3000), strict=True):
            step.at = began + timedelta(seconds=seconds)
    tally = asyncio.run(tally_of(database, BY, began))
    assert tally == Tally(decided=5, undone=1, median_seconds=5.0)
    assert asyncio.run(tally_of(database, "sara", began)) == Tally(0, 0, None)
