"""What a person did, newest first."""

from __future__ import annotations

import asyncio

from db.session import Database
from pipeline.review.decisions import Decisions
from pipeline.review.steps import steps_of
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
