"""The durable job engine: the only file that knows dbos, and where its traps are closed.

A job is one dbos workflow per attempt. The attempt's outcome is decided here: done, tried
again later as a new workflow (so that waiting holds no slot), or handed to `bury` with its
cause. What dbos stores is ids only; all state people see lies in our own tables.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from dbos._migration import get_migration_versions, get_sqlite_migration_versions
from dbos._queue import QueueRateLimit
from dbos._serialization import DefaultSerializer
from dbos._sys_db import SystemDatabase
from sqlalchemy.orm import Session

from db.queries import engine as engine_rows
from db.session import Database
from pipeline.errors import TakeOneError, Unavailable
from pipeline.jobs.job import FailedJob, Failure, Handler, Job, Queue, judge
from pipeline.jobs.peers import Peers

APP = "takeone"
VERSION = "pipeline-1"
"""Raised only when a handler's meaning changes: a hash of the code would strand old work."""

BUSY_POLL = 0.1
IDLE_POLL = 1.0


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """How much of a queue runs at once, and how often a job may start."""

    concurrency: int
    per_second: int | None = None


DEFAULT_QUEUES: Mapping[Queue, QueueSettings] = {
    Queue.EXTRACT: QueueSettings(5, 10),
    Queue.PUBLISH: QueueSettings(8),
    Queue.MAINTENANCE: QueueSettings(1),
}

Bury = Callable[[FailedJob], None]


