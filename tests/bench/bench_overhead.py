"""What a live message costs the processor on its whole way, without the model's time.

Run: PYTHONPATH=. python tests/bench/bench_overhead.py [--messages 1000]

The whole: processor time of the process for each message, from a source's page to the placed
call, the model answering at once; measured for all messages and for those a model is asked about.
The parts: each step alone on one thread, for each message it is done to.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from db.models import Message, Stage, utc_now  # noqa: E402
from pipeline.extraction.ground import ground  # noqa: E402
from pipeline.extraction.models.anthropic import AnthropicProvider  # noqa: E402
from pipeline.extraction.models.prompt import load  # noqa: E402
from pipeline.extraction.models.reader import MOST_TOKENS, ModelExtractor  # noqa: E402
from pipeline.extraction.port import SourceText  # noqa: E402
from pipeline.extraction.spending.ledger import Entry, Ledger, answer_key  # noqa: E402
from pipeline.extraction.spending.prices import default_prices  # noqa: E402
from pipeline.intake.judge import Judge  # noqa: E402
from pipeline.jobs.job import Job, Queue  # noqa: E402
from pipeline.jobs.placing import Found, place_all  # noqa: E402
from pipeline.prefilter.load import default_prefilter  # noqa: E402
from pipeline.remote.remotes import Remotes  # noqa: E402
from pipeline.sources.kinds.whapi import received  # noqa: E402
from takeone_desktop.assemble import Services, assemble  # noqa: E402
from tests.extraction.models.asking import Saying  # noqa: E402
from tests.faults.messages import call_text, report_of, texts  # noqa: E402
from tests.faults.standin import KEY, StandIn, whapi_message  # noqa: E402
from tests.faults.workspace import CHATS, add_sources, configure, fill, settings, settled  # noqa: E402
from tests.keys import Held  # noqa: E402

POSTED = datetime(2026, 3, 2, 10, 0)
CONCURRENCY = 20


def cpu(work: Callable[[], object], times: int) -> float:
    """Milliseconds of this process's processor time for each of so many."""
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began) / times


def whole(stand_in: StandIn, messages: int, calls: int) -> float:
    """Milliseconds for each message, in a program that was warm."""
    with tempfile.TemporaryDirectory() as name, assemble(settings(stand_in, Path(name))) as opened:
        configure(opened.database, CONCURRENCY)
        opened.engine.start()
        opened.orchestrator.start()
        (source,) = add_sources(opened)
        fill(stand_in, [call_text(10**6)], first=10**6)
        opened.orchestrator.run_now(source).result()
        while not settled(opened.database, 1):
            time.sleep(0.05)
        time.sleep(1)
        fill(stand_in, texts(messages, calls))

        def work() -> None:
            opened.orchestrator.run_now(source).result()
            while not settled(opened.database, messages + 1):
                time.sleep(0.2)

        return cpu(work, messages)


def parts(stand_in: StandIn, count: int) -> list[tuple[str, float]]:
    """Each step by itself, on messages that all are calls."""
    said = [call_text(number) for number in range(count)]
    sources = [SourceText(text, POSTED, band="pass") for text in said]
    with tempfile.TemporaryDirectory() as name, assemble(settings(stand_in, Path(name))) as opened:
        configure(opened.database, CONCURRENCY)
        (source_id,) = add_sources(opened)
        body = json.dumps(
            {"messages": [whapi_message(n, CHATS[0], text, 1, 0) for n, text in enumerate(said)]}
        )
        pages = received(json.loads(body))
        found = [("read a source's page", cpu(lambda: received(json.loads(body)), count))]
        judge = Judge(default_prefilter(), extract_unsure=True)
        found.append(("prefilter and normalise", cpu(lambda: list(map(judge.judge, said)), count)))
        store = cpu(
            lambda: opened.live_inbox.receive(source_id, pages[CHATS[0]].messages, ()), count
        )
        found.append(("store with its job, less prefilter", store - found[-1][1]))
        found.append(("a job more in the queue", cpu(lambda: jobs(opened, count), count)))
        found += asked(stand_in, sources)
        found += placed(opened, sources)
    return found


