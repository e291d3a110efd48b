"""The trace by command: found by anything, told to people and to scripts."""

import json
from pathlib import Path

from tests.cli.desk import Desk

TEXTS = ("صباح الخير", "مطلوب ممثلات لإعلان عطور في جدة، الأجر ١٥٠٠ ريال، واتساب 0550001234")


def test_a_message_is_traced_by_its_number_and_by_words(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "ws")
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join(json.dumps({"id": str(n), "text": t}) for n, t in enumerate(TEXTS)))
    desk.run("triage", str(dump), code=0)

    told = desk.json("trace", "+966 55 000 1234")
    assert told["message_id"] == 2
    assert [step["what"] for step in told["steps"]][-2:] == ["job", "read"]
    assert desk.json("trace", "call:1") == told
    assert "job done" in desk.run("trace", "عطور", code=0).stdout
    nothing = desk.run("trace", "zzz", code=1)
    assert "Nothing in this workspace is, or says, “zzz”." in nothing.stderr
