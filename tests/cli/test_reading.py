"""What a dump leaves open is said on the command line."""

import json
from pathlib import Path

import pytest

from tests.cli.desk import Desk

CALL = "Casting call: actress for a film in Riyadh, SAR 500, contact 0550001234"
COLUMNS = ("--column", "text=Body", "--column", "sent_at=On", "--column", "sender=By")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "workspace")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "calls.csv"
    path.write_text(f'On,By,Body\n03/04/2026 10:00,Sara,"{CALL}"\n', encoding="utf-8")
    return path


def test_columns_and_the_order_of_dates_are_named(desk: Desk, table: Path) -> None:
    done = desk.run("parse", str(table), *COLUMNS, "--date-order", "mdy", code=0)
    assert json.loads(done.stdout) == {
        "sent_at": "2026-03-04T10:00:00",
        "sender": "Sara",
        "text": CALL,
        "kind": "message",
    }
    told = desk.json("triage", str(table), *COLUMNS, "--date-order", "mdy")
    (file,) = told["files"]
    assert (file["stored"], file["from"]) == (1, "2026-03-04T10:00:00")
    assert len(told["calls"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ("--column", "sender=By"),
        ("--column", "text=Body", "--column", "text=On"),
        ("--column", "words=Body"),
        ("--column", "Body"),
        ("--date-order", "ydm"),
    ],
)
def test_what_can_not_be_meant_is_refused(desk: Desk, table: Path, wrong: tuple[str, ...]) -> None:
    desk.run("parse", str(table), *wrong, code=2)


def test_a_head_that_is_not_there_is_told(desk: Desk, table: Path) -> None:
    done = desk.run("parse", str(table), "--column", "text=Said", code=3)
    assert "On, By, Body" in done.stderr
