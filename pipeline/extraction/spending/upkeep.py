"""Forgets answers of models that are too old to be used: they hold what messages said."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from db.models import utc_now
from db.queries import models as rows
from db.session import Database
from pipeline.extraction.spending.ledger import KEPT_HOURS

FIRST_AFTER = 60.0
"""Seconds after the start; people come first, and a command has long ended."""
EVERY = 24 * 3600.0

log = logging.getLogger(__name__)


class Upkeep:
    """Does it soon after the start and once a day, in a thread of its own."""

    def __init__(
        self, database: Database, *, first_after: float = FIRST_AFTER, every: float = EVERY
    ) -> None:
        self._database = database
        self._first_after = first_after
        self._every = every
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._live, name="upkeep", daemon=True)

    def start(self) -> Callable[[], None]:
        """Begin; returns what ends it."""
        self._thread.start()
        return self._end

    def forget(self) -> int:
        """Delete the answers nobody may use any more; how many they were."""
        before = utc_now() - timedelta(hours=KEPT_HOURS)
        with self._database.writing() as session:
            return rows.forget_answers(session, before)

    def _live(self) -> None:
        wait = self._first_after
        while not self._ending.wait(wait):
            wait = self._every
            try:
                log.info("old answers forgotten", extra={"answers": self.forget()})
            except Exception:
                # A database that is away comes back; tomorrow is soon enough.
                log.exception("old answers could not be forgotten")

    def _end(self) -> None:
        self._ending.set()
        self._thread.join()
