"""Live sources by command: from a group's messages to calls that wait for review."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Call, Source, utc_now
from db.session import Database
from tests.cli.desk import Desk
from tests.servers.postgres import PostgresServer
from tests.servers.web import WebServer, failing
from tests.servers.whapi import TOKEN, WhapiStandIn, message

GROUP = "120363025246125486@g.us"
CALL = "مطلوب ممثلين لإعلان تجاري\nالموقع: الرياض\nالأجر: ١٥٠٠ ريال\nللتواصل واتساب ٠٥٥٠٠٠١٢٣٤"


@pytest.fixture
def whapi() -> Iterator[WebServer]:
    now = int(time.time())
    held = [message(1, now - 60, "صباح الخير"), message(2, now - 30, CALL)]
    with WhapiStandIn({GROUP: held}).serve() as server:
        yield server


def desk_on(workspace: str, whapi: WebServer, folder: Path) -> Desk:
    """A desk whose Whapi is the stand-in."""
    return Desk(
        workspace,
        secrets=(TOKEN,),
        TAKEONE_SERVICE_URLS=json.dumps({"Whapi": whapi.url}),
        TAKEONE_KEY_WHAPI=TOKEN,
        TAKEONE_FIRST_RUN_SECONDS="0",
        XDG_DATA_HOME=str(folder / "data"),
    )


@pytest.fixture
def desk(tmp_path: Path, whapi: WebServer) -> Desk:
    return desk_on(str(tmp_path / "ws"), whapi, tmp_path)


def test_a_source_is_tried_added_asked_and_kept(desk: Desk, whapi: WebServer) -> None:
    tried = desk.json("sources", "try", "whapi", GROUP)
    assert [one["band"] for one in tried["messages"]] == ["skip", "pass"]
    added = desk.json("sources", "add", "whapi", GROUP, "--name", "كاستنج الرياض")
    ran = desk.json("sources", "run", str(added["id"]))
    assert (ran["outcome"], ran["fetched"], ran["stored"], ran["passed"]) == ("ok", 2, 2, 1)
    again = desk.json("sources", "run", str(added["id"]))
    assert (again["fetched"], again["stored"]) == (0, 0)
    desk.json("sources", "pause", str(added["id"]))
    (source,) = desk.json("sources", "list")["sources"]
    assert (source["state"], source["name"]) == ("paused", "كاستنج الرياض")


def test_a_refused_key_is_told_and_ends_in_failure(desk: Desk, whapi: WebServer) -> None:
    added = desk.json("sources", "add", "whapi", GROUP)
    whapi.faults.append(failing(401))
    ran = desk.json("sources", "run", str(added["id"]), code=1)
    assert (ran["outcome"], "does not accept the key" in ran["error"]) == ("permanent", True)
    assert desk.json("sources", "list")["sources"][0]["state"] == "locked"


def test_wrong_input_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    for arguments, code in (
        (("sources", "add", "fax", "1"), 3),
        (("sources", "add", "whapi", "0550001234"), 3),
        (("sources", "add", "whapi", GROUP, "--setting", "days_back"), 2),
        (("sources", "run", "77"), 3),
        (("sources", "pause", "77"), 3),
    ):
        done = desk.run(*arguments)
        assert done.returncode == code, done.stderr
    listed = tmp_path / "list.csv"
    listed.write_text(f"adapter,identifier\nwhapi,{GROUP}\nwhapi,1\n", encoding="utf-8")
    report = desk.json("sources", "import", str(listed), code=1)
    assert (len(report["added"]), len(report["problems"])) == (1, 1)
    assert GROUP in desk.run("sources", "export").stdout


@pytest.mark.slow
def test_a_worker_fetches_extracts_and_stops_when_told(
    tmp_path: Path, whapi: WebServer, postgres_server: PostgresServer
) -> None:
    url = postgres_server.create_database()
    desk = desk_on(url, whapi, tmp_path)
    desk.json("sources", "add", "whapi", GROUP)
    database = Database(url)
    with database.writing() as session:
        session.execute(sa.update(Source).values(next_run_at=utc_now()))
    worker = desk.start("worker")
    try:
        ends = time.monotonic() + 60
        while True:
            with database.reading() as session:
                if session.scalar(sa.select(sa.func.count(Call.id))):
                    break
            assert time.monotonic() < ends, "the worker brought no call"
            time.sleep(0.1)
    finally:
        worker.send_signal(signal.SIGTERM)
        _, said = worker.communicate(timeout=40)
    assert worker.returncode == 0, said
    assert "nothing was lost" in said
    database.close()
    postgres_server.drop_database(url)
