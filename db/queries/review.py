"""The review list and one call's detail, filtered and sorted by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager

from db.models import (
    Call,
    CallStatus,
    Message,
    ModelCall,
    Publication,
    ReviewAction,
    ReviewChange,
    Sighting,
    Source,
)
from db.queries.search import matching

IDS_AT_ONCE = 500
"""How many ids one statement names; older SQLite takes 999."""
MOST_PEOPLE = 50
MOST_COPIES = 50
"""How many repeats of a call are read: nobody compares more."""

_BY_PENDING_INDEX = aliased(
    Call,
    sa.text(
        "SELECT * FROM call INDEXED BY ix_call_pending WHERE status = 'pending' AND cluster_id = id"
    )
    .columns(*Call.__table__.c)
    .subquery("pending"),
)
"""What waits for review, for SQLite. Left to itself it collects every pending call by its status
and sorts them, for each page. The conditions are the index's own, so it always can be used."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """One page of the list. `words` are normalised tokens; the last may be unfinished."""

    status: str
    words: Sequence[str] = ()
    media: Sequence[str] = ()
    sources: Sequence[int] = ()
    languages: Sequence[str] = ()
    bands: Sequence[str] = ()
    flagged: bool | None = None
    doubtful: bool | None = None
    since: datetime | None = None
    assignee: str | None = None
    """Whose calls; empty: nobody's."""
    snoozed: bool = False
    """What is put off instead of what is not."""
    now: datetime | None = None
    """What is put off until later than this is left out; None leaves nothing out."""
    sort: str = "queue"
    after: tuple[float, int] | None = None
    limit: int = 100


def sort_key(sort: str, call: type[Call] = Call) -> tuple[InstrumentedAttribute[Any], bool]:
    """The column a sort reads, and whether it runs downwards."""
    return {
        "queue": (call.position, False),
        "newest": (call.id, True),
        "oldest": (call.id, False),
        "score": (call.score, True),
    }[sort]


def page(session: Session, query: ListQuery) -> Sequence[sa.Row[Any]]:
    """Rows `(Call, Source, sent_at, alike)` of one page, keyset-paged."""
    call = _read_from(session, query)
    key, down = sort_key(query.sort, call)
    statement = _narrowed(session, query, call, sa.select(call.id, key.label("key")))
    if query.after is not None:
        place = sa.tuple_(key, call.id)
        mark = sa.tuple_(sa.literal(query.after[0]), sa.literal(query.after[1]))
        statement = statement.where(place < mark if down else place > mark)
    picked = statement.order_by(*_ordered(query, call)).limit(query.limit).subquery()
    wide = _wide().join(picked, picked.c.id == Call.id).order_by(*_ordered(query, Call))
    return session.execute(wide).all()


def these(session: Session, ids: Sequence[int]) -> Sequence[sa.Row[Any]]:
    """The same rows of these calls, in no order."""
    found: list[sa.Row[Any]] = []
    for start in range(0, len(ids), IDS_AT_ONCE):
        some = ids[start : start + IDS_AT_ONCE]
        found += session.execute(_wide().where(Call.id.in_(some))).all()
    return found


def count(session: Session, query: ListQuery) -> int:
    """How many calls the filters leave. Never asked before the page is painted."""
    call = _read_from(session, query)
    narrowed = _narrowed(session, query, call, sa.select(call.id)).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(narrowed)) or 0


def ids(session: Session, query: ListQuery) -> list[int]:
    """Every call the filters leave, in queue order."""
    call = _read_from(session, query)
    narrowed = _narrowed(session, query, call, sa.select(call.id))
    return list(session.scalars(narrowed.order_by(call.position, call.id)))


def detail(session: Session, call_id: int) -> tuple[Call, Source, Publication | None] | None:
    """A call with its message, source and publication."""
    statement = (
        sa.select(Call, Source, Publication)
        .join(Call.message)
        .join(Source, Source.id == Message.source_id)
        .outerjoin(Publication, Publication.call_id == Call.id)
        .options(contains_eager(Call.message))
        .where(Call.id == call_id)
    )
    row = session.execute(statement).first()
    return None if row is None else (row[0], row[1], row[2])


def locked(session: Session, call_id: int) -> Call | None:
    """A call with its message, kept from other writers until we commit."""
    return session.scalar(
        sa.select(Call)
        .join(Call.message)
        .options(contains_eager(Call.message))
        .where(Call.id == call_id)
        .with_for_update(of=Call)
        .execution_options(populate_existing=True)
    )