def jobs(opened: Services, count: int) -> None:
    with opened.database.writing() as session:
        for number in range(count):
            opened.engine.enqueue(session, Job("nothing", Queue.MAINTENANCE, str(number), {}))


def asked(stand_in: StandIn, sources: Sequence[SourceText]) -> list[tuple[str, float]]:
    """Prompt, exchange and understanding."""
    count, prompt = len(sources), load()
    reader = ModelExtractor(Saying(), "claude-sonnet-5-5")
    answers = [report_of(one.text) for one in sources]

    async def ask() -> float:
        remotes = Remotes()
        remotes.service("Anthropic", per_second=10_000, concurrency=CONCURRENCY)
        provider = AnthropicProvider(remotes, Held(anthropic=KEY), base_url=stand_in.url)
        questions = [
            prompt.question(one.text, "2026-03-02", reader.model, MOST_TOKENS) for one in sources
        ]
        await provider.ask(questions[0])
        began = time.process_time()
        await asyncio.gather(*map(provider.ask, questions))
        took = time.process_time() - began
        await provider.close()
        return 1000 * took / count

    exchange = asyncio.run(ask())
    understand = cpu(
        lambda: [reader.understand(*pair) for pair in zip(answers, sources, strict=True)], count
    )
    read = [reader.understand(*pair) for pair in zip(answers, sources, strict=True)]
    check = cpu(lambda: [ground(*pair) for pair in zip(read, sources, strict=True)], count)
    return [
        ("prompt, HTTP, parse", exchange),
        ("understand the answer, align quotes", understand),
        ("ground", check),
    ]


def placed(opened: Services, sources: Sequence[SourceText]) -> list[tuple[str, float]]:
    """What is kept of an answer, and the call beside those known."""
    count, ledger = len(sources), Ledger(opened.database, default_prices())
    entry = Entry("anthropic", "claude-sonnet-5-5", "p", "answered")

    async def record() -> None:
        for one in sources:
            key = answer_key(one, "p", "anthropic", "claude-sonnet-5-5")
            await ledger.kept(key)
            await ledger.record(one, entry, key, report_of(one.text))

    kept = cpu(lambda: asyncio.run(record()), count)
    reader = ModelExtractor(Saying(), "claude-sonnet-5-5")
    with opened.database.reading() as session:
        rows = list(session.query(Message).where(Message.stage == Stage.WAITING).limit(count))
    read = []

    def candidates() -> None:
        for row in rows:
            source = SourceText(row.text, POSTED, row.id, row.source_id, row.band)
            extraction = ground(reader.understand(report_of(row.text), source), source)
            read.append((row, Found.of(row, extraction)))

    compare = cpu(candidates, count)
    understand = cpu(
        lambda: [
            ground(reader.understand(report_of(row.text), source), source)
            for row, source in zip(rows, sources, strict=True)
        ],
        count,
    )

    def place() -> None:
        for start in range(0, count, 25):
            with opened.database.writing() as session:
                place_all(session, read[start : start + 25], {})

    return [
        ("look up and keep the answer, ledger", kept),
        ("make ready for comparing", max(0.0, compare - understand)),
        ("find its like, store the call", cpu(place, count)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    given = parser.parse_args()
    with StandIn() as stand_in:
        stand_in.plan(seconds=0.0)
        print(f"load {os.getloadavg()[0]:.1f}, {utc_now():%H:%M} UTC")
        alone = parts(stand_in, 300)
        print(f"{'each step alone, for a call':44}{'ms':>8}")
        for name, took in alone:
            print(f"{name:44}{took:>8.2f}")
        print(f"{'all of them':44}{sum(took for _, took in alone):>8.2f}")
        count = given.messages
        mixed = whole(stand_in, count, count * 3 // 10)
        print(f"{'whole way, 30% of messages are calls':44}{mixed:>8.2f}  a message")
        every = whole(stand_in, count // 3, count // 3)
        print(f"{'whole way, all of them calls':44}{every:>8.2f}  a message")


if __name__ == "__main__":
    main()