class JobEngine:
    """Runs jobs for one process. Enqueueing works whether or not the engine is started.

    `start` and `stop` block and must not be called on a thread that runs an event loop:
    dbos would put its workflows on that loop.
    """

    def __init__(
        self,
        database: Database,
        *,
        executor: str,
        queues: Mapping[Queue, QueueSettings] = DEFAULT_QUEUES,
    ) -> None:
        self._database = database
        self._handlers: dict[str, Handler] = {}
        self._bury: Bury | None = None
        self._executor = executor
        self._queues = dict(queues)
        self._client: DBOSClient | None = None
        self._stopping = threading.Event()
        self._pacer: threading.Thread | None = None
        self._peers = None if database.is_sqlite else Peers(database, executor)
        _refuse_pickle()

    @property
    def running(self) -> bool:
        """Whether this process takes jobs."""
        return self._pacer is not None

    def serve(self, handlers: Iterable[Handler], bury: Bury) -> None:
        """Say, before `start`, which kinds of job there are and who keeps the failed ones."""
        self._handlers = {handler.name: handler for handler in handlers}
        self._bury = bury

    def prepare(self) -> None:
        """Create the engine's tables if the workspace is new, and bring older ones, or some that
        a crash left half made, to this engine's state."""
        if engine_rows.prepared(self._database) and not self._behind():
            return
        system = SystemDatabase.create(
            system_database_url=self._database.url.render_as_string(hide_password=False),
            engine_kwargs={},
            engine=self._database.engine,
            schema=engine_rows.schema(self._database),
            serializer=DBOSPortableJSONSerializer(),
            executor_id=None,
            use_listen_notify=False,
        )
        system.run_migrations()

    def _behind(self) -> bool:
        # On Postgres each migration is a transaction of its own, so a crash can fall between two.
        engine = self._database.engine
        if self._database.is_sqlite:
            recorded, newest = get_sqlite_migration_versions(engine)
        else:
            recorded, newest = get_migration_versions(
                engine, engine_rows.POSTGRES_SCHEMA, use_listen_notify=False
            )
        return recorded < newest

    def enqueue(self, session: Session, job: Job, *, attempt: int = 1, delay: float = 0) -> None:
        """Add a job within the caller's transaction; a job already known is left as it is."""
        options: Any = {
            "workflow_name": job.handler,
            "queue_name": job.queue.value,
            "workflow_id": job.id(attempt),
            "app_version": VERSION,
            "priority": job.priority,
        }
        if delay:
            options["delay_seconds"] = delay
        envelope = {
            "key": job.key,
            "payload": dict(job.payload),
            "priority": job.priority,
            "attempt": attempt,
        }
        self._connected().enqueue_in_transaction(session, options, envelope)

    def start(self) -> None:
        """Take jobs until `stop`. Work a killed process left behind is taken up again."""
        _check_sqlite()
        self.prepare()
        self._stopping.clear()
        _own_logger()
        if self._peers:
            self._peers.enter()
        DBOS(
            config={
                "name": APP,
                "application_version": VERSION,
                "executor_id": self._executor,
                "system_database_engine": self._database.engine,
                "dbos_system_schema": engine_rows.schema(self._database),
                "serializer": DBOSPortableJSONSerializer(),
                "use_listen_notify": False,
                "enable_otlp": False,
                "log_level": "WARNING",
            }
        )
        for handler in self._handlers.values():
            DBOS.workflow(name=handler.name, max_recovery_attempts=20)(self._workflow(handler))
        DBOS.launch()
        for queue, settings in self._queues.items():
            DBOS.register_queue(
                queue.value,
                worker_concurrency=settings.concurrency,
                limiter=_limiter(settings),
                polling_interval_sec=BUSY_POLL,
                on_conflict="never_update",
            )
            self._fit(queue)  # it may be registered since a time when it was narrower
        self._pacer = threading.Thread(target=self._pace, name="engine-pace", daemon=True)
        self._pacer.start()

    def stop(self, drain: float = 30.0) -> None:
        """Take no more work, let what runs finish for up to `drain` seconds, then end.

        What is cut off is taken up again at the next start.
        """
        if self._pacer is None:
            return
        self._stopping.set()
        self._pacer.join()
        self._pacer = None
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=int(drain))
        if self._peers:
            self._peers.leave()
        if self._client is not None:
            self._client.destroy()
            self._client = None

    def pause(self, queue: Queue) -> None:
        """Start no more jobs of a queue, also after a restart, until `resume`."""
        self._set_concurrency(queue, 0)

    def resume(self, queue: Queue) -> None:
        """Go on with a paused queue."""
        self._set_concurrency(queue, self._queues[queue].concurrency)

    def widen(self, queue: Queue, settings: QueueSettings) -> None:
        """Run so much of a queue from now on, in every process of the workspace. A paused queue
        stays paused, and is so wide once it is resumed."""
        if settings != self._queues[queue]:
            self._queues[queue] = settings
            self._fit(queue)

    def cancel(self, job_id: str) -> None:
        """Take a waiting job out of its queue; one that already runs is left to finish."""
        self._connected().cancel_workflow(job_id)

    def open_jobs(self, *queues: Queue) -> int:
        """How many jobs wait or run, in all queues or in those named. Maintenance that is
        ordered for later is none of them: some of it comes back as long as the program lives."""
        with self._database.reading() as session:
            return engine_rows.open_jobs(session, [one.value for one in queues], Queue.MAINTENANCE)

    def wait_idle(self, *queues: Queue, timeout: float | None = None) -> bool:
        """Wait until nothing is open; False when `timeout` seconds were not enough."""
        ends = None if timeout is None else time.monotonic() + timeout
        while self.open_jobs(*queues):
            if ends is not None and time.monotonic() > ends:
                return False
            time.sleep(0.05)
        return True

    def _connected(self) -> DBOSClient:
        if self._client is None:
            self.prepare()
            self._client = DBOSClient(
                system_database_engine=self._database.engine,
                dbos_system_schema=engine_rows.schema(self._database),
                application_name=APP,
                serializer=DBOSPortableJSONSerializer(),
            )
        return self._client

    def _fit(self, queue: Queue) -> None:
        """Give a registered queue the width it should have, unless it is paused."""
        found, settings = self._connected().retrieve_queue(queue.value), self._queues[queue]
        if found is None:
            return
        if found.limiter != _limiter(settings):
            found.set_limiter(_limiter(settings))
        if found.worker_concurrency not in (0, settings.concurrency):
            found.set_worker_concurrency(settings.concurrency)

    def _set_concurrency(self, queue: Queue, value: int) -> None:
        found = self._connected().retrieve_queue(queue.value)
        if found is None:
            raise Unavailable(f"The queue {queue} is not known yet; start the pipeline once.")
        found.set_worker_concurrency(value)

    def _workflow(self, handler: Handler) -> Callable[..., Any]:
        async def attempt(envelope: dict[str, Any]) -> str:
            job = Job(
                handler.name,
                handler.queue,
                envelope["key"],
                envelope["payload"],
                envelope["priority"],
            )
            try:
                async with asyncio.timeout(handler.timeout):
                    await handler.run(job.payload)
            except Exception as error:
                return await asyncio.to_thread(
                    self._failed, handler, job, envelope["attempt"], error
                )
            return "done"

        attempt.__qualname__ = attempt.__name__ = handler.name
        return attempt

    def _failed(self, handler: Handler, job: Job, attempt: int, error: Exception) -> str:
        """Decide what follows a failed attempt, and do it in one transaction."""
        failure = judge(error)
        wait = handler.retry.wait_after(attempt) if failure is Failure.TRANSIENT else None
        if wait is not None:
            with self._database.writing() as session:
                self.enqueue(session, job, attempt=attempt + 1, delay=wait)
            return "retry"
        assert self._bury is not None
        self._bury(
            FailedJob(
                job=job,
                failure=failure,
                error=_sentence(error, handler),
                traceback="".join(traceback.format_exception(error)),
                attempts=attempt,
            )
        )
        return "dead"

    def _pace(self) -> None:
        """Poll fast while there is work and slowly when idle; recover dead peers' jobs."""
        interval = BUSY_POLL
        while not self._stopping.wait(0.5):
            try:
                wanted = BUSY_POLL if self.open_jobs() else IDLE_POLL
                if wanted != interval:
                    self._set_pace(wanted)
                    interval = wanted
                if self._peers:
                    self._peers.recover(DBOS._recover_pending_workflows)
            except Exception:
                # A database that is away comes back; the pacer must still be there then.
                logging.getLogger(__name__).exception("engine pacing failed")

    def _set_pace(self, seconds: float) -> None:
        for queue in self._queues:
            found = DBOS.retrieve_queue(queue.value)
            if found is not None:
                found.set_polling_interval_sec(seconds)


