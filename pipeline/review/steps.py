"""What a person did, step by step, to be looked through and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from db.queries import review as rows
from db.session import Database

PAGE = 100
PAUSE = timedelta(minutes=5)
"""Whoever decides nothing for so long did something else."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person, whatever number of calls it changed."""

    id: int
    kind: str
    at: datetime
    reason: str
    title: str
    """Of the first call it changed."""
    calls: int
    undone: bool


async def steps_of(
    database: Database, by: str, before: int | None = None, limit: int = PAGE
) -> Sequence[Step]:
    """A person's steps, newest first; those before a step, when one is named. Undoing is none."""
    found = await database.read(lambda session: rows.steps(session, by, before, limit))
    return [
        Step(
            id=action.id,
            kind=action.kind,
            at=action.at,
            reason=action.reason or "",
            title=title or "",
            calls=number,
            undone=action.undone_at is not None,
        )
        for action, number, title in found
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a person did since some time."""

    decided: int
    """Calls whose decision stands."""
    undone: int
    """Steps that were taken back."""
    median_seconds: float | None
    """From one decision to the next, pauses left out; None before there are two."""


async def tally_of(database: Database, by: str, since: datetime) -> Tally:
    """How many calls a person decided since then, how quickly, and how often they undid it."""
    found = await database.read(lambda session: rows.decisions_since(session, by, since))
    between = [later.at - earlier.at for earlier, later in pairwise(found)]
    seconds = [gap.total_seconds() for gap in between if gap < PAUSE]
    return Tally(
        decided=sum(calls for _, undone_at, calls in found if undone_at is None),
        undone=sum(undone_at is not None for _, undone_at, _ in found),
        median_seconds=median(seconds) if seconds else None,
    )
