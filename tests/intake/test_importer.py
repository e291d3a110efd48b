"""Dumps come in once, wholly, and go on where they stopped."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import ImportRun, Message, Source
from db.session import Database
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import Importer, ImportProgress
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.jobs.job import Job
from pipeline.prefilter.load import default_prefilter

CALL = "مطلوب ممثلين لإعلان في الرياض، الأجر ١٥٠٠ ريال، للتواصل ٠٥٥٠٠٠١٢٣٤"
CHAT = "".join(
    f"{1 + n // 200:02}/03/2026, {n // 60 % 24:02}:{n % 60:02} - Sara: {CALL} رقم {n}\n"
    for n in range(1200)
)


class Orders:
    """Remembers the jobs that were ordered."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    def __call__(self, session: Session, job: Job, *, attempt: int = 1, delay: float = 0) -> None:
        self.jobs.append(job)

    @property
    def messages(self) -> list[int]:
        return [one for job in self.jobs for one in job.payload["messages"]]


@pytest.fixture
def orders() -> Orders:
    return Orders()


@pytest.fixture
def importer(database: Database, orders: Orders) -> Importer:
    judge = Judge(default_prefilter(), extract_unsure=True)
    inbox = Inbox(database, judge, SenderKeys("k"), orders)
    return Importer(database, inbox)


def held(database: Database, column: sa.ColumnElement[object] | object = Message.text) -> Sequence:
    with database.reading() as session:
        return session.scalars(sa.select(column).order_by(Message.id)).all()


def chat(folder: Path, text: str = CHAT, name: str = "WhatsApp Chat with Casting.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_message_is_stored_and_ordered_once(
    importer: Importer, database: Database, orders: Orders, tmp_path: Path
) -> None:
    """Importing the same chat twice adds nothing."""
    first = importer.run(chat(tmp_path))
    again = importer.run(chat(tmp_path))
    assert (first.messages, first.stored, first.error) == (1200, 1200, "")
    assert (again.messages, again.stored, again.error) == (1200, 0, "")
    assert len(held(database)) == 1200
    assert sorted(orders.messages) == sorted(held(database, Message.id))


def test_a_longer_export_of_the_same_chat_adds_what_is_new(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    importer.run(chat(tmp_path))
    longer = importer.run(chat(tmp_path, CHAT + f"09/03/2026, 10:00 - Ali: {CALL}\n", "again.txt"))
    assert longer.stored == 1
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Source)) == 1


def test_another_chat_is_another_source(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    importer.run(chat(tmp_path))
    importer.run(chat(tmp_path, f"09/03/2026, 10:00 - Ali: {CALL}\n", "other.txt"))
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Source)) == 2


def test_a_cancelled_import_goes_on_where_it_stopped(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    cancel = Event()

    def stop(progress: ImportProgress) -> None:
        cancel.set()

    path = chat(tmp_path)
    stopped = importer.run(path, stop, cancel=cancel)
    assert stopped.cancelled
    assert 0 < stopped.stored < 1200
    rest = importer.run(path)
    assert stopped.stored + rest.stored == 1200
    assert len(set(held(database))) == 1200
    with database.reading() as session:
        run = session.scalars(sa.select(ImportRun)).one()
        assert (run.state, run.read, run.stored) == ("done", 1200, 1200)


def test_names_are_kept_only_where_an_answer_may_be_needed(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    importer.run(
        chat(tmp_path, f"01/03/2026, 10:00 - Sara: {CALL}\n01/03/2026, 10:01 - Ali: صباح الخير\n")
    )
    with database.reading() as session:
        rows = session.execute(
            sa.select(Message.sender, Message.sender_key, Message.band).order_by(Message.id)
        ).all()
    assert rows[0].sender == "Sara"
    assert (rows[1].sender, rows[1].band) == (None, "skip")
    assert all(len(row.sender_key) == 32 for row in rows)


def test_what_no_database_takes_is_replaced_in_place(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    """Offsets stay true: one character for one."""
    text = CALL + " \0 \ud800 end"
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="ascii")
    report = importer.run(path)
    assert report.error == ""
    assert held(database) == [CALL + " \ufffd \ufffd end"]


def test_a_bad_file_is_one_sentence_and_leaves_nothing(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "junk.txt"
    path.write_bytes(bytes(range(256)) * 50)
    report = importer.run(path)
    assert report.error.endswith(".")
    assert report.run_id is None
    assert held(database, Message.id) == []


def zipped(folder: Path) -> Path:
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WhatsApp Chat with Casting.txt", CHAT + CHAT.replace("/03/", "/04/"))
        archive.writestr("extras/_chat.txt", CHAT.replace("Sara", "Omar"))
    return path


def test_every_chat_of_a_zip_is_a_source(
    database: Database, importer: Importer, tmp_path: Path
) -> None:
    """Read again, whole or one chat alone, it adds nothing."""
    report = importer.run(zipped(tmp_path))
    assert (report.error, report.stored) == ("", 3 * 1200)
    assert "2 chats: " in report.note
    with database.reading() as session:
        assert set(session.scalars(sa.select(Source.name))) == {"Casting", "extras"}
        assert set(session.scalars(sa.select(Message.run_id))) == {report.run_id}
    assert importer.run(zipped(tmp_path)).stored == 0
    assert importer.run(chat(tmp_path, CHAT.replace("Sara", "Omar"))).stored == 0
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Source)) == 2


def test_a_zip_cancelled_between_its_chats_goes_on(
    database: Database, importer: Importer, orders: Orders, tmp_path: Path
) -> None:
    """No message of any chat is lost or ordered twice."""
    path = zipped(tmp_path)
    cancel = Event()

    def stop(progress: ImportProgress) -> None:
        if progress.read > 2400:
            cancel.set()

    first = importer.run(path, stop, cancel=cancel)
    assert first.cancelled
    second = importer.run(path)
    assert second.run_id == first.run_id
    assert first.stored + second.stored == 3 * 1200
    assert len(set(orders.messages)) == len(orders.messages) == 3 * 1200
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Source)) == 2


def test_a_long_repeated_beginning_hides_nothing_that_follows(
    importer: Importer, database: Database, tmp_path: Path
) -> None:
    known = CHAT + CHAT.replace("/03/", "/04/")
    assert importer.run(chat(tmp_path, known)).stored == 2400
    again = importer.run(chat(tmp_path, known + CHAT.replace("/03/", "/05/"), "again.txt"))
    assert (again.messages, again.stored, again.error) == (3600, 1200, "")
    assert len(held(database)) == 3600
