"""`takeone dead-letters`: support without a window."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Message, Stage
from db.session import Database
from pipeline.errors import Invalid
from pipeline.jobs.dead import bury_message
from tests.cli.desk import ROOT, Desk

ERROR = "The answer breaks off."
CHAT = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace with eight letters of one cause, all of which can be read after all."""
    made = Desk(tmp_path_factory.mktemp("letters"))
    made.run("triage", str(CHAT), code=0)
    database = Database(f"sqlite:///{made.workspace}/workspace.db")
    with database.writing() as session:
        skipped = sa.select(Message.id).where(Message.stage == Stage.SKIPPED).limit(8)
        ids = list(session.scalars(skipped))
        session.execute(sa.update(Message).where(Message.id.in_(ids)).values(stage=Stage.WAITING))
        for one in ids:
            bury_message(session, one, "extract", Invalid(ERROR), "")
    database.close()
    return made


def test_causes_are_listed_resolved_taken_out_and_replayed(desk: Desk, tmp_path: Path) -> None:
    (cause,) = desk.json("dead-letters", "groups")["groups"]
    assert (cause["letters"], cause["error"]) == (8, ERROR)
    signature = cause["signature"]

    file = tmp_path / "letters.csv"
    desk.run("dead-letters", "export", str(file), "--signature", signature, code=0)
    with file.open(encoding="utf-8-sig", newline="") as rows:
        assert len(list(csv.DictReader(rows))) == 8

    given = ("dead-letters", "resolve", "--signature", signature)
    assert len(desk.json(*given, "--note", "spam")["resolved"]) == 8
    assert desk.json("dead-letters", "groups")["groups"] == []
    assert len(desk.json(*given, "--undo")["reopened"]) == 8

    done = desk.json("dead-letters", "replay", "--signature", signature, "--rate", "20")
    assert (done["verdict"], done["left"], done["failed_again"]) == ("done", 0, [])
    assert len(done["replayed"]) == 8
    assert len(done["canaries"]) == 5


def test_what_is_meant_must_be_said(desk: Desk) -> None:
    desk.run("dead-letters", "replay", "1", "--all", code=2)
    desk.run("dead-letters", "resolve", code=2)
    desk.run("dead-letters", "groups", "--state", "lost", code=2)