def _limiter(settings: QueueSettings) -> QueueRateLimit | None:
    limit = settings.per_second
    return {"limit": limit, "period": 1.0} if limit else None


def _sentence(error: Exception, handler: Handler) -> str:
    if isinstance(error, TakeOneError):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"{handler.name} took longer than {handler.timeout:g} s."
    return f"{type(error).__name__}: {error}"


def _check_sqlite() -> None:
    if sys.version_info >= (3, 12) and sqlite3.sqlite_version_info < (3, 42):
        raise Unavailable(
            f"Python {sys.version_info.major}.{sys.version_info.minor} here comes with SQLite "
            f"{sqlite3.sqlite_version}; the job engine needs 3.42 or newer. "
            "Install a newer SQLite, or use Python 3.11."
        )


def _refuse_pickle() -> None:
    """A row marked as pickled would be unpickled, that is: run. We write none, so refuse all."""

    def refuse(*_: Any) -> NoReturn:
        raise ValueError("pickled job data is refused")

    DefaultSerializer.serialize = refuse  # type: ignore[assignment,method-assign]
    DefaultSerializer.deserialize = refuse  # type: ignore[assignment,method-assign]


def _own_logger() -> None:
    """dbos prints to the console by itself; its warnings belong in our log."""
    logger = logging.getLogger("dbos")
    logger.handlers[:] = logging.getLogger("pipeline").handlers or [logging.NullHandler()]
    logger.propagate = False
