"""Which messages are not read now, because a batch will answer them for half the price."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from db.models import BatchState, LineState, Message, ModelBatchLine, utc_now
from db.queries import batches
from db.session import Database, announce
from pipeline.extraction.batch import services
from pipeline.extraction.batch.lines import estimate, key_in, source_of, understood
from pipeline.extraction.batch.wire import MOST_LINES
from pipeline.extraction.call import Extraction
from pipeline.extraction.chain import PASSED
from pipeline.extraction.configured import ModelConfig, read_config
from pipeline.extraction.models.prompt import Prompt, load
from pipeline.extraction.models.visible import visible
from pipeline.extraction.port import SourceText
from pipeline.extraction.spending.budget import Care, care, in_dollars
from pipeline.extraction.spending.ledger import KEPT_HOURS, Ledger, answer_key
from pipeline.jobs.job import Job, Queue

HANDLER = "batch"
"""The job that sends a batch, looks after it, and collects it."""


class EnqueueLater(Protocol):
    """Adds a job to the caller's transaction, to start `delay` seconds from now."""

    def __call__(self, session: Session, job: Job, *, delay: float = 0) -> None: ...


def batch_job(batch_id: int, look: int | str) -> Job:
    """The job that looks after a batch for the time numbered `look`."""
    return Job(HANDLER, Queue.MAINTENANCE, f"{batch_id}-{look}", {"batch": batch_id})


@dataclass(frozen=True, slots=True)
class Target:
    """The model whose batch service answers."""

    provider: str
    base_url: str
    model: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """Messages of a job, by what is to be done with them."""

    held: Container[int] = frozenset()
    """Ids of those that a batch will answer: they stay as they are."""
    answered: Container[int] = frozenset()
    """Ids of those that one has answered."""


@dataclass(slots=True)
class Holding:
    """Puts messages into batches when the configuration says so. Lives on the job engine's loop.

    `resting` tells which providers are not to be asked. A batch is sent when nothing was put
    into it for `settle` seconds.
    """

    database: Database
    ledger: Ledger
    enqueue: EnqueueLater
    resting: Callable[[], Container[str]]
    settle: float = 20.0
    prompt: Prompt = field(default_factory=load)

    async def sort(self, waiting: Sequence[Message]) -> Sorted:
        """Put messages of dumps into a batch where that is wished, each once only."""
        ids = [message.id for message in waiting]
        lines, config = await self.database.read(
            lambda session: (batches.lines_of(session, ids), read_config(session))
        )
        held = {message for message, line in lines.items() if line.state == LineState.WAITING}
        if config.batch == "dumps":
            new = [one for one in waiting if one.id not in lines and one.run_id is not None]
            held |= set(await self.put(new, config))
        return Sorted(held, _answered(lines.values()))

    async def put(self, messages: Sequence[Message], config: ModelConfig) -> list[int]:
        """Put those of the messages into a batch that it may answer; returns their ids."""
        budget = in_dollars(config.daily_usd, config.monthly_usd)
        how = care(budget, await self.ledger.spent())
        target = self._target(config, how)
        fit = [one for one in messages if how is not Care.SPARING or one.band == PASSED]
        if target is None or not fit:
            return []
        keys = await asyncio.to_thread(self._keys, fit, target)
        held, cost = await self.database.write(
            lambda session: self._put(session, fit, keys, target)
        )
        self.ledger.expect(cost)
        return held

    async def read(self, source: SourceText) -> Extraction | None:
        """What a batch brought for a message; None if it brought nothing of use, or the text
        was changed meanwhile."""
        message_id = source.message_id
        assert message_id is not None
        found = await self.database.read(lambda session: batches.answered(session, message_id))
        if found is None or key_in(found[0], source) != found[1]:
            return None
        return await asyncio.to_thread(understood, found[0], found[2], source)

    def _target(self, config: ModelConfig, how: Care) -> Target | None:
        """Whom the configuration names first, if that service answers batches."""
        first = config.first_awake(self.resting())
        if first is None or how is Care.RULES or first.provider not in services.NAMES:
            return None
        return Target(first.provider, first.base_url, first.model_for(how))

    def _keys(self, messages: Sequence[Message], target: Target) -> dict[int, str]:
        version = self.prompt.version
        return {
            one.id: answer_key(source_of(one), version, target.provider, target.model)
            for one in messages
            if visible(one.text).text.strip()
        }

    def _put(
        self,
        session: Session,
        messages: Sequence[Message],
        keys: dict[int, str],
        target: Target,
    ) -> tuple[list[int], int]:
        asked = list(keys.values())
        since = utc_now() - timedelta(hours=KEPT_HOURS)
        paid = batches.kept_keys(session, asked, since)
        under_way = batches.open_keys(session, asked)
        held, cost = list[int](), 0
        for batch_id in set(under_way.values()):
            same = {one: key for one, key in keys.items() if under_way.get(key) == batch_id}
            if batches.keep_open(session, batch_id):
                held += batches.add_lines(session, batch_id, same)
        new = {one: key for one, key in keys.items() if key not in paid and key not in under_way}
        if new:
            texts = {keys[one.id]: one.text for one in messages if one.id in new}
            begun, cost = self._begin(session, new, texts, target)
            held += begun
        return held, cost

    def _begin(
        self, session: Session, new: dict[int, str], texts: dict[str, str], target: Target
    ) -> tuple[list[int], int]:
        batch = batches.gathering(
            session, target.provider, target.base_url, target.model, self.prompt.version
        )
        held = batches.add_lines(session, batch.id, new)
        cost = estimate(
            texts.values(), self.prompt, self.ledger.prices, target.provider, target.model
        )
        batches.note_added(session, batch.id, len(texts), cost)
        if batch.requests + len(texts) >= MOST_LINES:  # the next ones get a batch of their own
            batches.change(session, batch.id, [BatchState.GATHERING], state=BatchState.SENDING)
        self.enqueue(session, batch_job(batch.id, batch.looks), delay=self.settle)
        announce(session, "batch", batch.id)
        return held, cost


def _answered(lines: Iterable[ModelBatchLine]) -> set[int]:
    return {line.message_id for line in lines if line.state == LineState.ANSWERED}
