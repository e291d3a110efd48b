"""A workspace with batches on, against a service on this machine."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from db.models import Call, Message, ModelBatch, ModelBatchLine, ModelCall
from db.session import Database
from pipeline.extraction.building import ChainBuilder
from pipeline.extraction.call import Extraction
from pipeline.extraction.configured import Configured, ModelConfig, write_config
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.ledger import Ledger
from pipeline.extraction.spending.prices import Price, Prices, ProviderPrices
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import Importer
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.jobs.batch import BatchStep, Pace
from pipeline.jobs.batch_book import BatchBook
from pipeline.jobs.batch_collecting import Collector
from pipeline.jobs.batch_desk import BatchDesk
from pipeline.jobs.batch_services import BatchServices
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.extract import ExtractStep
from pipeline.jobs.holding import Holding
from pipeline.jobs.job import Queue
from pipeline.prefilter.load import default_prefilter
from tests.extraction.models.asking import ALL_KEYS, call, report
from tests.servers.batches import BatchStandIn
from tests.servers.web import WebServer

QUICK = Pace(settle=0.2, first=0.1, longest=0.2, doubt=0.3)
DOLLARS = Price(input=10.0, cached=10.0, written=10.0, output=10.0)
MODELS = ProviderPrices(batch=0.5, models={"m": DOLLARS})
PRICES = Prices({"anthropic": MODELS, "openai": MODELS})
T = TypeVar("T")
WORK = ("إعلان عطور", "مسلسل درامي", "فيلم قصير", "إعلان بنك", "فيديو كليب")


def text(number: int) -> str:
    """A call that no other number makes."""
    return (
        f"مطلوب ممثلين لتصوير {WORK[number % 5]} رقم {number}\nالموقع: الرياض\n"
        f"الأجر: {number + 500} ريال\nللتواصل: 05500{number:05}"
    )


def think(turns: Sequence[tuple[str, str]]) -> str:
    """What an ideal model says of such a call."""
    found = re.search(r"\[message \w+\]\n(مطلوب [^\n]*)", turns[-1][1])
    title = found[1] if found else "ممثلين"
    return report(call(title=(title, title), location=("الرياض", "الرياض")))


class Closable(Configured):
    """Knows on which loop its connections were opened."""

    opened_on: asyncio.AbstractEventLoop | None = None

    async def extract(self, source: SourceText) -> Extraction:
        self.opened_on = asyncio.get_running_loop()
        return await super().extract(source)

    def close_there(self) -> None:
        if self.opened_on is not None and self.opened_on.is_running():
            asyncio.run_coroutine_threadsafe(self.close(), self.opened_on).result(10)


class Rig:
    """The program's part that deals with batches, with a short patience."""

    def __init__(self, database: Database, server: WebServer, folder: Path, provider: str) -> None:
        self.database, self.server, self.folder, self.provider = database, server, folder, provider
        self.engine = JobEngine(database, executor="desk")
        ledger = Ledger(database, PRICES)
        urls = {"anthropic": server.url, "openai": f"{server.url}/v1"}
        self.models = ChainBuilder(RulesExtractor(), ledger, ALL_KEYS, urls)
        self.configured = configured = Closable(database, RulesExtractor(), self.models.build)
        enqueue = self.engine.enqueue
        self.holding = Holding(database, ledger, enqueue, configured.resting, QUICK.settle)
        book = BatchBook(database, enqueue)
        self.step = BatchStep(
            book, BatchServices(self.models.provider), Collector(book, ledger), "desk", QUICK
        )
        self.desk = BatchDesk(database, self.holding, enqueue)
        extract = ExtractStep(database, configured, enqueue, holding=self.holding)
        letters = DeadLetters(
            database, {"extract": extract.undertaker(), "batch": self.step.undertaker()}
        )
        self.engine.serve([extract.handler(), self.step.handler()], letters.bury)
        self.engine.prepare()

    def configure(self, batch: str = "dumps", **more: object) -> None:
        choice = {"provider": self.provider, "strong": "m", "cheap": "m"}
        config = ModelConfig.model_validate({"choices": [choice], "batch": batch, **more})
        with self.database.writing() as session:
            write_config(session, config, by="test")

    def store(self, *texts: str) -> None:
        """Import a dump of these messages."""
        inbox = Inbox(
            self.database,
            Judge(default_prefilter(), extract_unsure=True),
            SenderKeys("00" * 32),
            self.engine.enqueue,
        )
        path = self.folder / f"dump{len(list(self.folder.iterdir()))}.jsonl"
        lines = (json.dumps({"id": f"{path.stem}-{n}", "text": one}) for n, one in enumerate(texts))
        path.write_text("\n".join(lines), encoding="utf-8")
        report = Importer(self.database, inbox).run(path, lambda _: None)
        assert not report.error, report.error

    def finish(self, seconds: float = 30) -> None:
        """Let jobs run until every batch is over and every message read."""
        self.engine.start()
        try:
            for _ in range(int(seconds / 0.1)):
                if self.engine.wait_idle(timeout=seconds) and not self.desk.unfinished():
                    break
                asyncio.run(asyncio.sleep(0.1))
            assert self.engine.wait_idle(Queue.EXTRACT, timeout=seconds)
            assert not self.desk.unfinished()
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop the engine, with the connections that were opened on its loop."""
        self.configured.close_there()
        self.engine.stop()

    def stages(self) -> Counter[str]:
        return Counter(self._all(sa.select(Message.stage)))

    def lines(self) -> Counter[str]:
        return Counter(self._all(sa.select(ModelBatchLine.state)))

    def batches(self) -> list[ModelBatch]:
        return self._all(sa.select(ModelBatch).order_by(ModelBatch.id))

    def calls(self) -> list[Call]:
        return self._all(sa.select(Call).order_by(Call.id))

    def ledger(self) -> list[ModelCall]:
        return self._all(sa.select(ModelCall).order_by(ModelCall.id))

    def _all(self, statement: sa.Select[tuple[T]]) -> list[T]:
        with self.database.reading() as session:
            return list(session.scalars(statement))


@pytest.fixture
def service() -> BatchStandIn:
    return BatchStandIn(think)


@pytest.fixture
def make(
    database: Database, service: BatchStandIn, tmp_path: Path
) -> Iterator[Callable[[str], Rig]]:
    """Makes the rig for a provider."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    with service.serve() as server:
        yield lambda provider: Rig(database, server, folder, provider)
