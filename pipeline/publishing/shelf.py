"""What the page of published calls shows and does: what is live, what waits, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Call, Publication, PublicationState
from db.queries import publications as rows
from db.session import Database
from pipeline.errors import Invalid
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.row import LIVE, WITHDRAWN
from pipeline.review import audit

PAGE = 100


@dataclass(frozen=True, slots=True)
class Shelved:
    """One call's place on the site."""

    id: int
    call_id: int
    title: str
    location: str
    company: str
    state: str
    wanted: str
    error: str
    attempts: int
    public_id: str
    url: str | None
    published: datetime | None
    updated: datetime


class Shelf:
    """Lists publications page by page, withdraws them and sends them again."""

    def __init__(self, database: Database, publisher: Publisher) -> None:
        self._database = database
        self._publisher = publisher

    async def page(
        self, states: Sequence[str] = (), before: int | None = None, limit: int = PAGE
    ) -> Sequence[Shelved]:
        """The next publications older than `before`, newest first."""
        statement = rows.page(tuple(states), before=before, limit=limit)
        return await self._database.read(
            lambda session: [shelved(*found) for found in session.execute(statement)]
        )

    async def counts(self) -> dict[str, int]:
        """How many are in each state; ask only after the first page is painted."""
        return await self._database.read(rows.counts)

    async def withdraw(self, publication_id: int, by: str) -> int:
        """Take a call off the site. It stays approved, and can be sent again."""
        return await self._database.write(
            lambda session: self._want(session, publication_id, by, WITHDRAWN)
        )

    async def resend(self, publication_id: int, by: str) -> int:
        """Put a call on the site again, as it is now: after a failure or a withdrawal."""
        return await self._database.write(
            lambda session: self._want(session, publication_id, by, LIVE)
        )

    def _want(self, session: Session, publication_id: int, by: str, wanted: str) -> int:
        found = rows.with_call(session, publication_id)
        if found is None:
            raise Invalid(f"There is no publication {publication_id}.")
        publication, call = found
        if wanted == WITHDRAWN and publication.state == PublicationState.WITHDRAWN:
            raise Invalid(f"“{call.title}” is withdrawn already.")
        kind = "withdraw" if wanted == WITHDRAWN else "resend"
        audit.record(session, by, kind, f"call:{call.id}", {"was": publication.state})
        self._publisher.want(session, call, wanted)
        return call.id


def shelved(publication: Publication, call: Call, url: str | None) -> Shelved:
    """One row of the page."""
    return Shelved(
        id=publication.id,
        call_id=call.id,
        title=call.title or "",
        location=call.location or "",
        company=call.company or "",
        state=publication.state,
        wanted=publication.wanted,
        error=publication.error,
        attempts=publication.attempts,
        public_id=publication.public_id,
        url=url,
        published=publication.published_at,
        updated=publication.updated_at,
    )
