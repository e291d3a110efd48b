"""Replays many dead letters: a few first, and the rest at a rate once those have passed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from db.models import (
    UNFINISHED,
    DeadLetter,
    LetterState,
    Message,
    ModelBatch,
    Publication,
    PublicationState,
    Stage,
)
from db.queries import dead_letters
from pipeline.jobs.dead import DeadLetters

CANARIES = 5
LOOK = 0.3
PATIENCE = 1800.0
"""Seconds the canaries may take: a model may be slow, and a queue full."""
TICK = 0.5


class Outcome(StrEnum):
    """What became of a letter since it was replayed."""

    UNDER_WAY = "under_way"
    PASSED = "passed"
    FAILED = "failed"


class Verdict(StrEnum):
    """How the replay of many ended."""

    DONE = "done"
    CANARY_FAILED = "canary_failed"
    CANARY_SLOW = "canary_slow"


class Phase(StrEnum):
    """How far it is."""

    CANARIES = "canaries"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: so many of so many."""

    phase: Phase
    done: int
    total: int


@dataclass(slots=True)
class Replayed:
    """What was replayed, and how it ended. Kept up to date, so that it tells what was done
    before somebody stopped it."""

    verdict: Verdict = Verdict.DONE
    ids: list[int] = field(default_factory=list)
    canaries: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    """Canaries that failed again."""


Report = Callable[[Progress], object]


async def replay_many(
    letters: DeadLetters,
    ids: Sequence[int],
    by: str,
    *,
    rate: float = 0.0,
    report: Report = bool,
    into: Replayed | None = None,
    patience: float = PATIENCE,
) -> Replayed:
    """Replay up to five letters, wait until they have passed, then the rest at `rate` a second
    (0: as fast as it goes). Where one fails again, or takes too long, the rest stays as it is.

    Cancelling it leaves those open that were not replayed yet; `into` then tells of the others.
    """
    told = into if into is not None else Replayed()
    left = list(ids)
    while left and len(told.canaries) < CANARIES:
        told.canaries += await asyncio.to_thread(letters.replay, [left.pop(0)], by)
    told.ids += told.canaries
    if not left:
        return told
    told.verdict = await _passed(letters, told, report, patience)
    if told.verdict is not Verdict.DONE:
        return told
    step = max(1, round(rate * TICK)) if rate else 50
    pause = step / rate if rate else 0.0
    while left:
        part, left = left[:step], left[step:]
        told.ids += await asyncio.to_thread(letters.replay, part, by)
        report(Progress(Phase.REST, len(ids) - len(left), len(ids)))
        if left:
            await asyncio.sleep(pause)
    return told


async def _passed(letters: DeadLetters, told: Replayed, report: Report, patience: float) -> Verdict:
    ends = asyncio.get_running_loop().time() + patience
    while True:
        found = await asyncio.to_thread(outcomes, letters, told.canaries)
        passed = sum(one is Outcome.PASSED for one in found.values())
        report(Progress(Phase.CANARIES, passed, len(told.canaries)))
        told.failed[:] = [one for one, outcome in found.items() if outcome is Outcome.FAILED]
        if told.failed:
            return Verdict.CANARY_FAILED
        if passed == len(told.canaries):
            return Verdict.DONE
        if asyncio.get_running_loop().time() > ends:
            return Verdict.CANARY_SLOW
        await asyncio.sleep(LOOK)


def outcomes(letters: DeadLetters, ids: Sequence[int]) -> dict[int, Outcome]:
    """What became of these letters since they were replayed."""
    with letters.database.reading() as session:
        return {one.id: _outcome(session, one) for one in dead_letters.many(session, ids)}


def _outcome(session: Session, letter: DeadLetter) -> Outcome:
    if letter.state == LetterState.OPEN:
        return Outcome.FAILED
    under_way = False
    if letter.message_id is not None:
        message = session.get(Message, letter.message_id)
        under_way = message is not None and message.stage == Stage.WAITING
    elif "publication" in letter.detail:
        publication = session.get(Publication, letter.detail["publication"])
        under_way = publication is not None and publication.state == PublicationState.WAITING
    elif "batch" in letter.detail:
        batch = session.get(ModelBatch, letter.detail["batch"])
        under_way = batch is not None and batch.state in UNFINISHED
    return Outcome.UNDER_WAY if under_way else Outcome.PASSED
