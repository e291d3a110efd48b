"""When a source is asked next. Pure: times and chance are handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_AFTER = timedelta(minutes=1)
"""How long a new source, or a program that just started, waits before it asks."""
JITTER = 0.1
QUICKEST, SLOWEST = 0.5, 4.0
"""How far a busy source may be asked more often, a silent one less often, than its schedule."""
BUSY = 20
"""New messages in a run from which a source counts as busy."""
BACK_OFF = (60.0, 300.0, 900.0, 3600.0)
"""Seconds after one, two, ... failed runs in a row; never more than the schedule itself."""


@dataclass(frozen=True, slots=True)
class Next:
    """When a source is asked again, and its pace from then on."""

    at: datetime | None
    pace: float


def after_success(
    now: datetime,
    *,
    every_minutes: int,
    pace: float,
    new: int,
    chance: float,
    stretch: float = 1.0,
) -> Next:
    """After a run that worked. `chance` in [-1, 1] spreads sources that share a schedule;
    `stretch` lengthens every wait while there is a reason to."""
    pace = adapted(pace, new)
    if every_minutes <= 0:
        return Next(None, pace)
    minutes = every_minutes * pace * stretch * (1 + JITTER * chance)
    return Next(now + timedelta(minutes=minutes), pace)


def after_failure(
    now: datetime,
    *,
    every_minutes: int,
    pace: float,
    failures: int,
    wait: float | None,
    chance: float,
) -> Next:
    """After failed run number `failures` in a row; `wait` is what the service asked for."""
    if every_minutes <= 0:
        return Next(None, pace)
    own = BACK_OFF[min(failures, len(BACK_OFF)) - 1] * (1 + JITTER * chance)
    seconds = min(own, every_minutes * 60)
    return Next(now + timedelta(seconds=max(seconds, wait or 0.0)), pace)


def adapted(pace: float, new: int) -> float:
    """The pace after a run that brought `new` messages."""
    if new >= BUSY:
        return max(QUICKEST, pace * 0.75)
    if new == 0:
        return min(SLOWEST, pace * 1.25)
    # One that speaks now and then drifts back to the schedule it was given.
    return pace + (1.0 - pace) / 2
