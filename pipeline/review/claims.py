"""Who looks at which call, so that two people don't do the same work.

A claim ends by itself. It is no step of a person: nothing of it stands in the audit chain.
"""

from __future__ import annotations

from datetime import timedelta

from db.models import utc_now
from db.queries import review_claims as rows
from db.session import Database, announce

LASTS = timedelta(minutes=10)
KIND = "claim"
"""What is announced of claims; the ids are the calls."""


class Claims:
    """Claims calls for people. Methods block: call them in a thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, call_id: int, by: str, leaving: int | None = None) -> str:
        """Claim a call, or go on having it, and give up the one left; answers who has it now."""
        if leaving is not None and leaving != call_id:
            # Apart: two desks that change places would wait for each other for ever.
            self.give_up(leaving, by)
        with self._database.writing() as session:
            now = utc_now()
            taken = rows.take(session, call_id, by, now, now + LASTS)
            announce(session, KIND, call_id)
            return by if taken else rows.holder(session, call_id, now)

    def take_over(self, call_id: int, by: str) -> bool:
        """Claim a call that somebody else has, who is told; False when there is none."""
        with self._database.writing() as session:
            announce(session, KIND, call_id)
            return rows.seize(session, call_id, by, utc_now() + LASTS)

    def holder(self, call_id: int) -> str:
        """Who has a call, or nothing."""
        with self._database.reading() as session:
            return rows.holder(session, call_id, utc_now())

    def give_up(self, call_id: int, by: str) -> None:
        """Let others have a call."""
        with self._database.writing() as session:
            rows.give_up(session, call_id, by)
            announce(session, KIND, call_id)
