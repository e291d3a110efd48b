"""Writes down every request to a model, and knows what was spent."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from db.models import ModelAnswer, ModelCall, utc_now
from db.queries import batches
from db.queries import models as rows
from db.session import Database, announce
from pipeline.extraction.models.port import Usage
from pipeline.extraction.port import SourceText
from pipeline.extraction.spending.budget import Spent
from pipeline.extraction.spending.prices import Prices
from pipeline.riyadh import RIYADH
from pipeline.text.hashing import text_hash

FRESH_SECONDS = 5.0
"""How long a sum over the ledger is believed; other desks spend as well."""
KEPT_HOURS = 24
ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the ledger keeps it."""

    provider: str
    model: str
    prompt_version: str
    outcome: str
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the key it is kept under."""

    key: str
    raw: str


class Ledger:
    """The cost ledger and the answers already paid for. Database work runs in threads."""

    def __init__(self, database: Database, prices: Prices) -> None:
        self._database = database
        self.prices = prices
        self._spent = Spent()
        self._looked_at = 0.0

    async def spent(self) -> Spent:
        """What was spent today and this month, as `spent_by` counts it."""
        if time.monotonic() - self._looked_at > FRESH_SECONDS or not self._looked_at:
            self._spent = await self._database.read(lambda session: spent_by(session, utc_now()))
            self._looked_at = time.monotonic()
        return self._spent

    def expect(self, cost: int) -> None:
        """Count what a batch may cost from now on, though the last sum does not hold it yet."""
        self._spent = Spent(self._spent.today + cost, self._spent.month + cost)

    async def kept(self, key: str) -> str | None:
        """The answer paid for under `key` within the last day."""
        since = utc_now() - timedelta(hours=KEPT_HOURS)
        return await self._database.read(lambda session: rows.answer(session, key, since))

    async def record(self, source: SourceText, entry: Entry, key: str = "", raw: str = "") -> None:
        """Write a request down and, when it was answered, keep the answer, in one transaction
        that a cancelled job still finishes: what is paid must be known."""
        cost = self.prices.cost(entry.provider, entry.model, entry.usage)
        self._spent = Spent(self._spent.today + cost, self._spent.month + cost)

        def write(session: Session) -> None:
            session.add(_row(source, entry, cost))
            if raw and entry.outcome == ANSWERED:
                rows.keep_answer(session, _answer(entry, Kept(key, raw)))
            announce(session, "model_call")

        await asyncio.shield(self._database.write(write))

    def record_batched(
        self, session: Session, source: SourceText, entry: Entry, batch_id: int, kept: Kept | None
    ) -> int:
        """Write down what a batch brought, at its price, within the caller's transaction;
        returns the cost."""
        cost = self.prices.cost(entry.provider, entry.model, entry.usage, batch=True)
        row = _row(source, entry, cost)
        row.batch_id = batch_id
        session.add(row)
        if kept is not None:
            rows.keep_answer(session, _answer(entry, kept))
        announce(session, "model_call")
        return cost


def answer_key(source: SourceText, prompt_version: str, provider: str, model: str) -> str:
    """One name for the same question: the words of the text, the day it was posted (from which
    "tomorrow" counts), the prompt, and who is asked.

    Texts that differ in emoji and spaces alone have one key; their quotes are looked up in the
    text at hand each time.
    """
    day = source.posted_at.date().isoformat() if source.posted_at else ""
    return text_hash(f"{provider} {model} {prompt_version} {day}\n{source.text}")


def beginnings(now: datetime) -> tuple[datetime, datetime]:
    """When today and this month began in Riyadh, as naive UTC."""
    day = now.astimezone(RIYADH).replace(hour=0, minute=0, second=0, microsecond=0)
    return _utc(day), _utc(day.replace(day=1))


def spent_by(session: Session, now: datetime) -> Spent:
    """What was spent today and this month up to `now` (naive UTC), by the calendar of Riyadh,
    with what batches under way may still cost."""
    day, month = beginnings(now.replace(tzinfo=UTC))
    aside = batches.set_aside(session)
    today, this_month = (rows.spent_since(session, since) for since in (day, month))
    return Spent(today + aside, this_month + aside)


def _answer(entry: Entry, kept: Kept) -> ModelAnswer:
    return ModelAnswer(
        key=kept.key,
        at=utc_now(),
        provider=entry.provider,
        model=entry.model,
        answer=kept.raw,
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _row(source: SourceText, entry: Entry, cost: int) -> ModelCall:
    return ModelCall(
        message_id=source.message_id,
        source_id=source.source_id,
        provider=entry.provider,
        model=entry.model,
        prompt_version=entry.prompt_version,
        outcome=entry.outcome,
        input_tokens=entry.usage.input,
        cached_tokens=entry.usage.cached,
        output_tokens=entry.usage.output,
        cost=cost,
        seconds=entry.seconds,
    )
