"""What is wrong is raised once, stays while it lasts, and comes back only with its cause."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.models import Alert, AlertState, Source
from db.queries.overview import Came
from db.session import Changed, Database
from pipeline.errors import Rejected
from pipeline.extraction.spending.budget import Budget, Spent
from pipeline.operations.alerts import AlertBook
from pipeline.operations.conditions import Around, Condition, Kind, Level, conditions
from pipeline.operations.overview import Funnel, Ill, Late, Money, Overview
from pipeline.operations.watch import Watch, free_space, open_breakers
from pipeline.remote.remotes import Remotes
from pipeline.review import audit

NOW = datetime(2026, 11, 25, 9, 0)
A_DAY = timedelta(hours=24)
WELL = Overview(
    at=NOW, funnel=Funnel(Came(0, 0, 0), 0, 0, 0, 0, 0), pending=0, oldest=None, waiting=0,
    letters=0, publications={}, lagging=None, sources=0, held=False, ill=(), late=(), asked=0,
    failed=0, money=Money(Budget(), Spent()),
)  # fmt: skip


def wrong(seen: Overview, around: Around | None = None) -> list[tuple[Kind, Level, str]]:
    found = conditions(seen, around or Around(), A_DAY)
    return [(one.kind, one.level, one.subject) for one in found]


def spent(dollars: float) -> Overview:
    return replace(WELL, money=Money(Budget(daily=10_000_000), Spent(round(dollars * 1e6), 0)))


def test_nothing_is_wrong_where_all_is_well() -> None:
    assert wrong(WELL) == []


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (replace(WELL, letters=100), []),
        (replace(WELL, letters=101), [(Kind.LETTERS, Level.BAD, "")]),
        (replace(WELL, asked=9, failed=9), []),
        (replace(WELL, asked=10, failed=2), []),
        (replace(WELL, asked=10, failed=3), [(Kind.EXTRACTION, Level.BAD, "")]),
        (replace(WELL, ill=(Ill(7, "a", "e", 2, False),)), []),
        (replace(WELL, ill=(Ill(7, "a", "e", 3, False),)), [(Kind.SOURCE_ILL, Level.BAD, "7")]),
        (replace(WELL, ill=(Ill(7, "a", "e", 1, True),)), [(Kind.SOURCE_ILL, Level.BAD, "7")]),
        (
            replace(WELL, late=(Late(8, "b", timedelta(hours=1)),)),
            [(Kind.SOURCE_LATE, Level.WARN, "8")],
        ),
        (replace(WELL, oldest=NOW - A_DAY), []),
        (replace(WELL, oldest=NOW - A_DAY * 2, pending=3), [(Kind.OVERDUE, Level.WARN, "")]),
        (replace(WELL, lagging=NOW - timedelta(minutes=15)), []),
        (replace(WELL, lagging=NOW - timedelta(minutes=16)), [(Kind.LAG, Level.BAD, "")]),
        (spent(7.9), []),
        (spent(8), [(Kind.BUDGET, Level.WARN, "80%")]),
        (spent(9.6), [(Kind.BUDGET, Level.WARN, "95%")]),
        (spent(30), [(Kind.BUDGET, Level.BAD, "100%")]),
    ],
)
def test_each_limit_counts_from_just_behind_it(
    seen: Overview, expected: list[tuple[Kind, Level, str]]
) -> None:
    assert wrong(seen) == expected


def test_this_process_and_machine_count_too() -> None:
    around = Around([("openai", 1801.0), ("whapi", 1799.0)], disk_free=1 << 29, working=False)
    assert wrong(WELL, around) == [
        (Kind.BREAKER, Level.BAD, "openai"),
        (Kind.DISK, Level.BAD, ""),
    ]
    assert (Kind.STOPPED, Level.BAD, "") in wrong(replace(WELL, waiting=1), around)


ILL = Condition(Kind.SOURCE_ILL, Level.BAD, "7", {"name": "a", "error": "It hung."})
DISK = Condition(Kind.DISK, Level.BAD, detail={"mib": 100})


def test_an_alert_is_news_once(database: Database) -> None:
    """And its numbers follow while it stands."""
    book = AlertBook(database)
    heard: list[Changed] = []
    database.listen(heard.append)
    assert [one.kind for one in book.update([ILL, DISK], NOW)] == ["source_ill", "disk"]
    assert len(heard) == 1
    assert book.update([ILL, DISK], NOW) == []
    assert len(heard) == 1
    assert book.update([replace(DISK, detail={"mib": 50}), ILL], NOW) == []
    assert len(heard) == 2
    assert {one.detail.get("mib") for one in book.standing()} == {50, None}


def test_it_is_fixed_when_its_cause_goes_and_news_when_that_comes_back(database: Database) -> None:
    book = AlertBook(database)
    book.update([ILL], NOW)
    (alert,) = book.standing()
    book.acknowledge(alert.id, "noura")
    assert book.update([], NOW + timedelta(minutes=1)) == []
    assert book.standing() == []
    with pytest.raises(Rejected, match="well again"):
        book.snooze(alert.id, 1, "noura")
    (again,) = book.update([ILL], NOW + timedelta(minutes=2))
    assert (again.id, again.state, again.by) == (alert.id, AlertState.OPEN, None)
    assert again.raised_at == NOW + timedelta(minutes=2)


def test_who_looks_after_it_is_not_told_again(database: Database) -> None:
    """One that is snoozed is, when its time is over."""
    book = AlertBook(database)
    book.update([ILL, DISK], NOW)
    first, second = book.standing()
    book.acknowledge(first.id, "noura")
    book.snooze(second.id, 1, "sara")
    assert {one.state for one in book.standing()} == {"acknowledged", "snoozed"}
    assert book.update([ILL, DISK], NOW) == []
    with database.reading() as session:
        held = session.get_one(Alert, second.id)
        assert held.until is not None
        late = held.until + timedelta(seconds=1)
    assert [one.id for one in book.update([ILL, DISK], late)] == [second.id]
    book.reopen(first.id, "noura")
    assert {one.state for one in book.standing()} == {"open"}
    with database.reading() as session:
        assert list(audit.broken_links(session)) == []


def test_desks_that_notice_together_raise_it_once(database: Database) -> None:
    book = AlertBook(database)
    start = threading.Barrier(4)
    news: list[int] = []

    def notice() -> None:
        start.wait()
        news.append(len(book.update([ILL, DISK], NOW)))

    threads = [threading.Thread(target=notice) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(news) == [0, 0, 0, 2]


def test_the_watch_looks_by_itself(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes on after a look that failed."""
    monkeypatch.setattr("pipeline.operations.watch.FIRST_AFTER_SECONDS", 0.01)
    monkeypatch.setattr("pipeline.operations.watch.EVERY_SECONDS", 0.01)
    book = AlertBook(database)
    with database.writing() as session:
        session.add(Source(kind="WEB", identifier="a", name="a", adapter="web", failures=3))
    raised = threading.Event()
    database.listen(lambda change: raised.set() if change.kind == "alert" else None)
    tries: list[int] = []

    def around() -> Around:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the disk hung")
        return Around()

    watch = Watch(database, book, around, A_DAY)
    watch.start()
    watch.start()
    assert raised.wait(20)
    watch.stop()
    watch.stop()
    assert [one.kind for one in book.standing()] == ["source_ill"]


def test_breakers_and_the_disk_are_read_where_they_are(tmp_path: Path) -> None:
    remotes = Remotes()
    for _ in range(5):
        remotes.service("openai").breaker.fail()
    remotes.service("whapi").breaker.succeed()
    ((name, seconds),) = open_breakers(remotes)
    assert (name, seconds >= 0) == ("openai", True)
    assert (free_space(tmp_path) or 0) > 0
    assert free_space(tmp_path / "gone") is None
    assert free_space(None) is None


def test_what_only_one_desk_sees_stands_until_nobody_saw_it_for_a_while(database: Database) -> None:
    """A breaker of its own, a disk of its own: desks must not settle each other's alerts."""
    book = AlertBook(database)
    book.update([DISK], NOW)
    assert book.update([], NOW + timedelta(minutes=1)) == []
    assert [one.kind for one in book.standing()] == ["disk"]
    book.update([], NOW + timedelta(minutes=4))
    assert book.standing() == []
