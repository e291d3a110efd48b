"""Sources are asked when due, by one process at a time, and nothing of a page is half-stored."""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models import Message, Source, SourceRun, Stage, utc_now
from db.queries import engine as engine_rows
from db.session import Database
from pipeline.errors import Invalid, TakeOneError, Unavailable
from pipeline.remote.failure import Gone, Locked, RateLimited
from pipeline.sources.catalogue import Catalogue
from pipeline.sources.orchestrator import Orchestrator
from pipeline.sources.port import Change, ChangeKind, Fetched, Page
from tests.sources.conftest import Telling, add_source

Make = Callable[..., Orchestrator]
CALL = "مطلوب ممثلين لإعلان تجاري في الرياض، الأجر ١٥٠٠ ريال، للتواصل 0550001234"


def page(number: int, *texts: str, changes: tuple[Change, ...] = ()) -> Page:
    messages = tuple(
        Fetched(f"m{number}.{place}", text, utc_now(), "Sara")
        for place, text in enumerate(texts or (CALL,))
    )
    return Page(messages, {"at": number}, changes, cost=5)


def until(true: Callable[[], object], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.02)


def source(database: Database, source_id: int) -> Source:
    with database.reading() as session:
        return session.get_one(Source, source_id)


def runs(database: Database) -> list[SourceRun]:
    with database.reading() as session:
        return list(session.scalars(sa.select(SourceRun).order_by(SourceRun.id)))


def texts(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(sa.select(Message.text).order_by(Message.id)))


def finished(database: Database, many: int = 1) -> bool:
    return [one.outcome != "running" for one in runs(database)].count(True) >= many


def test_what_is_due_is_fetched_stored_and_ordered_for_extraction(
    database: Database, make: Make, telling: Telling
) -> None:
    telling.pages.extend([page(1, CALL, "صباح الخير"), page(2)])
    one = add_source(database)
    make().start()
    until(lambda: finished(database))
    (run,) = runs(database)
    assert (run.outcome, run.fetched, run.stored, run.passed, run.cost) == ("ok", 3, 3, 2, 10)
    held = source(database, one)
    assert (held.cursor, held.cost, held.leased_by, held.failures) == ({"at": 2}, 10, None, 0)
    assert held.next_run_at is not None
    assert timedelta(minutes=10) < held.next_run_at - utc_now() < timedelta(minutes=20)
    with database.reading() as session:
        assert engine_rows.open_jobs(session) == 2


def test_a_repeat_is_stored_once(database: Database, make: Make, telling: Telling) -> None:
    one = add_source(database)
    orchestrator = make()
    orchestrator.start()
    for _ in range(2):
        telling.pages.append(page(1))
        assert orchestrator.run_now(one).result(20) == "ok"
    assert texts(database) == [CALL]


def test_the_next_run_goes_on_from_the_cursor(
    database: Database, make: Make, telling: Telling
) -> None:
    one = add_source(database, due=900)
    orchestrator = make()
    orchestrator.start()
    telling.pages.extend([page(1), Unavailable("Away.")])
    assert orchestrator.run_now(one).result(20) == "transient"
    orchestrator.run_now(one).result(20)
    assert [dict(spec.cursor) for spec in telling.asked] == [{}, {"at": 1}]
    assert texts(database) == [CALL]


@pytest.mark.parametrize(
    ("error", "outcome", "state"),
    [
        (Unavailable("Away."), "transient", "active"),
        (RateLimited("Busy.", 600), "rate_limit", "active"),
        (Locked("No key."), "permanent", "locked"),
        (Gone("Nothing there."), "permanent", "gone"),
        (Invalid("Nonsense."), "invalid_output", "active"),
    ],
)
def test_each_failure_is_told_and_settles_what_follows(
    database: Database,
    make: Make,
    telling: Telling,
    error: TakeOneError,
    outcome: str,
    state: str,
) -> None:
    telling.pages.append(error)
    one = add_source(database)
    make().start()
    until(lambda: finished(database))
    held = source(database, one)
    assert (runs(database)[0].outcome, held.state) == (outcome, state)
    assert (held.last_error, held.failures) == (str(error), 1)
    if isinstance(error, RateLimited):
        assert held.next_run_at is not None
        assert held.next_run_at - utc_now() > timedelta(seconds=590)


def test_a_bug_in_an_adapter_stops_nothing_else(
    database: Database, make: Make, telling: Telling
) -> None:
    async def broken() -> None:
        raise KeyError("oops")

    telling.pages.append(broken)
    one = add_source(database)
    orchestrator = make()
    orchestrator.start()
    until(lambda: finished(database) and not orchestrator.running)
    assert "KeyError" in source(database, one).last_error
    telling.pages.append(page(1))
    assert orchestrator.run_now(one).result(20) == "ok"


def test_one_that_hangs_holds_up_none_but_itself(
    database: Database, make: Make, telling: Telling
) -> None:
    telling.pages.append(lambda: asyncio.sleep(60))
    add_source(database, "slow", priority=1)
    orchestrator = make()
    orchestrator.start()
    until(lambda: telling.asked and not telling.pages)
    telling.pages.append(page(1))
    quick = add_source(database, "quick", due=900)
    assert orchestrator.run_now(quick).result(20) == "ok"
    started = time.monotonic()
    orchestrator.stop(drain=0.2)
    assert time.monotonic() - started < 10
    assert telling.closed
    assert {one.outcome for one in runs(database)} == {"ok", "cancelled"}
    with database.reading() as session:
        assert session.scalars(sa.select(Source.leased_by)).all() == [None, None]


