"""What people read of calls: the list page by page, one call whole, its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Publication, Source, utc_now
from db.queries import review as rows
from db.session import Database
from pipeline.review import fields
from pipeline.review.story import Step, story
from pipeline.review.values import CallDetail, Copy, Cursor, Filters, ReviewRow, Sort
from pipeline.review.wording import compare
from pipeline.text.search import search_query
from pipeline.text.span import Span

PAGE = 100


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """A source as the filters offer it."""

    id: int
    name: str
    medium: str


class ReviewDesk:
    """Answers the review page. Every method is one short read in a thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def warm_up(self) -> None:
        """Ask once what a page asks first, of nothing: the first time, building the statements
        takes longer than answering them. Blocks."""
        with self._database.reading() as session:
            query = list_query(Filters(), limit=0)
            rows.page(session, query)
            rows.count(session, query)
            rows.sources(session)
            rows.detail(session, 0)
            rows.members(session, 0)
            rows.sightings(session, 0)

    async def page(
        self, filters: Filters, after: Cursor | None = None, limit: int = PAGE
    ) -> Sequence[ReviewRow]:
        """The next rows after `after`, or the first ones."""
        query = list_query(filters, after, limit)
        return await self._database.read(
            lambda session: [review_row(found, filters.sort) for found in rows.page(session, query)]
        )

    async def rows(self, ids: Sequence[int], sort: Sort) -> Sequence[ReviewRow]:
        """These calls as the list shows them now; those that are gone are left out."""
        return await self._database.read(
            lambda session: [review_row(found, sort) for found in rows.these(session, ids)]
        )

    async def count(self, filters: Filters) -> int:
        """How many calls the filters leave; ask only after the first page is painted."""
        query = list_query(filters)
        return await self._database.read(lambda session: rows.count(session, query))

    async def ids(self, filters: Filters) -> Sequence[int]:
        """Every call the filters leave, in queue order."""
        query = list_query(filters)
        return await self._database.read(lambda session: rows.ids(session, query))

    async def detail(self, call_id: int) -> CallDetail | None:
        """Everything of one call, or None when there is no such call."""
        return await self._database.read(lambda session: read_detail(session, call_id))

    async def history(self, call_id: int) -> Sequence[Step]:
        """A call's story, from the message to the site; empty when there is no such call."""
        return await self._database.read(lambda session: read_story(session, call_id))

    async def copies(self, call_id: int) -> Sequence[Copy]:
        """Where else a call was seen, and in which words."""
        return await self._database.read(lambda session: read_copies(session, call_id))

    async def people(self) -> Sequence[str]:
        """Those a call can be given to: who ever worked here."""
        return await self._database.read(rows.people)

    async def sources(self) -> Sequence[SourceChoice]:
        """The sources a filter can name."""
        return await self._database.read(
            lambda session: [
                SourceChoice(source.id, source.name, medium(source))
                for source in rows.sources(session)
            ]
        )


def list_query(filters: Filters, after: Cursor | None = None, limit: int = PAGE) -> rows.ListQuery:
    """The filters as the database is asked."""
    given = asdict(filters)
    text = given.pop("text")
    # To the minute, so that pages of one list leave out the same.
    now = utc_now().replace(second=0, microsecond=0)
    return rows.ListQuery(
        **given,
        words=search_query(text),
        now=now if filters.snoozed or filters.status == CallStatus.PENDING else None,
        after=(after.key, after.id) if after else None,
        limit=limit,
    )


def review_row(found: Sequence[object], sort: Sort) -> ReviewRow:
    """One card of the list."""
    call, source, sent_at, alike = found
    assert isinstance(call, Call)
    assert isinstance(source, Source)
    key, _ = rows.sort_key(sort)
    return ReviewRow(
        id=call.id,
        title=call.title or "",
        location=call.location or "",
        company=call.company or "",
        status=call.status,
        medium=medium(source),
        source=source.name,
        received=call.created_at,
        sent_at=sent_at,  # type: ignore[arg-type]
        score=call.score,
        doubts=call.doubts,
        flagged=call.flagged,
        alike=alike,  # type: ignore[arg-type]
        claimed_by=holder(call),
        assignee=call.assignee or "",
        cursor=Cursor(getattr(call, key.key), call.id),
    )


def read_detail(session: Session, call_id: int) -> CallDetail | None:
    """Everything of one call."""
    found = rows.detail(session, call_id)
    if found is None:
        return None
    call, source, publication = found
    alike = rows.members(session, call.cluster_id or call.id)
    return call_detail(call, source, publication, alike, rows.sightings(session, call.id))


def call_detail(
    call: Call,
    source: Source,
    publication: Publication | None,
    cluster: Sequence[int],
    sightings: int,
) -> CallDetail:
    """The rows of one call as one value."""
    message = call.message
    return CallDetail(
        id=call.id,
        revision=call.revision,
        status=call.status,
        text=message.text,
        span=Span(call.span_start, call.span_end),
        fields=fields.views(call),
        extras=call.extras,
        medium=medium(source),
        source=source.name,
        sender=message.sender,
        sent_at=message.sent_at,
        received=call.created_at,
        url=message.url,
        band=call.band,
        score=call.score,
        reasons=tuple(message.reasons or ()),
        provider=call.provider,
        flagged=call.flagged,
        decided_by=call.decided_by,
        decided_at=call.decided_at,
        reason=call.reason,
        note=call.note,
        alike=tuple(member for member in cluster if member != call.id),
        sightings=sightings,
        publication=publication.state if publication else None,
        publication_error=publication.error if publication else "",
        claimed_by=holder(call),
        snoozed_until=call.snoozed_until,
        assignee=call.assignee or "",
    )


def read_story(session: Session, call_id: int) -> tuple[Step, ...]:
    """Everything that happened to one call."""
    found = rows.detail(session, call_id)
    if found is None:
        return ()
    call, source, publication = found
    return story(
        call,
        call.message,
        source,
        [(message, where) for message, where in rows.seen_in(session, call_id)],
        rows.model_calls(session, call.message_id),
        [(action, change) for action, change in rows.history(session, call_id)],
        publication,
    )


def read_copies(session: Session, call_id: int) -> tuple[Copy, ...]:
    """The messages that repeat one call word for word, then the variants of it."""
    found = rows.detail(session, call_id)
    if found is None:
        return ()
    call = found[0]
    shown = call.message.text[call.span_start : call.span_end]
    repeats = (
        Copy(None, medium(source), source.name, message.sender, message.sent_at, ())
        for message, source in rows.seen_in(session, call_id)
        if message.id != call.message_id
    )
    variants = (
        Copy(
            other.id,
            medium(source),
            source.name,
            message.sender,
            message.sent_at,
            compare(shown, message.text[other.span_start : other.span_end]),
        )
        for other, message, source in rows.variants(session, call)
    )
    return (*repeats, *variants)


def holder(call: Call) -> str:
    """Who looks at a call just now, or nothing."""
    until = call.claimed_until
    return call.claimed_by or "" if until is not None and until > utc_now() else ""


def medium(source: Source) -> str:
    """What a source's badge shows: where the messages were written, not how they came."""
    return source.medium or source.kind.lower()
