"""Takes over the jobs of workers that died, on a database many workers share.

Every worker holds an advisory lock named after its executor id for as long as it lives; the
server frees it when the process is gone, however it went. Whoever gets a peer's lock may
recover that peer's jobs, and nobody else can at the same time.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from db.queries import engine as engine_rows
from db.queries import monitor
from db.session import Database
from pipeline.errors import Unavailable

EVERY_SECONDS = 5.0

log = logging.getLogger(__name__)


class Peers:
    """One worker's place among its peers."""

    def __init__(self, database: Database, executor: str) -> None:
        self._database = database
        self._executor = executor
        self._held: sa.Connection | None = None
        self._next = 0.0

    def enter(self) -> None:
        """Hold our own lock; call before any job is taken."""
        self._hold()
        self._beat()

    def _hold(self) -> None:
        held = self._database.engine.connect()
        held.execution_options(isolation_level="AUTOCOMMIT")
        engine_rows.try_lock(held, self._executor)
        self._held = held

    def _let_go(self) -> None:
        # The server frees our locks with the connection, whatever state that is in.
        if self._held is not None:
            self._held.invalidate()
            self._held.close()
            self._held = None

    def leave(self) -> None:
        """Give the lock back."""
        if self._held is None:
            return
        self._let_go()
        try:
            with self._database.writing() as session:
                monitor.rest(session, self._executor)
        except Unavailable:
            log.warning("could not say good-bye; the others notice in a moment")

    def recover(self, take_over: Callable[[list[str]], Any]) -> None:
        """Every few seconds, take over the jobs of each peer whose lock is free."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        try:
            self._recover(take_over)
        except SQLAlchemyError:
            # A connection that broke is never good again, and our lock went with it.
            self._let_go()
            raise

    def _recover(self, take_over: Callable[[list[str]], Any]) -> None:
        if self._held is None:
            self._hold()
        assert self._held is not None
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
