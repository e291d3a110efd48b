"""The queue of extraction is as wide as the models may be asked."""

import asyncio
from collections.abc import Iterator

import pytest

from db.session import Database
from pipeline.extraction.configured import ModelConfig, write_config
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.job import Handler, Job, Payload, Queue
from pipeline.jobs.width import follow_models

WIDE = 12


class Crowd:
    """Jobs that end when so many of them run at the same time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.engine = JobEngine(database, executor="desk")
        self.engine.serve([Handler("crowd", Queue.EXTRACT, self._run, timeout=60)], lambda _: None)
        self.engine.prepare()
        self.running = 0
        self.wanted = 1

    async def _run(self, payload: Payload) -> None:
        self.running += 1
        while self.running < self.wanted:
            await asyncio.sleep(0.01)

    def add(self, jobs: int) -> None:
        self.running, self.wanted = 0, jobs
        with self.database.writing() as session:
            for number in range(jobs):
                self.engine.enqueue(session, Job("crowd", Queue.EXTRACT, f"{jobs}-{number}", {}))

    def decide(self, concurrency: int) -> None:
        with self.database.writing() as session:
            write_config(session, ModelConfig(concurrency=concurrency), by="sara")


@pytest.fixture
def crowd(database: Database) -> Iterator[Crowd]:
    made = Crowd(database)
    yield made
    made.engine.stop(drain=0)


def test_it_is_as_wide_as_was_decided_before_and_is_decided_later(crowd: Crowd) -> None:
    crowd.decide(WIDE)
    follow_models(crowd.engine, crowd.database)
    crowd.engine.start()
    crowd.add(WIDE)
    assert crowd.engine.wait_idle(timeout=30)
    crowd.decide(2 * WIDE)
    crowd.add(2 * WIDE)
    assert crowd.engine.wait_idle(timeout=30)


def test_a_paused_queue_stays_paused(crowd: Crowd) -> None:
    follow_models(crowd.engine, crowd.database)
    crowd.engine.start()
    crowd.engine.pause(Queue.EXTRACT)
    crowd.decide(WIDE)
    crowd.add(WIDE)
    assert not crowd.engine.wait_idle(timeout=1)
    crowd.engine.resume(Queue.EXTRACT)
    assert crowd.engine.wait_idle(timeout=30)
