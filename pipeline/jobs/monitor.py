"""The queues as people watch them: how much waits, how fast it goes, who works on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db.models import utc_now
from db.queries import monitor
from db.queries.monitor import STEPS, Attempt, Standing
from db.session import Database
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.job import Queue

PAGE = 100
BUCKETS = 48
RECENT = timedelta(minutes=5)
SILENT = timedelta(seconds=8)
"""Who was not heard of for longer is taken to be gone."""
SHARES = (0.5, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length of time one may look at."""

    name: str
    length: timedelta

    @property
    def step(self) -> int:
        """The length of each of its parts, in milliseconds."""
        return int(self.length.total_seconds() * 1000) // BUCKETS


STRETCHES = (
    Stretch("hour", timedelta(hours=1)),
    Stretch("day", timedelta(days=1)),
    Stretch("week", timedelta(days=7)),
    Stretch("month", timedelta(days=30)),
)


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How long half, 95 and 99 of a hundred took at most, in milliseconds, for each part of a
    stretch (None: nothing ended in it) and for all of it."""

    parts: tuple[tuple[float, ...] | None, ...]
    whole: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Hand:
    """One worker. `seen` is how long ago it was last heard of."""

    name: str
    seen: timedelta

    @property
    def is_alive(self) -> bool:
        """Whether it was heard of just now."""
        return self.seen <= SILENT


@dataclass(frozen=True, slots=True)
class Now:
    """The queues at one moment."""

    queues: tuple[Standing, ...]
    a_minute: dict[str, float]
    """Attempts that ended in a minute, over the last five."""
    workers: tuple[Hand, ...]

    @property
    def alive(self) -> int:
        """How many workers are there."""
        return sum(one.is_alive for one in self.workers)


@dataclass(frozen=True, slots=True)
class Past:
    """A stretch of time until now."""

    stretch: Stretch
    ended: tuple[int, ...]
    """How many attempts ended in each part, oldest first."""
    waits: Quantiles
    runs: Quantiles
    failures: dict[str, int]


@dataclass(frozen=True, slots=True)
class Monitor:
    """Reads the engine's tables. Everything here blocks."""

    database: Database
    engine: JobEngine

    def now(self) -> Now:
        """How the queues stand."""
        at = utc_now()
        since = milliseconds(at - RECENT)
        with self.database.reading() as session:
            queues = monitor.standing(session, [one.value for one in Queue])
            ended = monitor.ended_since(session, since)
            workers = () if self.database.is_sqlite else monitor.workers(session)
        minutes = RECENT.total_seconds() / 60
        rate = {queue: count / minutes for queue, count in ended.items()}
        hands = [Hand(one.name, max(timedelta(), at - one.seen_at)) for one in workers]
        if self.database.is_sqlite and self.engine.running:
            # Only this process may use the file: it is the worker, or there is none.
            hands = [Hand("", timedelta())]
        return Now(tuple(queues), rate, tuple(hands))

    def past(self, stretch: Stretch) -> Past:
        """What happened in a stretch of time."""
        at = utc_now()
        since, step = milliseconds(at - stretch.length), stretch.step
        with self.database.reading() as session:
            bins = monitor.lengths(session, since, step)
            failed = monitor.failures(session, at - stretch.length)
        counts = [0] * BUCKETS
        for one in bins:
            counts[min(one.part, BUCKETS - 1)] += one.count
        waits = quantiles((one.part, one.waited, one.count) for one in bins)
        runs = quantiles((one.part, one.ran, one.count) for one in bins)
        return Past(stretch, tuple(counts), waits, runs, failed)

    def jobs(
        self,
        state: str = "",
        queue: str = "",
        sought: str = "",
        *,
        before: Attempt | None = None,
        limit: int = PAGE,
    ) -> Sequence[Attempt]:
        """The newest attempts that match."""
        edge = (before.created, before.id) if before else None
        with self.database.reading() as session:
            return monitor.attempts(
                session, state=state, queue=queue, sought=sought, before=edge, limit=limit
            )

    def attempts(self, attempt_id: str) -> Sequence[Attempt]:
        """All attempts of the job that one attempt belongs to, the first one first."""
        with self.database.reading() as session:
            return monitor.attempts_of(session, stem(attempt_id))


def stem(attempt_id: str) -> str:
    """The id of the job's first attempt."""
    name, mark, number = attempt_id.rpartition("#")
    return name if mark and number.isdecimal() else attempt_id


def milliseconds(at: datetime) -> int:
    """A moment of naive UTC as the engine writes it."""
    return int(at.replace(tzinfo=UTC).timestamp() * 1000)


def quantiles(bins: Iterable[tuple[int, int, int]]) -> Quantiles:
    """How long things took, from how many (the last of three) of each part of the stretch took
    about how long: which part, which of `STEPS`."""
    counts = [[0] * (len(STEPS) + 1) for _ in range(BUCKETS)]
    for part, step, count in bins:
        counts[min(part, BUCKETS - 1)][step] += count
    whole = [sum(column) for column in zip(*counts, strict=True)]
    return Quantiles(tuple(_shares(one) for one in counts), _shares(whole))


def _shares(counts: Sequence[int]) -> tuple[float, ...] | None:
    if not any(counts):
        return None
    return tuple(_share(counts, share) for share in SHARES)


def _share(counts: Sequence[int], share: float) -> float:
    """The length that `share` of all stay below; within a step they are taken to lie evenly."""
    wanted, passed = share * sum(counts), 0.0
    for number, count in enumerate(counts):
        if count and passed + count >= wanted:
            low = STEPS[number - 1] if number else 0
            high = STEPS[number] if number < len(STEPS) else STEPS[-1] * 2
            return low + (high - low) * (wanted - passed) / count
        passed += count
    return float(STEPS[-1])
