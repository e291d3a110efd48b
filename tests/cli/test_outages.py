"""What everything stands on goes away, and comes back: nothing is lost, nothing half-written."""

import json
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Message
from db.session import Database
from tests.cli.desk import Desk
from tests.jobs.test_crash import CITIES, ROLES, WORK
from tests.servers.postgres import PostgresServer

MESSAGES = 4_000


def desk_on(workspace: Path | str, site: str, folder: Path) -> Desk:
    """A desk that publishes to `site`."""
    data = str(folder / "data")
    return Desk(workspace, TAKEONE_PUBLIC_URL=site, XDG_DATA_HOME=data)


def dump(path: Path, messages: int = MESSAGES) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(messages):
            text = f"صباح الخير يا جماعة {number} " + "كلام " * 40
            if number % 40 == 0:
                text = call(number // 40)
            file.write(json.dumps({"id": f"m{number}", "text": text}) + "\n")
    return path


def call(number: int) -> str:
    """A call like no other of a hundred."""
    role, city = ROLES[number % len(ROLES)], CITIES[number // len(ROLES) % len(CITIES)]
    return (
        f"مطلوب {role} لتصوير {WORK[number // 40 % len(WORK)]}\nالموقع: {city}\n"
        f"للتواصل: 0550001{number:03}"
    )


@pytest.fixture
def shared_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database for a shared workspace."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


def count(url: str) -> int:
    database = Database(url)
    try:
        with database.reading() as session:
            return session.scalar(sa.select(sa.func.count(Message.id))) or 0
    finally:
        database.close()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not come true in time"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"password": "hunter2secret"}, "refuses this user or password"),
        ({"username": "nobody"}, "refuses this user or password"),
        ({"database": "nowhere"}, "There is no database"),
    ],
)
def test_a_wrong_address_of_a_shared_workspace_is_told_apart(
    tmp_path: Path, shared_url: str, wrong: dict[str, str], says: str
) -> None:
    url = sa.make_url(shared_url).set(**wrong).render_as_string(hide_password=False)
    done = desk_on(url, f"sqlite:///{tmp_path / 'site.db'}", tmp_path).run("review", "list")
    assert done.returncode == 3
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(sa.make_url(url).password) not in done.stderr


def test_a_wrong_password_of_the_site_is_told_and_nothing_is_lost(
    tmp_path: Path, prisma_url: str
) -> None:
    wrong = sa.make_url(prisma_url).set(password="hunter2secret")
    workspace = str(tmp_path / "ws")
    desk = desk_on(workspace, wrong.render_as_string(hide_password=False), tmp_path)
    assert desk.run("triage", str(dump(tmp_path / "d.jsonl", 80))).returncode == 0
    assert desk.run("review", "approve", "--all-pending").returncode == 0
    doctor = desk.run("doctor")
    assert (doctor.returncode, "refuses this user or password" in doctor.stdout) == (1, True)
    assert desk.run("publish", "--wait", "--timeout", "2").returncode == 3

    right = desk_on(workspace, prisma_url, tmp_path)
    done = right.run("publish", "--wait", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["publications"] == {"live": 2}


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_server_that_goes_away_half_way_costs_nothing(
    tmp_path: Path, postgres_server: PostgresServer, shared_url: str
) -> None:
    desk = desk_on(shared_url, f"sqlite:///{tmp_path / 'site.db'}", tmp_path)
    path = str(dump(tmp_path / "dump.jsonl"))
    assert desk.run("review", "list").returncode == 0  # makes the workspace
    process = desk.start("triage", path)
    until(lambda: count(shared_url) > 0)
    postgres_server.stop()
    try:
        _, said = process.communicate(timeout=120)
    finally:
        postgres_server.start()
    assert process.returncode == 3, said
    assert "Traceback" not in said
    assert "does not answer" in said
    assert 0 < count(shared_url) < MESSAGES

    again = desk.run("triage", path, "--json")
    assert again.returncode == 0, again.stderr
    assert count(shared_url) == MESSAGES
    assert len(json.loads(again.stdout)["calls"]) == MESSAGES // 40


@pytest.mark.slow
def test_a_site_that_is_away_is_waited_for(
    tmp_path: Path, postgres_server: PostgresServer, prisma_url: str
) -> None:
    desk = desk_on(str(tmp_path / "ws"), prisma_url, tmp_path)
    assert desk.run("triage", str(dump(tmp_path / "d.jsonl", 400))).returncode == 0
    assert desk.run("review", "approve", "--all-pending").returncode == 0
    postgres_server.stop()
    try:
        away = desk.run("publish", "--wait", "--timeout", "1")
        assert away.returncode == 3
        assert "stays in the queue" in away.stderr
        waiting = desk.start("publish", "--wait", "--json")
        time.sleep(3)
    finally:
        postgres_server.start()
    out, err = waiting.communicate(timeout=150)
    assert waiting.returncode == 0, err
    assert json.loads(out)["publications"] == {"live": 10}
    assert desk.run("dead-letters", "list", "--json").stdout.count('"id"') == 0


@pytest.mark.slow
def test_a_full_disk_stops_the_work_and_it_goes_on_from_there(tmp_path: Path) -> None:
    def little_room() -> None:
        # A file that may grow no further is what a full disk looks like from inside.
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_200_000, 1_200_000))

    workspace = tmp_path / "ws"
    desk = desk_on(str(workspace), f"sqlite:///{tmp_path / 'site.db'}", tmp_path)
    path = str(dump(tmp_path / "dump.jsonl"))
    full = desk.run("triage", path, preexec_fn=little_room)
    assert full.returncode == 3, full.stderr
    assert "full" in full.stdout

    again = desk.run("triage", path, "--json")
    assert again.returncode == 0, again.stderr
    assert count(f"sqlite:///{workspace / 'workspace.db'}") == MESSAGES
    assert len(json.loads(again.stdout)["calls"]) == MESSAGES // 40
