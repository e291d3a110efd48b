"""What models cost, summed up as people ask for it: by day, model, source and provider."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from db.queries import batches
from db.queries import models as rows
from db.queries.models import Spending
from pipeline.extraction.spending.budget import Spent
from pipeline.extraction.spending.ledger import ANSWERED, beginnings
from pipeline.riyadh import RIYADH

WEEK = 7
UNKNOWN_SECONDS = 4.0
"""What an answer is taken to need before one has come."""
SETTLED = timedelta(hours=1)
"""So long after its end nothing is written down for a day any more."""

Sums = dict[datetime, tuple[Spending, ...]]
"""Days that are over, by their beginning, as they were summed up."""


class Period(StrEnum):
    """What costs are summed over, by the calendar of Riyadh."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Line:
    """One model, source or kind, and what it took."""

    name: str
    calls: int
    tokens: int
    cost: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day's cost."""

    day: date
    calls: int
    cost: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What one period took. Money in millionths of a dollar."""

    calls: int
    cost: int
    days: tuple[Day, ...]
    by_model: tuple[Line, ...]
    by_source: tuple[Line, ...]
    cached: float
    """The part of the tokens sent that providers had cached, from 0 to 1."""
    published: int

    @property
    def per_published(self) -> int | None:
        """What a call that went live took; None while none did."""
        return round(self.cost / self.published) if self.published else None


@dataclass(frozen=True, slots=True)
class Today:
    """What one provider did today."""

    calls: int
    cost: int
    failures: Mapping[str, int]
    """How many requests failed, by kind."""


@dataclass(frozen=True, slots=True)
class Report:
    """The ledger since the month, or a week ago, began."""

    days: tuple[date, ...]
    month: int
    """The place of the month's first day among the days."""
    rows: tuple[Spending, ...]
    sources: Mapping[int, str]
    published: Mapping[Period, int]
    aside: int = 0
    """What batches under way may still cost."""

    def costs(self, period: Period) -> Costs:
        """What a period took."""
        first = self._first(period)
        held = [row for row in self.rows if row.day >= first]
        sent = sum(row.input_tokens for row in held)
        return Costs(
            calls=sum(row.calls for row in held),
            cost=sum(row.cost for row in held),
            days=tuple(self._day(number) for number in range(first, len(self.days))),
            by_model=_lines(held, lambda row: row.model),
            by_source=_lines(held, self._source),
            cached=sum(row.cached_tokens for row in held) / sent if sent else 0.0,
            published=self.published.get(period, 0),
        )

    def last_days(self, count: int = WEEK) -> tuple[Day, ...]:
        """The last days, today at the end."""
        return tuple(self._day(n) for n in range(max(0, len(self.days) - count), len(self.days)))

    def today(self, provider: str) -> Today:
        """What a provider did today."""
        first = self._first(Period.TODAY)
        held = [row for row in self.rows if row.day >= first and row.provider == provider]
        failed = [row for row in held if row.outcome != ANSWERED]
        kinds = sorted({row.outcome for row in failed})
        return Today(
            sum(row.calls for row in held),
            sum(row.cost for row in held),
            {kind: sum(row.calls for row in failed if row.outcome == kind) for kind in kinds},
        )

    @property
    def spent(self) -> Spent:
        """What counts against the budget, as the ledger counts it."""
        today = self._first(Period.TODAY)
        return Spent(
            sum(row.cost for row in self.rows if row.day >= today) + self.aside,
            sum(row.cost for row in self.rows if row.day >= self.month) + self.aside,
        )

    def seconds_per_call(self, provider: str, model: str) -> float:
        """What an answer of a model took on average."""
        held = [
            row
            for row in self.rows
            if (row.provider, row.model, row.outcome) == (provider, model, ANSWERED)
        ]
        calls = sum(row.calls for row in held)
        return sum(row.seconds for row in held) / calls if calls else UNKNOWN_SECONDS

    def _first(self, period: Period) -> int:
        last = len(self.days) - 1
        return {Period.TODAY: last, Period.WEEK: last - WEEK + 1, Period.MONTH: self.month}[period]

    def _day(self, number: int) -> Day:
        held = [row for row in self.rows if row.day == number]
        return Day(self.days[number], sum(row.calls for row in held), sum(row.cost for row in held))

    def _source(self, row: Spending) -> str:
        return self.sources.get(row.source_id or 0, "")


def read_report(session: Session, now: datetime, known: Sums | None = None) -> Report:
    """The ledger as it stands at `now`. Who looks again and again hands in the same `known`: it
    comes to hold the days that are over, which are then not summed up again."""
    today, month = beginnings(now)
    first = min(month, today - timedelta(days=WEEK - 1))
    begins = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    found = _days(session, now, begins, {} if known is None else known)
    last = now.astimezone(RIYADH).date()
    since = {
        Period.TODAY: today,
        Period.WEEK: today - timedelta(days=WEEK - 1),
        Period.MONTH: month,
    }
    return Report(
        days=tuple(last - timedelta(days=len(begins) - 1 - n) for n in range(len(begins))),
        month=begins.index(month),
        rows=found,
        sources=rows.source_names(session, list({row.source_id for row in found if row.source_id})),
        published={period: rows.published_since(session, at) for period, at in since.items()},
        aside=batches.set_aside(session),
    )


def _days(
    session: Session, now: datetime, begins: list[datetime], known: Sums
) -> tuple[Spending, ...]:
    for old in known.keys() - set(begins):
        del known[old]
    settled = _naive(now) - SETTLED
    found: list[Spending] = []
    for number, begin in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else None
        sums = known.get(begin)
        if sums is None:
            sums = tuple(rows.spending(session, number, begin, end))
            if end is not None and end <= settled:
                known[begin] = sums
        found.extend(replace(one, day=number) for one in sums)
    return tuple(found)


def _naive(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(tzinfo=None)


def _lines(held: Iterable[Spending], name: Callable[[Spending], str]) -> tuple[Line, ...]:
    sums: dict[str, tuple[int, int, int]] = {}
    for row in held:
        calls, tokens, cost = sums.get(name(row), (0, 0, 0))
        used = row.input_tokens + row.output_tokens
        sums[name(row)] = (calls + row.calls, tokens + used, cost + row.cost)
    lines = [Line(key, *value) for key, value in sums.items()]
    return tuple(sorted(lines, key=lambda line: (-line.cost, -line.calls, line.name)))
