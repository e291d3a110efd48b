"""What waits is found by what waits, however much was imported before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from db.queries import messages
from db.session import Database
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import Importer
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.prefilter.load import default_prefilter

CALL = "مطلوب ممثلين لإعلان في الرياض، الأجر ١٥٠٠ ريال، للتواصل ٠٥٥٠٠٠١٢٣٤"


@pytest.fixture
def run_id(database: Database, tmp_path: Path) -> int:
    path = tmp_path / "chat.txt"
    path.write_text(
        "".join(f"01/03/2026, 10:{n:02} - Sara: {CALL} {n}\n" for n in range(20)), encoding="utf-8"
    )
    judge = Judge(default_prefilter(), extract_unsure=True)
    inbox = Inbox(database, judge, SenderKeys("k"), lambda *_, **__: None)
    report = Importer(database, inbox).run(path)
    assert report.run_id is not None
    return report.run_id


def test_the_waiting_messages_of_an_import_are_counted(database: Database, run_id: int) -> None:
    with database.reading() as session:
        assert messages.count_waiting(session, [run_id]) == 20
        assert messages.count_waiting(session, [run_id + 1]) == 0
        assert messages.count_waiting(session, []) == 0
        last = messages.newest_id(session)
        assert messages.waiting_since(session, run_id, last - 5) == list(range(last - 4, last + 1))
        assert messages.waiting_since(session, run_id + 1, 0) == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: messages.count_waiting(session, [1]),
        lambda session: messages.waiting_since(session, 1, 5),
    ],
)
def test_sqlite_walks_through_no_import(
    sqlite_database: Database, ask: Callable[[Session], object]
) -> None:
    asked: list[tuple[str, object]] = []
    with sqlite_database.reading() as session:
        connection = session.connection()
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _k, statement, values, *_: asked.append((statement, values)),
        )
        ask(session)
        (statement, values), *_ = asked
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert any("ix_message_waiting" in row[-1] for row in plan), plan