def test_two_desks_never_ask_one_source_together(
    database: Database, make: Make, telling: Telling
) -> None:
    telling.pages.append(lambda: asyncio.sleep(1.5))
    one = add_source(database)
    first, second = make("first"), make("second")
    first.start()
    until(lambda: first.running)
    second.start()
    with pytest.raises(Unavailable, match="another desk"):
        second.run_now(one).result(20)
    until(lambda: finished(database))
    time.sleep(1.2)
    assert len(telling.asked) == 1


def test_a_dead_desks_source_is_free_again(
    database: Database, make: Make, telling: Telling
) -> None:
    past = utc_now() - timedelta(seconds=1)
    add_source(database, leased_by="dead", lease_until=past)
    telling.pages.append(page(1))
    make().start()
    until(lambda: finished(database))
    assert texts(database) == [CALL]


def test_whoever_lost_the_claim_stores_nothing(
    database: Database, make: Make, telling: Telling
) -> None:
    one = add_source(database)

    async def robbed() -> None:
        with database.writing() as session:
            session.execute(sa.update(Source).values(leased_by="other"))

    telling.pages.extend([robbed, page(1)])
    make().start()
    until(lambda: finished(database))
    held = source(database, one)
    assert (texts(database), held.leased_by, held.cursor) == ([], "other", {})


def test_nothing_is_asked_in_the_first_minute_but_what_a_person_wants(
    database: Database, make: Make, telling: Telling
) -> None:
    one = add_source(database)
    orchestrator = make(first_after=60)
    orchestrator.start()
    time.sleep(0.5)
    assert telling.asked == []
    telling.pages.append(page(1))
    assert orchestrator.run_now(one).result(20) == "ok"


def test_edits_and_deletions_reach_what_we_hold(
    database: Database, make: Make, telling: Telling
) -> None:
    one = add_source(database, due=900)
    orchestrator = make()
    orchestrator.start()
    telling.pages.append(page(1, "صباح الخير", CALL))
    orchestrator.run_now(one).result(20)
    edited = Change("m1.0", ChangeKind.EDITED, CALL + " جديد")
    deleted = Change("m1.1", ChangeKind.DELETED)
    unknown = Change("m9", ChangeKind.DELETED)
    telling.pages.append(page(2, "مساء الخير", changes=(edited, deleted, unknown, edited)))
    orchestrator.run_now(one).result(20)
    with database.reading() as session:
        first, second, _ = session.scalars(sa.select(Message).order_by(Message.id)).all()
    assert (first.text, first.first_text, first.stage) == (
        CALL + " جديد",
        "صباح الخير",
        Stage.WAITING,
    )
    assert (second.deleted_at is not None, second.stage) == (True, Stage.SKIPPED)
    assert (runs(database)[1].edited, runs(database)[1].deleted) == (1, 1)


def test_trying_out_stores_nothing(database: Database, make: Make, telling: Telling) -> None:
    telling.pages.extend([page(1), page(2)])
    orchestrator = make()
    orchestrator.start()
    from pipeline.sources.port import SourceSpec

    found = orchestrator.try_out("telling", SourceSpec("a")).result(20)
    assert found is not None
    assert found.messages[0].text == CALL
    assert texts(database) == []


def test_while_all_rest_nobody_asks_what_is_due(
    database: Database, make: Make, telling: Telling
) -> None:
    """Wherever the switch was thrown; a person may still ask one source by hand."""
    catalogue = Catalogue(database, {})
    catalogue.pause_all(by="nora")
    one = add_source(database)
    desk, worker = make("desk"), make("worker")
    desk.start()
    worker.start()
    time.sleep(0.4)
    assert telling.asked == []
    telling.pages.append(page(1))
    assert desk.run_now(one).result(10) == "ok"
    two = add_source(database, "b")
    catalogue.resume_all(by="nora")
    until(lambda: source(database, two).last_run_at)


def test_sources_are_asked_less_often_while_there_is_a_reason(
    database: Database, make: Make, telling: Telling
) -> None:
    """Whoever knows it says how many times the usual wait."""

    async def stretch() -> float:
        return 3.0

    telling.pages.append(page(1))
    one = add_source(database)
    make(stretch=stretch).start()
    until(lambda: finished(database))
    wait = source(database, one).next_run_at
    assert wait is not None
    assert timedelta(minutes=39) < wait - utc_now() < timedelta(minutes=51)


def test_a_clock_that_was_set_right_makes_nobody_wait_for_years(
    database: Database, make: Make, telling: Telling
) -> None:
    """While it was wrong, sources were asked, and one was being asked when the program died."""
    telling.pages.append(page(1))
    one = add_source(database)
    wrong = utc_now() + timedelta(days=900)
    with database.writing() as session:
        held = session.get_one(Source, one)
        held.last_run_at, held.next_run_at = wrong, wrong + timedelta(hours=4)
        held.leased_by, held.lease_until = "dead", wrong + timedelta(minutes=5)
    make().start()
    until(lambda: finished(database))
    held = source(database, one)
    assert held.next_run_at is not None
    assert held.next_run_at < utc_now() + timedelta(days=1)
    assert len(runs(database)) == 1


def test_a_desk_whose_clock_is_an_hour_ahead_is_left_its_appointments(
    database: Database, make: Make, telling: Telling
) -> None:
    telling.pages.append(page(1))
    one = add_source(database)
    ahead = utc_now() + timedelta(hours=1)
    with database.writing() as session:
        held = session.get_one(Source, one)
        held.last_run_at, held.next_run_at = ahead, ahead + timedelta(hours=4)
    other = add_source(database, "other")
    make().start()
    until(lambda: finished(database))
    assert [run.source_id for run in runs(database)] == [other]
