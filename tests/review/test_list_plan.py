"""How SQLite reads the pending list: by the index made for it, whatever is filtered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event

from db.models import CallStatus
from db.queries import review
from db.queries.review import ListQuery
from db.session import Database

PENDING = ListQuery(status=CallStatus.PENDING)
NARROWED = (
    PENDING,
    replace(PENDING, after=(7, 7)),
    replace(PENDING, media=("telegram",)),
    replace(PENDING, sources=(3,)),
    replace(PENDING, languages=("ar",), bands=("pass",), flagged=True, doubtful=True),
    replace(PENDING, since=datetime(2026, 1, 1)),
    replace(PENDING, now=datetime(2026, 1, 1)),
    replace(PENDING, now=datetime(2026, 1, 1), snoozed=True),
    replace(PENDING, assignee="noura", now=datetime(2026, 1, 1)),
    replace(PENDING, sort="oldest", assignee=""),
    replace(PENDING, sort="score"),
    replace(PENDING, sort="score", after=(0.5, 7)),
    replace(PENDING, sort="newest", sources=(3,), after=(7, 7)),
)
OTHERS = (
    replace(PENDING, words=("ممثلين",)),
    replace(PENDING, words=("ممثلين",), sources=(3,), sort="score"),
    *(replace(PENDING, status=status) for status in CallStatus if status != CallStatus.PENDING),
)


def plans(database: Database, query: ListQuery) -> tuple[str, str, str]:
    """How the page, the count and the ids of a query are found."""
    asked: list[tuple[str, Any]] = []

    def remember(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        asked.append((statement, values))

    with database.reading() as session:
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", remember)
        review.page(session, query)
        review.count(session, query)
        review.ids(session, query)
        event.remove(engine, "before_cursor_execute", remember)
        page, count, ids = (
            "\n".join(
                row[3]
                for row in session.connection().exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", values
                )
            )
            for statement, values in asked
        )
    return page, count, ids


@pytest.mark.parametrize("query", NARROWED, ids=str)
def test_the_pending_list_is_read_by_its_own_index(
    sqlite_database: Database, query: ListQuery
) -> None:
    """Page, count and ids alike, and no filter makes the index unusable."""
    for plan in plans(sqlite_database, query):
        assert "INDEX ix_call_pending" in plan


def test_the_queue_needs_no_sorting(sqlite_database: Database) -> None:
    """The index has its order, so a page stops at its last row."""
    page, _, _ = plans(sqlite_database, replace(PENDING, now=datetime(2026, 1, 1)))
    inner = page.split("SCAN anon_2")[0]
    assert "B-TREE" not in inner, page


@pytest.mark.parametrize("query", OTHERS, ids=str)
def test_other_lists_are_left_to_the_planner(sqlite_database: Database, query: ListQuery) -> None:
    """They run, and none of them walks the whole table."""
    for plan in plans(sqlite_database, query):
        assert "SCAN call\n" not in f"{plan}\n"


@pytest.mark.parametrize("query", [*NARROWED, *OTHERS], ids=str)
def test_every_list_is_understood_by_both_databases(database: Database, query: ListQuery) -> None:
    """A hint for one is nothing to the other."""
    with database.reading() as session:
        assert review.page(session, query) == []
        assert review.count(session, query) == 0
        assert review.ids(session, query) == []
