"""Batches by command, each command a process: sent, killed, collected, paid once."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Message, ModelCall
from db.session import Database
from tests.cli.desk import Desk
from tests.extraction.batch.conftest import text, think
from tests.servers.batches import BatchStandIn
from tests.servers.llm import KEY
from tests.servers.web import WebServer

MODEL = "claude-haiku-5-5"


def desk_on(folder: Path, server: WebServer) -> Desk:
    """A desk that has Claude answer dumps in batches."""
    desk = Desk(
        folder / "ws",
        secrets=(KEY,),
        TAKEONE_SERVICE_URLS=json.dumps({"anthropic": server.url}),
        TAKEONE_KEY_ANTHROPIC=KEY,
    )
    desk.run("models", "use", "anthropic", "--strong", MODEL, code=0)
    return desk


def dump(folder: Path, messages: int) -> str:
    path = folder / "dump.jsonl"
    lines = (json.dumps({"id": f"m{n}", "text": text(n)}) for n in range(messages))
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_dump_is_sent_in_a_batch_and_its_answers_collected_later(tmp_path: Path) -> None:
    service = BatchStandIn(think)
    with service.serve() as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "batch", "use", "dumps", code=0)
        told = desk.json("triage", dump(tmp_path, 30))
        assert told["calls"] == []
        assert (told["forecast"]["calls"], told["forecast"]["batch"]) == (30, True)
        (batch,) = told["batches"]
        assert (batch["state"], batch["requests"]) == ("sent", 30)
        for _ in range(4):
            (batch,) = desk.json("models", "batch", "collect")
        assert (batch["state"], batch["answered"], batch["returned"]) == ("collected", 30, 0)
        assert 0 < batch["usd"] < batch["estimated_usd"] * 3
        assert desk.json("models", "show")["today_usd"] == pytest.approx(batch["usd"])
        assert set(service.paid.values()) == {1}
        assert service.single == 0


def test_a_batch_can_be_cancelled(tmp_path: Path) -> None:
    service = BatchStandIn(think, looks=1000)
    with service.serve() as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "batch", "use", "dumps", code=0)
        desk.run("triage", dump(tmp_path, 3), code=0)
        (batch,) = desk.json("models", "batch", "cancel", "1")
        assert (batch["state"], batch["returned"]) == ("cancelled", 3)
        assert service.single == 3
        assert desk.run("models", "batch", "cancel", "1").returncode == 3


@pytest.mark.slow
@pytest.mark.timeout(500)
def test_no_answer_is_paid_twice_however_often_it_is_killed(tmp_path: Path) -> None:
    chance = random.Random(3)
    service = BatchStandIn(think, looks=1, cut=1)
    messages = 120
    with service.serve() as server:
        desk = desk_on(tmp_path, server)
        desk.run("models", "batch", "use", "dumps", code=0)
        path = dump(tmp_path, messages)
        for number in range(12):
            command = ("triage", path) if number < 5 else ("models", "batch", "collect")
            killed(desk.start(*command), chance.uniform(1.5, 6.0))
        desk.run("triage", path, code=0)
        collect_all(desk)
    database = Database(f"sqlite:///{tmp_path / 'ws' / 'workspace.db'}")
    with database.reading() as session:
        stages = set(session.scalars(sa.select(Message.stage)))
        paid = session.scalar(sa.select(sa.func.count()).select_from(ModelCall))
    database.close()
    assert stages == {"extracted"}
    assert len(service.paid) == messages
    assert set(service.paid.values()) == {1}
    assert paid == messages


def collect_all(desk: Desk) -> None:
    """Collect until every batch is over; one that may not have been sent is waited for."""
    ends = time.monotonic() + 240
    told = [{"finished_at": None}]
    while not all(one["finished_at"] for one in told):
        assert time.monotonic() < ends, told
        told = json.loads(desk.run("models", "batch", "collect", "--json").stdout)


def killed(process: subprocess.Popen[str], after: float) -> None:
    """Let it run for a while, then give it no chance to tidy up."""
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
