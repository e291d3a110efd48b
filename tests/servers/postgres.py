"""A real Postgres for tests: private, on loopback, gone when its block ends."""

import contextlib
import itertools
import random
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from tests.servers.postgres_binaries import ENVIRONMENT, Account, known_places, runnable

HOST = "127.0.0.1"
USER = "takeone_owner"
START_SECONDS = 30
STOP_SECONDS = 30
LONGEST_FOLDER = 60  # a socket's path may have 107 bytes at most

# Only the machine's own crash is given up for speed. A commit still reaches the kernel
# before it is answered, so `kill` loses nothing that a real crash of Postgres would keep.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# Outlives us by a moment: when the pipe closes, also because we were killed, it stops
# the server and removes its folder.
WATCH = """
read -r _
if read -r pid 2>/dev/null < "$1/data/postmaster.pid"; then
    kill -INT "$pid" 2>/dev/null
    for _ in $(seq 600); do
        [ -e "$1/data/postmaster.pid" ] || break
        sleep 0.05
    done
fi
rm -rf "$1"
"""


class PortTakenError(RuntimeError):
    """Somebody listens on the port we were about to use."""


class PostgresServer:
    """A Postgres that tests may stop, kill and start again on the same port.

    `binaries` names the folder with `initdb` and `postgres`; without it they are found.
    """

    def __init__(self, binaries: Path | None = None) -> None:
        self.port = 0
        self.password = secrets.token_urlsafe(12)
        self._places = [binaries] if binaries else known_places()
        self._account = Account.fitting()
        self._names = (f"takeone_{number}" for number in itertools.count(1))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PostgresServer":
        self._folder = self._make_folder()
        self._watch = subprocess.Popen(
            ["/bin/sh", "-c", WATCH, "sh", str(self._folder)],
            stdin=subprocess.PIPE,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=True,  # Ctrl-C in the terminal is not meant for the server
        )
        try:
            self._binaries = runnable(self._places, self._account, self._folder)
            self._create_cluster()
            self._start_on_a_free_port()
        except BaseException:
            self._clean_up()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clean_up()

    @property
    def socket_folder(self) -> Path:
        return self._folder

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's address of one database, for the server's owner."""
        return f"postgresql+psycopg://{USER}:{quote(self.password)}@{HOST}:{self.port}/{database}"

    def create_database(self, template: str | None = None) -> str:
        """Create an empty database, or a copy of the one at the URL `template`; return its URL.

        Nobody may be connected to the template meanwhile: dispose of its engine first.
        """
        name = next(self._names)
        source = urlsplit(template).path.lstrip("/") if template else "template0"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        return self.url(name)

    def drop_database(self, url: str) -> None:
        """Drop the database at `url`, also under its users' feet."""
        name = sql.Identifier(urlsplit(url).path.lstrip("/"))
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def start(self) -> None:
        """Start again on the same port, and return when a log-in works."""
        if self.running:
            return
        settings = [part for key, value in FAST.items() for part in ("-c", f"{key}={value}")]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    *(self._binaries / "postgres", "-D", self._folder / "data"),
                    *("-h", HOST, "-p", str(self.port), "-k", self._folder),
                    *settings,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                start_new_session=True,
                **self._account.switch,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Shut down as an operator would: clients are told and thrown out."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Shut down as a crash would: nothing is finished, the next start recovers."""
        # SIGKILL would leave the sessions' processes to run on for a moment.
        self._end(signal.SIGQUIT)

    def _make_folder(self) -> Path:
        """A folder of the account's own, where it can reach it."""
        for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
            if len(parent) <= LONGEST_FOLDER and self._account.can_enter(Path(parent)):
                folder = Path(tempfile.mkdtemp(prefix="takeone-pg-", dir=parent))
                self._account.own(folder)
                return folder
        raise RuntimeError("No temporary folder is open to the account that runs Postgres.")

    def _create_cluster(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self.password)
        self._account.own(secret)
        made = subprocess.run(
            [
                *(self._binaries / "initdb", "-D", self._folder / "data", "-U", USER),
                *("--pwfile", secret, "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale=C", "--no-sync"),
            ],
            cwd=self._folder,
            capture_output=True,
            text=True,
            **self._account.switch,
        )
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")

    def _start_on_a_free_port(self) -> None:
        """Settle on a port: somebody may take a free one before Postgres does."""
        for _ in range(3):
            self.port = _free_port()
            with contextlib.suppress(PortTakenError):
                return self.start()
        raise RuntimeError("Three free ports in a row were taken before Postgres had them.")

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not self.running:
                raise self._failure()
            with contextlib.suppress(psycopg.OperationalError):
                return self._run(sql.SQL("SELECT 1"))
            time.sleep(0.03)
        raise RuntimeError(f"Postgres took over {START_SECONDS} s: {self._log()}")

    def _failure(self) -> RuntimeError:
        """Why the server ended while starting."""
        log = self._log()
        if "Address already in use" in log:
            return PortTakenError(f"Port {self.port} is taken.")
        return RuntimeError(f"Postgres ended while starting: {log}")

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(
            host=HOST,
            port=self.port,
            user=USER,
            password=self.password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._process.wait(STOP_SECONDS)
        self._process = None

    def _clean_up(self) -> None:
        self.kill()
        self._watch.communicate()

    def _log(self) -> str:
        """The log's end, as said since the last start."""
        return (self._folder / "log").read_text(errors="replace")[-2000:]


def _free_port() -> int:
    """A port below those the system hands out, so that it is still ours after an outage."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port
