"""Looks every minute whether something is wrong."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from db.models import utc_now
from db.session import Database
from pipeline.operations.alerts import AlertBook
from pipeline.operations.conditions import Around, conditions
from pipeline.operations.overview import read_overview
from pipeline.remote.breaker import State
from pipeline.remote.policy import Service

EVERY_SECONDS = 60.0
FIRST_AFTER_SECONDS = 20.0
"""A start is busy enough; what was wrong before is on the page already."""

log = logging.getLogger(__name__)


class Watch:
    """A thread that keeps the alerts of a workspace true. Several desks may watch one: the
    first to notice raises the alert, the others find it there."""

    def __init__(
        self,
        database: Database,
        book: AlertBook,
        around: Callable[[], Around],
        overdue_after: timedelta,
    ) -> None:
        self._database = database
        self._book = book
        self._around = around
        self._overdue_after = overdue_after
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        if self._thread is None:
            self._ending.clear()
            self._thread = threading.Thread(target=self._live, name="watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when the last look has ended."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def look(self) -> None:
        """Look once, now. Blocks."""
        now = utc_now()
        with self._database.reading() as session:
            seen = read_overview(session, now)
        self._book.update(conditions(seen, self._around(), self._overdue_after), now)

    def _live(self) -> None:
        wait = FIRST_AFTER_SECONDS
        while not self._ending.wait(wait):
            wait = EVERY_SECONDS
            try:
                self.look()
            except Exception:  # a watch that dies of what it watches is none
                log.exception("the watch could not look")


def open_breakers(services: Iterable[Service]) -> list[tuple[str, float]]:
    """Services that are left alone, and for how many seconds already."""
    return [
        (one.name, one.breaker.open_for)
        for one in services
        if one.breaker.state is not State.CLOSED
    ]


def free_space(folder: Path | None) -> int | None:
    """Bytes left where the workspace lies; None when it is not on this machine."""
    if folder is None:
        return None
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
