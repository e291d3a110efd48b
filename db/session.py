"""Opens the workspace database and runs work in it: one writer, many readers."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

T = TypeVar("T")

log = logging.getLogger(__name__)

READERS = 6
POSTGRES_CONNECTIONS = 10
POSTGRES_WAIT_SECONDS = 20
POSTGRES_SILENCE_MS = 15_000
CHANNEL = "takeone_changed"
MOST_IDS = 500
"""A notification holds 8,000 bytes; of more rows than this only the kind is told."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of one kind that a transaction changed; `ids` empty means "many, look again"."""

    kind: str
    ids: tuple[int, ...] = ()


Listener = Callable[[Changed], None]


class Database:
    """The workspace. Reads and writes are functions of a session; writes are serialised
    on SQLite, which has one writer, and left to row locks and conditions on Postgres."""

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.origin = uuid.uuid4().hex
        """Tells what this process announced from what others did."""
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgres(self.url)
        self._readers = _sqlite(self.url, readonly=True) if self.is_sqlite else self.engine
        self._writing: AbstractContextManager[object] = (
            threading.RLock() if self.is_sqlite else nullcontext()
        )
        self.explain: Callable[[OperationalError | PoolTimeout], Exception] = lambda error: error
        """Turns what the database says when it fails into what is raised instead. Whoever opens
        the workspace knows its name, and how people are to be told."""
        self._pool = ThreadPoolExecutor(READERS, thread_name_prefix="db")
        self._listeners: list[Listener] = []

    def close(self) -> None:
        """Finish what runs and close every connection."""
        self._pool.shutdown(wait=True)
        if self._readers is not self.engine:
            self._readers.dispose()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that never writes."""
        with self._explained(), Session(self._readers, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone by an error, then announced."""
        with (
            self._explained(),
            self._writing,
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            if self.is_sqlite:
                # What this transaction reads must still hold when it writes.
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session
            changes: list[Changed] = session.info.get("changes", [])
            if not self.is_sqlite:
                _tell_others(session, self.origin, changes)
        for change in changes:
            self.broadcast(change)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, PoolTimeout) as error:
            if (told := self.explain(error)) is error:
                raise
            raise told from error

    async def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a thread with a reading session."""
        return await self._in_thread(self._read, work)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a thread, in one transaction."""
        return await self._in_thread(self._write, work)

    def ping(self) -> None:
        """See that it answers; raises what any read would."""
        with self.reading() as session:
            session.execute(sa.select(1))

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit that announced something, on the committing
        thread. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def broadcast(self, change: Changed) -> None:
        """Tell every listener of a committed change. One that fails is no failure of the
        commit, and keeps nobody else from hearing."""
        for listener in tuple(self._listeners):
            try:
                listener(change)
            except Exception:
                log.exception("a listener failed on a change of %s", change.kind)

    def _read(self, work: Callable[[Session], T]) -> T:
        with self.reading() as session:
            return work(session)

    def _write(self, work: Callable[[Session], T]) -> T:
        with self.writing() as session:
            return work(session)

    async def _in_thread(self, run: Callable[..., T], work: Callable[[Session], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, run, work)


def announce(session: Session, kind: str, *ids: int) -> None:
    """Have the session's commit broadcast `Changed(kind, ids)`."""
    session.info.setdefault("changes", []).append(Changed(kind, ids))


def _tell_others(session: Session, origin: str, changes: Iterable[Changed]) -> None:
    """Have this transaction's commit tell the other processes what it changed."""
    ids_of: dict[str, set[int]] = {}
    many = set()
    for change in changes:
        ids_of.setdefault(change.kind, set()).update(change.ids)
        if not change.ids:
            many.add(change.kind)
    for kind, ids in ids_of.items():
        told = () if kind in many or len(ids) > MOST_IDS else ids
        said = json.dumps([origin, kind, *told], separators=(",", ":"))
        session.execute(sa.select(sa.func.pg_notify(CHANNEL, said)))


def _sqlite(url: URL, *, readonly: bool = False) -> sa.Engine:
    engine = sa.create_engine(
        url, poolclass=QueuePool, pool_size=20, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _: Any) -> None:
        # The driver must open each transaction as a writer: upgrading a reader half-way
        # fails with "database is locked" however long the busy timeout is.
        connection.isolation_level = None if readonly else "IMMEDIATE"
        for pragma in (
            "busy_timeout=30000",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if readonly:
            connection.execute("PRAGMA query_only=ON")

    return engine


def _postgres(url: URL) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_size=POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_timeout=POSTGRES_WAIT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,  # people's words and numbers, which an error would put into the log
        connect_args={
            "options": "-c timezone=utc -c search_path=takeone,public",
            "connect_timeout": 5,
            # A server that was cut off says nothing; without this nobody notices for minutes.
            "tcp_user_timeout": POSTGRES_SILENCE_MS,
        },
    )
