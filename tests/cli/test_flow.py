"""The whole way by commands, each its own process, as scripts use them."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.desk import ROOT, Desk

DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
CALLS = [
    {
        "id": "m1",
        "text": "مطلوب ممثلين لإعلان تجاري\nالموقع: الرياض\nالأجر: ١٥٠٠ ريال\n"
        "للتواصل واتساب ٠٥٥٠٠٠١٢٣٤",
        "sent_at": "2026-11-01T10:00:00",
        "sender": "Sara",
    },
    {"id": "m2", "text": "صباح الخير يا جماعة", "sent_at": "2026-11-01T10:01:00", "sender": "Ali"},
    {
        "id": "m3",
        "text": "مطلوب ممثلين لإعلان تجاري 🎬\nالموقع: الرياض\nالأجر: ١٥٠٠ ريال\n"
        "للتواصل واتساب ٠٥٥٠٠٠١٢٣٤",
        "sent_at": "2026-11-02T10:00:00",
        "sender": "Omar",
    },
]


@pytest.fixture
def takeone(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "workspace")


def dump(folder: Path) -> Path:
    path = folder / "calls.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in CALLS), encoding="utf-8")
    return path


def test_from_a_dump_to_the_sites_table_and_back(takeone: Desk, tmp_path: Path) -> None:
    """Triage, approve, publish, undo: each step stands when the next process starts."""
    result = takeone.json("triage", str(dump(tmp_path)))
    assert result["files"][0]["messages"] == 3
    assert result["prefilter"]["skip"] == 1
    ids = [one for call in result["calls"] for one in call["message_ids"]]
    assert sorted(ids) == ["m1", "m3"]
    assert len({call["cluster"] for call in result["calls"]}) == 1

    approved = takeone.json("review", "approve", "--all-pending")
    assert approved["failures"] == []
    published = takeone.json("publish", "--wait")
    assert published["publications"] == {"live": 1}
    assert site_rows(tmp_path) == [("published", True)]

    takeone.json("review", "undo")
    takeone.json("publish", "--wait")
    assert site_rows(tmp_path) == [("withdrawn", True)]


def site_rows(folder: Path) -> list[tuple[str, bool]]:
    engine = sa.create_engine(f"sqlite:///{folder / 'workspace' / 'site.db'}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text('SELECT status, "isAggregated" FROM "CastingCall"'))
        found = [(row[0], bool(row[1])) for row in rows]
    engine.dispose()
    return found


def test_parse_prints_every_message(takeone: Desk) -> None:
    done = takeone.run("parse", str(DEMO), "--jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert len(lines) > 300
    assert set(lines[0]) == {"sent_at", "sender", "text", "kind"}
    assert {line["kind"] for line in lines} == {"message", "media", "deleted", "system"}


def test_prefilter_and_extract_answer_line_by_line(takeone: Desk) -> None:
    stdin = "".join(json.dumps({**one, "posted_at": one["sent_at"]}) + "\n" for one in CALLS)
    decisions = [json.loads(x) for x in takeone.run("prefilter", stdin=stdin).stdout.splitlines()]
    assert [one["id"] for one in decisions] == ["m1", "m2", "m3"]
    assert decisions[0]["band"] == "pass"
    assert set(decisions[0]["reasons"][0]) == {"term", "start", "end", "weight"}
    found = [json.loads(x) for x in takeone.run("extract", stdin=stdin).stdout.splitlines()]
    fields = found[0]["calls"][0]["fields"]
    assert fields["contact_info"]["value"] == "+966550001234"
    for value in fields.values():
        for evidence in value["evidence"] if value else []:
            assert CALLS[0]["text"][evidence["start"] : evidence["end"]] == evidence["text"]


def test_wrong_use_and_bad_files_have_their_exit_codes(takeone: Desk, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert takeone.run("triage", str(tmp_path / "missing.txt")).returncode == 2
    assert takeone.run("triage", str(empty)).returncode == 3
    assert takeone.run("triage", str(empty), str(dump(tmp_path))).returncode == 1
    bad = takeone.run("prefilter", stdin="{not json\n")
    assert bad.returncode == 3
    assert "Line 1" in bad.stderr
    assert "Traceback" not in bad.stderr


def test_the_demo_ends_with_calls_on_the_site(takeone: Desk) -> None:
    done = takeone.run("demo", "--json", code=0)
    assert "left for review" not in done.stderr  # what follows its cluster's head is no trouble
    result = json.loads(done.stdout)
    assert len(result["live"]) >= 10
    assert all(row["title"] for row in result["live"])


def test_the_doctor_finds_a_new_workspace_well(takeone: Desk) -> None:
    assert takeone.json("doctor")["ok"]
