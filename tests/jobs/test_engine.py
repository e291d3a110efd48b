"""The engine's promises, seen on both databases with jobs that really run."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dbos import _migration as migrations

from db.session import Database
from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.jobs.engine import JobEngine, QueueSettings
from pipeline.jobs.job import FailedJob, Failure, Handler, Job, Payload, Queue, Retry

ROOT = Path(__file__).parents[2]
ONE_AT_A_TIME = {Queue.EXTRACT: QueueSettings(1), Queue.PUBLISH: QueueSettings(1)}
QUICK = Retry(waits=(0.05,), attempts=3)


class Works:
    """An engine with one kind of job, `work`, which notes its runs and does as it is told."""

    def __init__(self, database: Database, executor: str = "desk") -> None:
        self.database = database
        self.engine = JobEngine(database, executor=executor, queues=ONE_AT_A_TIME)
        self.ran: list[str] = []
        self.buried: list[FailedJob] = []
        self.troubles: dict[str, list[TakeOneError]] = {}
        self.seconds: dict[str, float] = {}
        self.engine.serve(
            [Handler("work", Queue.EXTRACT, self._run, QUICK, timeout=0.5)], self.buried.append
        )
        self.engine.prepare()

    async def _run(self, payload: Payload) -> None:
        name = payload["name"]
        self.ran.append(name)
        await asyncio.sleep(self.seconds.get(name, 0))
        if self.troubles.get(name):
            raise self.troubles[name].pop(0)

    def add(self, name: str, *, priority: int = 10) -> Job:
        job = Job("work", Queue.EXTRACT, name, {"name": name}, priority)
        with self.database.writing() as session:
            self.engine.enqueue(session, job)
        return job

    def finish(self) -> None:
        assert self.engine.wait_idle(timeout=30)


@pytest.fixture
def works(database: Database) -> Iterator[Works]:
    made = Works(database)
    yield made
    made.engine.stop()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.02)


def test_what_is_urgent_runs_first(works: Works) -> None:
    for name in ("a", "b"):
        works.add(name)
    works.add("urgent", priority=1)
    works.engine.start()
    works.finish()
    assert works.ran[0] == "urgent"
    assert sorted(works.ran) == ["a", "b", "urgent"]


def test_a_job_asked_for_twice_runs_once(works: Works) -> None:
    works.add("a")
    works.engine.start()
    works.add("a")
    works.finish()
    works.add("a")
    works.finish()
    assert works.ran == ["a"]


def test_a_job_whose_transaction_fails_was_never_there(works: Works) -> None:
    job = Job("work", Queue.EXTRACT, "a", {"name": "a"})
    with works.database.writing() as session:
        works.engine.enqueue(session, job)
        session.rollback()
    assert works.engine.open_jobs() == 0


def test_trouble_that_passes_is_tried_again(works: Works) -> None:
    works.troubles["a"] = [Unavailable("Away."), Unavailable("Still away.")]
    works.add("a")
    works.engine.start()
    works.finish()
    assert works.ran == ["a", "a", "a"]
    assert works.buried == []


def test_trouble_that_stays_ends_with_its_cause(works: Works) -> None:
    works.troubles["a"] = [Unavailable(f"Away {number}.") for number in range(5)]
    works.add("a")
    works.engine.start()
    works.finish()
    (letter,) = works.buried
    assert (letter.failure, letter.attempts) == (Failure.TRANSIENT, 3)
    assert letter.error == "Away 2."
    assert "Unavailable" in letter.traceback


@pytest.mark.parametrize(
    ("trouble", "failure"),
    [(Rejected("No."), Failure.PERMANENT), (Invalid("Not JSON."), Failure.INVALID)],
)
def test_what_can_not_heal_is_not_tried_again(
    works: Works, trouble: TakeOneError, failure: Failure
) -> None:
    works.troubles["a"] = [trouble]
    works.add("a")
    works.engine.start()
    works.finish()
    (letter,) = works.buried
    assert (letter.failure, letter.attempts, works.ran) == (failure, 1, ["a"])


def test_a_job_that_hangs_is_cut_off_and_holds_nobody_up(works: Works) -> None:
    works.seconds["slow"] = 60
    works.add("slow")
    works.add("next")
    works.engine.start()
    works.finish()
    (letter,) = works.buried
    assert "longer than 0.5 s" in letter.error
    assert works.ran.count("slow") == 3
    assert works.ran.count("next") == 1


def test_a_paused_queue_rests_over_a_restart(works: Works) -> None:
    works.engine.start()
    works.engine.pause(Queue.EXTRACT)
    works.engine.stop()
    again = Works(works.database)
    again.add("a")
    again.engine.start()
    try:
        assert not again.engine.wait_idle(timeout=1.5)
        assert again.ran == []
        again.engine.resume(Queue.EXTRACT)
        again.finish()
        assert again.ran == ["a"]
    finally:
        again.engine.stop()


def test_a_waiting_job_can_be_cancelled(works: Works) -> None:
    works.engine.start()
    works.engine.pause(Queue.EXTRACT)
    job = works.add("a")
    works.add("b")
    works.engine.cancel(job.id())
    works.engine.resume(Queue.EXTRACT)
    works.finish()
    assert works.ran == ["b"]


def test_what_a_stop_cuts_off_is_done_at_the_next_start(works: Works) -> None:
    works.seconds["a"] = 0.4
    works.add("a")
    works.engine.start()
    until(lambda: works.ran == ["a"])
    works.engine.stop(drain=0)
    again = Works(works.database)
    again.engine.start()
    try:
        again.finish()
    finally:
        again.engine.stop()
    assert (works.ran, again.ran, again.buried) == (["a"], ["a"], [])


PEER = """
import sys, asyncio, time
from db.session import Database
from tests.jobs.test_engine import Works
works = Works(Database(sys.argv[1]), executor="peer")
works.seconds["a"] = 0.45
works.engine.start()
while not works.ran:
    time.sleep(0.005)
print("running", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_dead_peers_job_is_taken_over(database_url: str, database: Database) -> None:
    """A worker dies with a job in its hands; another that shares the database finishes it."""
    works = Works(database, executor="survivor")
    works.add("a")
    peer = subprocess.Popen(
        [sys.executable, "-c", PEER, database_url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert peer.stdout is not None
    assert peer.stdout.readline() == b"running\n"
    peer.send_signal(signal.SIGKILL)
    peer.communicate()
    assert works.engine.open_jobs() == 1
    works.engine.start()
    try:
        works.finish()
    finally:
        works.engine.stop()
    assert works.ran == ["a"]


def test_tables_a_crash_left_half_made_are_finished(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Postgres the library makes them in steps, and a crash can fall between two."""
    if database.is_sqlite:
        pytest.skip("made in one transaction there")
    every = migrations.get_dbos_migrations
    monkeypatch.setattr(migrations, "get_dbos_migrations", lambda *how: every(*how)[:3])
    JobEngine(database, executor="killed").prepare()
    monkeypatch.undo()
    works = Works(database)
    works.engine.start()
    works.add("a")
    works.finish()
    works.engine.stop()
    assert works.ran == ["a"]
