"""Carries announced changes from one process to the others that share a Postgres workspace.

An embedded workspace has one process at a time, whose own broadcasts are all there is.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable

import psycopg

from db.session import CHANNEL, Changed, Database

LOOK_EVERY = 0.5
AGAIN_AFTER = 2.0


class Hearing:
    """Broadcasts in this process what the others announce, from `start` until `stop`.

    After an outage every kind ever heard is announced once without ids: what was said
    meanwhile is lost, so listeners must look again.
    """

    def __init__(self, database: Database, kinds: Iterable[str]) -> None:
        self._database = database
        self._kinds = tuple(kinds)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen; returns at once. Does nothing for an embedded workspace."""
        if self._database.is_sqlite or self._thread is not None:
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._hear, name="hearing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear no more; returns when the connection is closed."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _hear(self) -> None:
        missed = False
        while not self._stopping.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if missed:
                        for kind in self._kinds:
                            self._database.broadcast(Changed(kind))
                    self._pass_on(connection)
            except Exception:  # whatever it was, a desk that hears nothing more is worse
                logging.getLogger(__name__).warning("changes of other desks are not heard")
                missed = True
                self._stopping.wait(AGAIN_AFTER)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        url = self._database.url.set(drivername="postgresql")
        return psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True, connect_timeout=5
        )

    def _pass_on(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        while not self._stopping.is_set():
            for said in connection.notifies(timeout=LOOK_EVERY):
                origin, kind, *ids = json.loads(said.payload)
                if origin != self._database.origin:
                    self._database.broadcast(Changed(kind, tuple(ids)))
