"""Tells which new calls stand on the public site already, whoever put them there."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from pipeline.dedup.live import LiveCalls
from pipeline.dedup.place import Candidate
from pipeline.errors import Rejected, Unavailable
from pipeline.publishing.site import Site

LOG = logging.getLogger(__name__)
LIVE = "published"
AGAIN = timedelta(minutes=5)
"""How far back each look begins: rows of a slow transaction show up late."""


QUIET_SECONDS = 60.0
"""How long a site that did not answer is not asked again: each job would wait for its timeout."""


class OnSite:
    """The site's live calls, brought up to date before each look. Safe in any thread."""

    def __init__(self, site: Site, clock: Callable[[], float] = time.monotonic) -> None:
        self._site = site
        self._clock = clock
        self._quiet_until = float("-inf")
        self._live = LiveCalls()
        self._seen: datetime | None = None
        self._lock = Lock()

    def titles(self, asked: Sequence[Candidate]) -> list[str | None]:
        """For each call the title of the one on the site that it is, or None.

        While the site does not answer none is found: what was read is reviewed all the same.
        After that it is left alone for a minute.
        """
        if not asked:
            return []
        if self._clock() < self._quiet_until:
            LOG.info("site.not_compared", extra={"calls": len(asked), "error": "asked just now"})
            return [None] * len(asked)
        try:
            with self._lock:
                self._catch_up()
                found = [self._live.find(candidate) for candidate in asked]
            met = {one for one in found if one}
            there = self._site.rows(list(met)) if met else {}
        except (Unavailable, Rejected) as error:
            self._quiet_until = self._clock() + QUIET_SECONDS
            LOG.warning("site.not_compared", extra={"calls": len(asked), "error": str(error)})
            return [None] * len(asked)
        live = {one: row["title"] for one, row in there.items() if row["status"] == LIVE}
        return [live.get(one) if one else None for one in found]

    def _catch_up(self) -> None:
        since = self._seen - AGAIN if self._seen else None
        for row in self._site.changed_since(since):
            if row["status"] == LIVE:
                self._live.put(row["id"], _said(row))
            else:
                self._live.drop(row["id"])
            self._seen = max(self._seen or row["updatedAt"], row["updatedAt"])


def _said(row: Mapping[str, Any]) -> Candidate:
    """A row of the site as deduplication sees a call."""
    fields = ("title", "company", "location", "requirements", "compensation", "contactInfo")
    beside = [row[name] for name in fields if row[name]]
    return Candidate(
        text=row["description"] or "\n".join(beside),
        title=row["title"],
        company=row["company"],
        location=row["location"],
        requirements=row["requirements"],
        deadline=row["deadline"].date() if row["deadline"] else None,
        contact_info=row["contactInfo"],
        posted=row["createdAt"].date(),
    )
