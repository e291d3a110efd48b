"""What a person did, step by step, to be looked through and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.queries import review as rows
from db.session import Database

PAGE = 100


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
