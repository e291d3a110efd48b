"""`takeone queue`: the queues without a window."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import ROOT, Desk

CHAT = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"


def test_the_queues_are_watched_stopped_and_started(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "work")
    desk.run("triage", str(CHAT), code=0)
    told = desk.json("queue", "status")
    assert [one["queue"] for one in told["queues"]] == ["extract", "publish", "maintenance"]
    assert told["ended"] > 0
    assert told["run_ms"]["p50"] >= 0
    jobs = desk.json("queue", "jobs", "--state", "done", "--queue", "extract")["jobs"]
    assert jobs
    assert jobs[0]["worker"] == "desk"

    desk.run("queue", "pause", "extract", code=0)
    assert desk.json("queue", "status", "--over", "day")["queues"][0]["paused"]
    desk.run("queue", "resume", "extract", code=0)
    assert not desk.json("queue", "status")["queues"][0]["paused"]

    desk.run("queue", "pause", "lost", code=2)
    desk.run("queue", "jobs", "--state", "lost", code=2)
