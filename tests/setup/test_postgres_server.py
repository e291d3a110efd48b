"""The tests' own Postgres keeps the promises that outage tests lean on."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.servers.postgres import HOST, USER, PostgresServer
from tests.servers.postgres_binaries import wheel_binaries

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with PostgresServer() as running:
        yield running


def execute(url: str, statement: str) -> object:
    """Run one statement in a transaction of its own; return its first value, if any."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        result = connection.execute(sa.text(statement))
        return result.scalar() if result.returns_rows else None


def test_each_test_has_its_own_database(server: PostgresServer) -> None:
    """What one database is told, another does not know."""
    one, two = server.create_database(), server.create_database()
    execute(one, "CREATE TABLE mark (n int)")
    assert execute(one, "SELECT to_regclass('mark')::text") == "mark"
    assert execute(two, "SELECT to_regclass('mark')::text") is None


def test_a_copy_has_what_its_template_had(server: PostgresServer) -> None:
    """A database made from a template starts with the template's rows."""
    template = server.create_database()
    execute(template, "CREATE TABLE mark AS SELECT 7 AS n")
    copy = server.create_database(template)
    execute(template, "UPDATE mark SET n = 8")
    assert execute(copy, "SELECT n FROM mark") == 7


def test_a_wrong_password_is_refused(server: PostgresServer) -> None:
    """Nobody gets in without the password, neither by port nor by socket."""
    for host in (HOST, str(server.socket_folder)):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=host, port=server.port, user=USER, password="x", dbname="postgres")


def test_times_are_utc_and_text_is_unicode(server: PostgresServer) -> None:
    """The server is set as the site's: UTC, UTF-8."""
    assert execute(server.url(), "SHOW timezone") == "UTC"
    assert execute(server.url(), "SELECT length('ممثلة 🎬')") == 7


@pytest.mark.parametrize("outage", ["stop", "kill"])
def test_an_outage_ends_on_the_same_port_with_every_commit(
    server: PostgresServer, outage: str
) -> None:
    """While it is down clients are refused; afterwards the same URL has what was committed."""
    url = server.create_database()
    execute(url, "CREATE TABLE mark AS SELECT 7 AS n")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        getattr(server, outage)()
        with pytest.raises(sa.exc.OperationalError):
            connection.execute(sa.text("SELECT n FROM mark"))
        connection.invalidate()
    with pytest.raises(sa.exc.OperationalError):
        execute(url, "SELECT n FROM mark")
    server.start()
    assert execute(url, "SELECT n FROM mark") == 7
    engine.dispose()


def test_a_database_is_dropped_under_its_users(server: PostgresServer) -> None:
    """Dropping does not wait for a connection somebody forgot."""
    url = server.create_database()
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        server.drop_database(url)
        connection.invalidate()
    with pytest.raises(sa.exc.OperationalError, match="does not exist"):
        execute(url, "SELECT 1")


def test_nothing_is_left_behind() -> None:
    """After the block neither a server nor a folder remains."""
    with PostgresServer() as server:
        assert listening(server.port)
        assert server.socket_folder.exists()
    assert not listening(server.port)
    assert not server.socket_folder.exists()


def test_the_wheels_server_works_too() -> None:
    """Where Debian has no Postgres, the one in the wheel does the same."""
    with PostgresServer(wheel_binaries()) as server:
        assert execute(server.create_database(), "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")
def test_a_server_starts_from_a_closed_environment(tmp_path: Path) -> None:
    """Programs in a folder that is closed to the server's account are copied and run."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = wheel_binaries().parents[1]
    for original in (package, package.with_name(f"{package.name}.libs")):
        (closed / original.name).symlink_to(original)
    with PostgresServer(closed / wheel_binaries().relative_to(package.parent)) as server:
        assert execute(server.create_database(), "SELECT 1") == 1


def test_a_missing_server_is_named(tmp_path: Path) -> None:
    """Without any Postgres the message says what to install."""
    with (
        pytest.raises(RuntimeError, match="install Debian's package postgresql"),
        PostgresServer(tmp_path),
    ):
        pass


def test_a_killed_test_run_leaves_no_server() -> None:
    """Even after kill -9 of the tests, the server ends and its folder goes."""
    program = (
        "from tests.servers.postgres import PostgresServer\n"
        "with PostgresServer() as server:\n"
        "    print(server.port, server.socket_folder, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        assert tests.stdout is not None
        port, folder = tests.stdout.readline().split()
        assert listening(int(port))
        tests.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not listening(int(port))


def listening(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex((HOST, port)) == 0
