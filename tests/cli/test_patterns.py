"""Terms by command: looked at, tried, applied, and brought back."""

import json
from pathlib import Path

import sqlalchemy as sa

from db.models import Message
from db.session import Database
from tests.cli.desk import Desk

WORD = "زغلول"
TEXTS = (
    "مطلوب ممثلات لإعلان عطور في جدة، الأجر ١٥٠٠ ريال، للتواصل واتساب 0550001234",
    f"xx {WORD} yy",
    "صباح الخير",
)


def test_a_change_is_tried_then_applied_then_taken_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "ws")
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join(json.dumps({"id": str(n), "text": t}) for n, t in enumerate(TEXTS)))
    desk.run("triage", str(dump), code=0)

    add = ("--add", f"cast:6:{WORD}")
    tried = desk.json("patterns", "backtest", *add)
    assert (tried["cases"], tried["caught"]["unknown"], tried["lost"]["unknown"]) == (3, 1, 0)
    assert tried["model_calls"] == 1
    applied = desk.json("patterns", "apply", *add, "--reason", "people say it")
    assert (applied["version"], applied["reason"], applied["changes"]) == (1, "people say it", 1)
    shown = desk.json("patterns", "show", WORD)["terms"][0]
    assert (shown["weight"], shown["found"], shown["own"]) == (6.0, 1, True)
    own = desk.json("patterns", "list", "--own")
    assert [one["id"] for one in own["terms"]] == [f"cast:{WORD}"]

    again = tmp_path / "again.jsonl"
    again.write_text(json.dumps({"id": "9", "text": f"zz {WORD}"}))
    desk.run("triage", str(again), code=0)
    desk.run("patterns", "report", "3", "--no-call", code=0)
    assert desk.json("patterns", "candidates", "--look")["candidates"] == []
    database = Database(f"sqlite:///{tmp_path / 'ws' / 'workspace.db'}")
    with database.reading() as session:
        bands = session.scalars(sa.select(Message.band).order_by(Message.id)).all()
    database.close()
    assert bands == ["pass", "skip", "skip", "pass"]
    assert desk.json("patterns", "restore", "0", "--reason", "too much")["version"] == 2
    told = desk.json("patterns", "versions")["versions"]
    assert [(one["version"], one["restored"]) for one in told] == [(2, 0), (1, None), (0, None)]
    assert told[1]["diff"][0]["what"] == "added"


def test_what_makes_no_change_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "ws")
    wrong = (
        (("--off", "nothing"), "no term", 2),
        (("--add", f"nothing:1:{WORD}"), "no topic", 3),
    )
    for options, complaint, code in wrong:
        done = desk.run("patterns", "backtest", *options, code=code)
        assert complaint in done.stderr
    done = desk.run("patterns", "apply", "--reason", "why", code=3)
    assert "Nothing would change" in done.stderr
