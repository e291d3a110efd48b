"""What is told of queues and jobs, on both databases, from rows as the engine leaves them."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from db.models import Worker, utc_now
from db.queries import monitor as rows
from db.session import Database
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.job import Queue
from pipeline.jobs.monitor import STRETCHES, Monitor, milliseconds, quantiles, stem
from tests.jobs.attempts import Row, write
from tests.jobs.test_engine import Works

HOUR, DAY = STRETCHES[:2]


@pytest.fixture
def watched(database: Database) -> Monitor:
    engine = JobEngine(database, executor="desk")
    engine.prepare()
    return Monitor(database, engine)


def ago(seconds: float) -> int:
    return milliseconds(utc_now() - timedelta(seconds=seconds))


def test_an_empty_workspace_has_three_quiet_queues(watched: Monitor) -> None:
    now = watched.now()
    assert [one.queue for one in now.queues] == [queue.value for queue in Queue]
    assert all((one.waiting, one.running, one.oldest) == (0, 0, None) for one in now.queues)
    assert watched.past(HOUR).runs.whole is None
    assert watched.jobs() == []


def test_depth_age_and_rate_are_told_for_each_queue(watched: Monitor) -> None:
    oldest = ago(600)
    write(
        watched.database,
        [
            Row("extract:1", oldest),
            Row("extract:2", ago(5)),
            Row("extract:3", ago(700), ago(2)),
            Row("publish:1", ago(90), ago(80), ago(70), queue="publish"),
            Row("publish:2", ago(1000), ago(990), ago(980), queue="publish"),
        ],
    )
    now = watched.now()
    extract = now.queues[0]
    assert (extract.waiting, extract.running, extract.oldest) == (2, 1, oldest)
    assert now.a_minute == {"publish": pytest.approx(0.2)}


def test_times_of_a_stretch_are_counted_in_its_parts(watched: Monitor) -> None:
    write(
        watched.database,
        [Row(f"extract:{n}", ago(62), ago(60), ago(60) + 5_000) for n in range(9)]
        + [Row("extract:slow", ago(2000), ago(1900), ago(100))]
        + [Row("extract:old", ago(50_000), ago(49_000), ago(48_000))],
    )
    past = watched.past(HOUR)
    assert sum(past.ended) == 10
    assert past.ended[-1] == 9
    assert past.runs.whole is not None
    half, _, most = past.runs.whole
    assert 3_000 < half <= 10_000
    assert 1_000_000 < most <= 3_600_000
    assert sum(watched.past(DAY).ended) == 11


def test_the_shares_lie_in_their_step() -> None:
    told = quantiles([(0, 3, 99), (47, 5, 1)])
    assert told.whole is not None
    assert 100 < told.whole[0] < told.whole[1] < told.whole[2] <= 300
    assert told.parts[1] is None
    assert told.parts[47] is not None


def test_jobs_are_found_by_state_queue_id_and_error(watched: Monitor) -> None:
    write(
        watched.database,
        [
            Row("extract:1-9", ago(50), ago(40), ago(30), "retry"),
            Row("extract:1-9#2", ago(29), ago(20), ago(10), "dead"),
            Row("extract:10-19", ago(9)),
            Row("publish:7-1", ago(8), ago(7), ago(6), queue="publish"),
            Row("extract:bad", ago(5), status="ERROR", error="Boom_1 happened"),
            Row("extract:gone", ago(4), status="CANCELLED"),
        ],
    )

    def ids(**asked: str) -> list[str]:
        return [one.id for one in watched.jobs(**asked)]

    assert ids()[:2] == ["extract:gone", "extract:bad"]
    assert ids(state="waiting") == ["extract:10-19"]
    assert ids(state="tried_again") == ["extract:1-9"]
    assert ids(state="gave_up") == ["extract:1-9#2"]
    assert ids(state="done") == ["publish:7-1"]
    assert ids(state="cancelled") == ["extract:gone"]
    assert ids(state="broken", sought="boom_1") == ["extract:bad"]
    assert ids(sought="boomx1") == []
    assert ids(queue="publish") == ["publish:7-1"]
    assert ids(sought="1-9") == ["extract:1-9#2", "extract:1-9"]
    first = watched.jobs(limit=2)
    assert [one.id for one in watched.jobs(before=first[-1], limit=1)] == ["publish:7-1"]
    found = watched.attempts("extract:1-9#2")
    assert [(one.id, one.state) for one in found] == [
        ("extract:1-9", "tried_again"),
        ("extract:1-9#2", "gave_up"),
    ]


def test_an_id_names_its_job() -> None:
    assert stem("extract:1-9#12") == stem("extract:1-9") == "extract:1-9"
    assert stem("publish:a#b") == "publish:a#b"


def test_a_pause_is_obeyed_by_other_processes(database: Database) -> None:
    """One engine takes jobs; another one, which takes none, pauses and resumes the queue."""
    works = Works(database)
    other = Works(database, executor="other")
    works.engine.start()
    try:
        other.engine.pause(Queue.EXTRACT)
        paused = Monitor(database, other.engine).now().queues[0]
        assert paused.paused
        time.sleep(1.5)  # what was being asked for already may still come
        works.add("a")
        time.sleep(1.5)
        assert works.ran == []
        other.engine.resume(Queue.EXTRACT)
        works.finish()
        assert works.ran == ["a"]
    finally:
        works.engine.stop()


def test_a_worker_is_seen_while_it_lives(database: Database) -> None:
    works = Works(database)
    watched = Monitor(database, works.engine)
    assert watched.now().alive == 0
    works.engine.start()
    assert watched.now().alive == 1
    works.engine.stop()
    assert watched.now().alive == 0


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_silent_worker_counts_as_gone(database: Database) -> None:
    engine = JobEngine(database, executor="desk")
    engine.prepare()
    with database.writing() as session:
        rows.beat(session, "a")
        rows.beat(session, "a")
        session.get_one(Worker, "a").seen_at = utc_now() - timedelta(seconds=11)
    (hand,) = Monitor(database, engine).now().workers
    assert not hand.is_alive
