"""What the page of published calls shows and does: what is live, what waits, what failed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Publication, PublicationState
from db.queries import publications as rows
from db.queries import review
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.publishing.comparing import Comparison, hold_against, is_comparable
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.row import LIVE, WITHDRAWN
from pipeline.publishing.site import Site
from pipeline.review import audit
from pipeline.text.search import search_query

PAGE = 100
COMPARABLE = (
    PublicationState.LIVE,
    PublicationState.EDITED_ELSEWHERE,
    PublicationState.REMOVED_ELSEWHERE,
)
"""The states of what should stand on the site by now."""
_CALL = re.compile(r"call:(\d{1,18})")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the site shows of a call, and whether that is news."""

    comparison: Comparison
    newly: bool


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

    def __init__(self, database: Database, publisher: Publisher, site: Site) -> None:
        self._database = database
        self._publisher = publisher
        self._site = site

    async def page(
        self,
        states: Sequence[str] = (),
        before: int | None = None,
        limit: int = PAGE,
        *,
        sought: str = "",
    ) -> Sequence[Shelved]:
        """The next publications older than `before`, newest first; `sought` are words of theirs,
        or one call: `call:12`."""
        statement = rows.page(tuple(states), before=before, limit=limit)
        return await self._database.read(
            lambda session: [
                shelved(*found) for found in session.execute(_narrowed(session, statement, sought))
            ]
        )

    async def counts(self) -> dict[str, int]:
        """How many are in each state; ask only after the first page is painted."""
        return await self._database.read(rows.counts)

    async def pull(self, seen: Sequence[Shelved]) -> int:
        """Look on the site at those that should stand there, and note which were changed or
        removed by others; how many that are newly known of. Raises as the site does."""
        ids = [row.id for row in seen if row.state in COMPARABLE]
        if not ids:
            return 0
        return sum(found.newly for found in await asyncio.to_thread(self._look, ids))

    async def compare(self, publication_id: int) -> Comparison | None:
        """What the site shows of a call, field by field, and note it. None while a wish of ours
        is under way, or it is not to stand there. Raises as the site does."""
        found = await asyncio.to_thread(self._look, [publication_id])
        return found[0].comparison if found else None

    def _look(self, ids: Sequence[int]) -> list[_Looked]:
        with self._database.reading() as session:
            pairs = [found for one in ids if (found := rows.with_call(session, one))]
        pairs = [(publication, call) for publication, call in pairs if is_comparable(publication)]
        there = self._site.rows([publication.public_id for publication, _ in pairs])
        looked = []
        for publication, call in pairs:
            held = hold_against(call, there.get(publication.public_id))
            newly = held.state != publication.state and self._note(publication, held.state)
            looked.append(_Looked(held, newly))
        return looked

    def _note(self, publication: Publication, state: PublicationState) -> bool:
        with self._database.writing() as session:
            seen = publication.remote_updated_at
            marked = rows.mark_elsewhere(session, publication.id, seen, state)
            if marked:
                announce(session, "publication", publication.id)
        return marked

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
        review.locked(session, call.id)  # as decisions do: what is asked here is about its status
        if wanted == WITHDRAWN and publication.state == PublicationState.WITHDRAWN:
            raise Invalid(f"“{call.title}” is withdrawn already.")
        if wanted == LIVE and call.status != CallStatus.APPROVED:
            raise Invalid(
                f"“{call.title}” is not approved any more; approve it in the review first."
            )
        kind = "withdraw" if wanted == WITHDRAWN else "resend"
        audit.record(session, by, kind, f"call:{call.id}", {"was": publication.state})
        self._publisher.want(session, call, wanted)
        return call.id


def _narrowed(session: Session, statement: rows.Page, sought: str) -> rows.Page:
    if one := _CALL.fullmatch(sought.strip()):
        return rows.of_one(statement, int(one[1]))
    words = search_query(sought)
    return rows.saying(session, statement, words) if words else statement


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