def locked_all(session: Session, ids: Sequence[int]) -> Sequence[Call]:
    """These calls, kept from other writers until we commit; those that are gone are left out."""
    return session.scalars(
        sa.select(Call)
        .where(Call.id.in_(ids))
        .order_by(Call.id)  # two desks that lock the same calls then never wait for each other
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def members(session: Session, cluster_id: int) -> list[int]:
    """Ids of a cluster's calls, oldest first."""
    statement = sa.select(Call.id).where(Call.cluster_id == cluster_id).order_by(Call.id)
    return list(session.scalars(statement))


def sightings(session: Session, call_id: int) -> int:
    """How many messages say exactly what this call says."""
    statement = sa.select(sa.func.count()).where(Sighting.call_id == call_id)
    return session.scalar(statement) or 0


def followers(session: Session, heads: Sequence[int]) -> Sequence[Call]:
    """The undecided calls that a decision on these also settles."""
    statement = sa.select(Call).where(
        Call.cluster_id.in_(heads),
        Call.id != Call.cluster_id,
        Call.status == CallStatus.PENDING,
    )
    return session.scalars(_kept(statement.order_by(Call.id))).all()


def settled_with(session: Session, head: Call) -> Sequence[Call]:
    """The calls that a decision on this one settled."""
    statement = sa.select(Call).where(
        Call.cluster_id == head.id, Call.id != head.id, Call.status == CallStatus.DUPLICATE
    )
    return session.scalars(_kept(statement.order_by(Call.id))).all()


def _kept(statement: sa.Select[tuple[Call]]) -> sa.Select[tuple[Call]]:
    """Keep what is found from other writers: Postgres then asks again whether it still fits."""
    return statement.with_for_update().execution_options(populate_existing=True)


def last_action(session: Session, by: str) -> ReviewAction | None:
    """The newest action of a person that was not undone."""
    return session.scalar(
        sa.select(ReviewAction)
        .where(ReviewAction.by == by, ReviewAction.undone_at.is_(None))
        .order_by(ReviewAction.id.desc())
        .limit(1)
    )


def take_action_back(session: Session, action_id: int, by: str, at: datetime) -> bool:
    """Mark a person's step as undone; False when it is not theirs or was undone already."""
    return bool(
        session.scalar(
            sa.update(ReviewAction)
            .where(
                ReviewAction.id == action_id,
                ReviewAction.by == by,
                ReviewAction.undone_at.is_(None),
            )
            .values(undone_at=at)
            .returning(ReviewAction.id)
        )
    )


def steps(session: Session, by: str, before: int | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Rows `(ReviewAction, how many calls, title of the first)` of a person, newest first."""
    changed = sa.select(ReviewChange).where(ReviewChange.action_id == ReviewAction.id)
    number = changed.with_only_columns(
        sa.func.count(ReviewChange.call_id.distinct()), maintain_column_froms=True
    )
    first = changed.with_only_columns(
        sa.func.min(ReviewChange.call_id), maintain_column_froms=True
    ).scalar_subquery()
    title = sa.select(Call.title).where(Call.id == first.correlate(ReviewAction))
    statement = sa.select(
        ReviewAction,
        number.correlate(ReviewAction).scalar_subquery(),
        title.correlate(ReviewAction).scalar_subquery(),
    ).where(ReviewAction.by == by, ReviewAction.kind != "undo")
    if before is not None:
        statement = statement.where(ReviewAction.id < before)
    return session.execute(statement.order_by(ReviewAction.id.desc()).limit(limit)).all()


def decisions_since(
    session: Session, by: str, since: datetime
) -> Sequence[sa.Row[tuple[datetime, datetime | None, int]]]:
    """When a person decided, when that was undone, and of how many calls; oldest first."""
    return session.execute(
        sa.select(
            ReviewAction.at,
            ReviewAction.undone_at,
            sa.func.count(ReviewChange.call_id.distinct()),
        )
        .join(ReviewChange, ReviewChange.action_id == ReviewAction.id)
        .where(
            ReviewAction.by == by,
            ReviewAction.at >= since,
            ReviewAction.kind.in_(("approve", "reject")),
        )
        .group_by(ReviewAction.id, ReviewAction.at, ReviewAction.undone_at)
        .order_by(ReviewAction.id)
    ).all()


def changes(session: Session, action_id: int) -> Sequence[ReviewChange]:
    """What an action changed, last first."""
    return session.scalars(
        sa.select(ReviewChange)
        .where(ReviewChange.action_id == action_id)
        .order_by(ReviewChange.id.desc())
    ).all()


def history(session: Session, call_id: int) -> Sequence[sa.Row[tuple[ReviewAction, ReviewChange]]]:
    """Every action on a call, oldest first."""
    return session.execute(
        sa.select(ReviewAction, ReviewChange)
        .join(ReviewChange, ReviewChange.action_id == ReviewAction.id)
        .where(ReviewChange.call_id == call_id)
        .order_by(ReviewChange.id)
    ).all()


def seen_in(session: Session, call_id: int) -> Sequence[sa.Row[tuple[Message, Source]]]:
    """Every message that says exactly what a call says, oldest first."""
    return session.execute(
        sa.select(Message, Source)
        .join(Sighting, Sighting.message_id == Message.id)
        .join(Source, Source.id == Message.source_id)
        .where(Sighting.call_id == call_id)
        .order_by(Message.id)
        .limit(MOST_COPIES)
    ).all()


def variants(session: Session, call: Call) -> Sequence[sa.Row[tuple[Call, Message, Source]]]:
    """The other calls of a call's cluster with the messages they came from, oldest first."""
    return session.execute(
        sa.select(Call, Message, Source)
        .join(Message, Message.id == Call.message_id)
        .join(Source, Source.id == Message.source_id)
        .where(Call.cluster_id == call.cluster_id, Call.id != call.id)
        .order_by(Call.id)
        .limit(MOST_COPIES)
    ).all()


def model_calls(session: Session, message_id: int) -> Sequence[ModelCall]:
    """What models were asked about a message, oldest first."""
    return session.scalars(
        sa.select(ModelCall).where(ModelCall.message_id == message_id).order_by(ModelCall.id)
    ).all()


def people(session: Session) -> Sequence[str]:
    """Everybody who ever took a step, or whose a call is, by name."""
    found = sa.union(
        sa.select(ReviewAction.by), sa.select(Call.assignee).where(Call.assignee.is_not(None))
    ).subquery()
    return session.scalars(sa.select(found.c[0]).order_by(found.c[0]).limit(MOST_PEOPLE)).all()


def last_position(session: Session) -> int:
    """The highest place in the queue that is taken."""
    return session.scalar(sa.select(sa.func.max(Call.position))) or 0


def sources(session: Session) -> Sequence[Source]:
    """Every source, by name."""
    return session.scalars(sa.select(Source).order_by(Source.name)).all()


def _wide() -> sa.Select[Any]:
    """What a row of the list shows: `(Call, Source, sent_at, alike)`."""
    member = aliased(Call)
    alike = (
        sa.select(sa.func.count())
        .where(member.cluster_id == Call.cluster_id, member.id != Call.id)
        .correlate(Call)
        .scalar_subquery()
    )
    return (
        sa.select(Call, Source, Message.sent_at, alike)
        .join(Message, Message.id == Call.message_id)
        .join(Source, Source.id == Message.source_id)
    )


def _read_from(session: Session, query: ListQuery) -> type[Call]:
    """Where the list's calls are read from. Few hold a word, so a search starts from those."""
    pending = query.status == CallStatus.PENDING and not query.words
    sqlite = session.get_bind().dialect.name == "sqlite"
    return _BY_PENDING_INDEX if pending and sqlite else Call


def _ordered(query: ListQuery, call: type[Call]) -> Sequence[sa.ColumnElement[Any]]:
    key, down = sort_key(query.sort, call)
    return (key.desc(), call.id.desc()) if down else (key.asc(), call.id.asc())


def _narrowed(
    session: Session, query: ListQuery, call: type[Call], statement: sa.Select[Any]
) -> sa.Select[Any]:
    statement = statement.where(call.status == sa.literal_column(f"'{CallStatus(query.status)}'"))
    if query.status == CallStatus.PENDING:
        statement = statement.where(call.cluster_id == call.id)
    if query.media or query.sources:
        statement = statement.join(Message, Message.id == call.message_id)
    if query.media:
        statement = statement.join(Source, Source.id == Message.source_id).where(
            Source.medium.in_(query.media)
        )
    if query.sources:
        statement = statement.where(Message.source_id.in_(query.sources))
    if query.languages:
        statement = statement.where(call.language.in_(query.languages))
    if query.bands:
        statement = statement.where(call.band.in_(query.bands))
    if query.flagged is not None:
        statement = statement.where(call.flagged.is_(query.flagged))
    if query.doubtful is not None:
        statement = statement.where(call.doubts > 0 if query.doubtful else call.doubts == 0)
    if query.since is not None:
        statement = statement.where(call.created_at >= query.since)
    if query.assignee is not None:
        mine = call.assignee == query.assignee if query.assignee else call.assignee.is_(None)
        statement = statement.where(mine)
    if query.now is not None:
        # Few are put off: their ids are found once, and the queue stays within its own index.
        put_off = sa.select(Call.id).where(Call.snoozed_until > query.now)
        statement = statement.where(
            call.id.in_(put_off) if query.snoozed else call.id.not_in(put_off)
        )
    if query.words:
        statement = statement.where(matching(session, Call, query.words))
    return statement
