"""What one desk announces, the others hear."""

import time
from collections.abc import Callable, Iterator

import pytest

from db.hearing import Hearing
from db.models import Meta
from db.session import MOST_IDS, Changed, Database, announce
from tests.servers.postgres import PostgresServer


@pytest.fixture
def other(database: Database) -> Iterator[Database]:
    opened = Database(database.url)
    yield opened
    opened.close()


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.02)


def write(database: Database, name: str, *changes: Changed) -> None:
    with database.writing() as session:
        session.add(Meta(name=name, value="1"))
        for change in changes:
            announce(session, change.kind, *change.ids)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_another_desks_change_is_heard_once(database: Database, other: Database) -> None:
    heard: list[Changed] = []
    database.listen(heard.append)
    hearing = Hearing(database, ["call"])
    hearing.start()
    try:
        # Which of the two comes first, the ear or the word, is not ours to say.
        until(lambda: write(other, f"try{time.monotonic_ns()}", Changed("call", (0,))) or heard)  # type: ignore[func-returns-value]
        time.sleep(0.3)
        heard.clear()
        write(other, "a", Changed("call", (1,)), Changed("call", (2,)), Changed("imports"))
        write(other, "b", Changed("call", tuple(range(MOST_IDS + 1))))
        until(lambda: len(heard) >= 3)
        write(database, "own", Changed("call", (9,)))
        time.sleep(0.3)
    finally:
        hearing.stop()
    assert sorted((one.kind, tuple(sorted(one.ids))) for one in heard) == [
        ("call", ()),
        ("call", (1, 2)),
        ("call", (9,)),
        ("imports", ()),
    ]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_after_an_outage_everything_is_looked_at_again(
    database: Database, other: Database, postgres_server: PostgresServer
) -> None:
    heard: list[Changed] = []
    database.listen(heard.append)
    hearing = Hearing(database, ["call", "publication"])
    hearing.start()
    try:
        until(lambda: write(other, f"try{time.monotonic_ns()}", Changed("call", (0,))) or heard)  # type: ignore[func-returns-value]
        postgres_server.stop()
        heard.clear()
        postgres_server.start()
        until(lambda: {Changed("call"), Changed("publication")} <= set(heard))
    finally:
        hearing.stop()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_embedded_workspace_hears_itself_only(database: Database) -> None:
    hearing = Hearing(database, ["call"])
    hearing.start()
    hearing.stop()
