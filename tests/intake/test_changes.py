"""A second dump of a chat brings edits and deletions to what the first one left."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Message, Source
from db.session import Database
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import Importer
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.jobs.job import Job
from pipeline.prefilter.load import default_prefilter

CALL = "مطلوب ممثلين لإعلان في الرياض، الأجر ١٥٠٠ ريال، للتواصل ٠٥٥٠٠٠١٢٣٤"


def said(number: int, text: str = CALL) -> dict[str, Any]:
    return {
        "id": f"PmBWTx-{number}",
        "chat_id": "1@g.us",
        "from_me": False,
        "from_name": "Sara",
        "timestamp": 1_772_000_000 + number,
        "type": "text",
        "text": {"body": f"{text} رقم {number}"},
    }


def edit(number: int, text: str, at: int = 1_772_100_000) -> dict[str, Any]:
    what = {
        "target": f"PmBWTx-{number}",
        "type": "edit",
        "edited_content": {"text": {"body": text}},
    }
    return changing(f"edit-{number}-{at}", at, what)


def delete(number: int, at: int = 1_772_200_000) -> dict[str, Any]:
    return changing(f"del-{number}", at, {"target": f"PmBWTx-{number}", "type": "delete"})


def changing(own_id: str, at: int, what: dict[str, Any]) -> dict[str, Any]:
    record = {**said(0), "id": own_id, "timestamp": at, "type": "action", "action": what}
    del record["text"]
    return record


class Orders:
    """Remembers the jobs that were ordered."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, session: Session, job: Job, *, attempt: int = 1, delay: float = 0) -> None:
        self.jobs.append(job)


class Desk:
    """Imports dumps, and shows what is held after them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.orders = Orders()
        self._database, self._folder, self._number = database, folder, 0
        judge = Judge(default_prefilter(), extract_unsure=True)
        self._importer = Importer(database, Inbox(database, judge, SenderKeys("k"), self.orders))

    def take(self, value: object) -> tuple[int, int, int]:
        """Import one dump; how many messages were new, edited and deleted."""
        self._number += 1
        path = self._folder / f"{self._number}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        report = self._importer.run(path)
        assert report.error == ""
        return report.stored, report.edited, report.deleted

    def held(self, *columns: Any) -> Sequence[Any]:
        with self._database.reading() as session:
            return session.execute(sa.select(*columns).order_by(Message.id)).all()

    @property
    def sources(self) -> int:
        with self._database.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Source)) or 0


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def dump(*records: dict[str, Any]) -> dict[str, Any]:
    return {"messages": list(records)}


def test_edits_and_deletions_reach_what_is_held(desk: Desk) -> None:
    assert desk.take(dump(said(1), said(2), said(3))) == (3, 0, 0)
    new = CALL.replace("١٥٠٠", "٢٠٠٠")
    assert desk.take(dump(said(1), edit(1, new), said(2), delete(2), said(3))) == (0, 1, 1)
    first, second, third = desk.held(
        Message.text, Message.first_text, Message.edited_at, Message.deleted_at, Message.search
    )
    assert first[:2] == (new, f"{CALL} رقم 1")
    assert "2000" in first.search
    assert first.edited_at is not None
    assert second[:3] == (f"{CALL} رقم 2", None, None)
    assert second.deleted_at is not None
    assert third[1:4] == (None, None, None)
    assert len({job.key for job in desk.orders.jobs}) == len(desk.orders.jobs) == 2
    assert desk.sources == 1


def test_a_dump_of_later_messages_is_known_by_what_it_changes(desk: Desk) -> None:
    """Nothing of the first dump is repeated in it."""
    desk.take(dump(*map(said, range(40))))
    later = dump(*map(said, range(100, 140)), edit(7, "closed"), delete(8), delete(99))
    assert desk.take(later) == (40, 1, 1)
    assert desk.sources == 1
    assert len(desk.held(Message.id)) == 80


def test_a_dump_that_begins_with_the_newest_is_known_by_its_end(desk: Desk) -> None:
    desk.take(dump(*map(said, range(40))))
    assert desk.take(dump(*map(said, range(130, 35, -1)))) == (91, 0, 0)
    assert desk.sources == 1


@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_edit_stands_whichever_dump_comes_first(desk: Desk, turned: bool) -> None:
    older = dump(said(1), said(2), edit(1, "once", 1_772_100_000))
    newer = dump(said(1), said(2), edit(1, "twice", 1_772_100_001))
    for one in (newer, older) if turned else (older, newer):
        desk.take(one)
    assert desk.take(older) == desk.take(newer) == (0, 0, 0)
    assert desk.held(Message.text)[0].text == "twice"


def test_a_deletion_outlives_an_edit_of_a_later_dump(desk: Desk) -> None:
    desk.take(dump(said(1), said(2)))
    desk.take(dump(said(1), said(2), delete(1)))
    assert desk.take(dump(said(1), said(2), delete(1), edit(1, "x"))) == (0, 0, 0)
    assert desk.held(Message.deleted_at)[0].deleted_at is not None


def test_the_same_ids_in_another_chat_are_not_touched(desk: Desk) -> None:
    """Telegram counts from 1 in each chat."""

    def chat(name: str, *texts: str, edited: int = 0) -> dict[str, Any]:
        records: list[dict[str, Any]] = [
            {"id": n, "type": "message", "date": "2026-03-01T10:00:00", "from": "A", "text": text}
            for n, text in enumerate(texts, 1)
        ]
        if edited:
            records[edited - 1]["edited_unixtime"] = "1772350000"
            records[edited - 1]["edited"] = "2026-03-01T11:00:00"
        return {"name": name, "type": "private_group", "id": 1, "messages": records}

    assert desk.take(chat("One", "first", "second", "third")) == (3, 0, 0)
    assert desk.take(chat("Two", "uno", "dos", "tres", edited=1)) == (3, 0, 0)
    assert desk.take(chat("One", "first", "second, mended", "third", edited=2)) == (0, 1, 0)
    texts = [row.text for row in desk.held(Message.text)]
    assert texts == ["first", "second, mended", "third", "uno", "dos", "tres"]
