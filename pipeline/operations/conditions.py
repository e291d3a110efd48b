"""What counts as wrong. Pure: the state of the workspace goes in, what needs a person comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pipeline.operations.overview import Overview

LETTERS = 100
FEWEST_ASKED = 10
"""Of fewer requests a failing share says nothing."""
FAILING_SHARE = 0.2
FAILURES = 3
BREAKER_OPEN = timedelta(minutes=30)
LAG = timedelta(minutes=15)
DISK_FREE = 1 << 30
BUDGET_STEPS = (1.0, 0.95, 0.8)


class Level(StrEnum):
    """How bad it is."""

    WARN = "warn"
    BAD = "bad"


class Kind(StrEnum):
    """What can be wrong."""

    LETTERS = "letters"
    EXTRACTION = "extraction"
    SOURCE_ILL = "source_ill"
    SOURCE_LATE = "source_late"
    BREAKER = "breaker"
    OVERDUE = "overdue"
    BUDGET = "budget"
    LAG = "lag"
    DISK = "disk"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is wrong. `detail` holds what its sentence names, as JSON."""

    kind: Kind
    level: Level
    subject: str = ""
    """Of several alike, which: a source's id, a service's name."""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What is not in the workspace: this process and this machine."""

    breakers: Sequence[tuple[str, float]] = ()
    """Services that are left alone, and for how many seconds already."""
    disk_free: int | None = None
    """Bytes; None where the workspace is not on this machine."""
    working: bool = True
    """Whether this process takes jobs."""


def conditions(seen: Overview, around: Around, overdue_after: timedelta) -> Iterator[Condition]:
    """Everything that is wrong, the worst first among equals of a kind."""
    if seen.letters > LETTERS:
        yield Condition(Kind.LETTERS, Level.BAD, detail={"count": seen.letters})
    if seen.asked >= FEWEST_ASKED and seen.failed > FAILING_SHARE * seen.asked:
        share = round(seen.failed / seen.asked, 2)
        yield Condition(Kind.EXTRACTION, Level.BAD, detail={"share": share})
    for ill in seen.ill:
        if ill.needs_person or ill.failures >= FAILURES:
            detail: dict[str, Any] = {"name": ill.name, "error": ill.error}
            yield Condition(Kind.SOURCE_ILL, Level.BAD, str(ill.id), detail)
    for late in seen.late:
        detail = {"name": late.name, "minutes": round(late.by.total_seconds() / 60)}
        yield Condition(Kind.SOURCE_LATE, Level.WARN, str(late.id), detail)
    for name, seconds in around.breakers:
        if seconds > BREAKER_OPEN.total_seconds():
            detail = {"name": name, "minutes": round(seconds / 60)}
            yield Condition(Kind.BREAKER, Level.BAD, name, detail)
    if seen.age > overdue_after:
        hours = int(seen.age.total_seconds() // 3600)
        yield Condition(Kind.OVERDUE, Level.WARN, detail={"hours": hours, "count": seen.pending})
    if reached := next((step for step in BUDGET_STEPS if seen.money.used >= step), None):
        level = Level.BAD if reached >= 1 else Level.WARN
        # Each step is a subject of its own, so that the next one is news.
        yield Condition(Kind.BUDGET, level, f"{reached:.0%}", {"share": reached})
    if seen.lagging and seen.at - seen.lagging > LAG:
        minutes = round((seen.at - seen.lagging).total_seconds() / 60)
        yield Condition(Kind.LAG, Level.BAD, detail={"minutes": minutes})
    if around.disk_free is not None and around.disk_free < DISK_FREE:
        yield Condition(Kind.DISK, Level.BAD, detail={"mib": around.disk_free >> 20})
    if not around.working and seen.waiting:
        yield Condition(Kind.STOPPED, Level.BAD, detail={"count": seen.waiting})
