"""Takes over the jobs of workers that died, on a database many workers share.

Every worker holds an advisory lock named after its executor id for as long as it lives; the
server frees it when the process is gone, however it went. Whoever gets a peer's lock may
recover that peer's jobs, and nobody else can at the same time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from db.queries import engine as engine_rows
from db.queries import monitor
from db.session import Database

EVERY_SECONDS = 5.0


class Peers:
    """One worker's place among its peers."""

    def __init__(self, database: Database, executor: str) -> None:
        self._database = database
        self._executor = executor
        self._held: sa.Connection | None = None
        self._next = 0.0

    def enter(self) -> None:
        """Hold our own lock; call before any job is taken."""
        self._held = self._database.engine.connect()
        self._held.execution_options(isolation_level="AUTOCOMMIT")
        engine_rows.try_lock(self._held, self._executor)
        self._beat()

    def leave(self) -> None:
        """Give the lock back."""
        if self._held is not None:
            engine_rows.unlock(self._held, self._executor)
            self._held.close()
            self._held = None
            with self._database.writing() as session:
                monitor.rest(session, self._executor)

    def recover(self, take_over: Callable[[list[str]], Any]) -> None:
        """Every few seconds, take over the jobs of each peer whose lock is free."""
        if self._held is None or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        self._beat()
        for peer in engine_rows.executors_with_pending(self._held):
            if peer != self._executor and engine_rows.try_lock(self._held, peer):
                try:
                    take_over([peer])
                finally:
                    engine_rows.unlock(self._held, peer)

    def _beat(self) -> None:
        """Let the others see that this worker lives."""
        with self._database.writing() as session:
            monitor.beat(session, self._executor)
