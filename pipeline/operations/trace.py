"""From anything one has in hand, an id, a number or words, to everything that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from db.models import Call, DeadLetter, Message, Publication, PublicationState, Source
from db.queries import trace as rows
from db.queries import trace_jobs as jobs
from db.session import Database
from pipeline.operations.trace_asked import Asked, understand
from pipeline.operations.trace_steps import Known, steps
from pipeline.operations.trace_values import Step
from pipeline.review.desk import medium

MOST_HITS = 50
EXCERPT = 160

_Wanted = tuple["HitKind", object, int, str]
"""As what something was found, its number, its message, its title."""


class HitKind(StrEnum):
    """As what a message was found."""

    NEWEST = "newest"
    MESSAGE = "message"
    CALL = "call"
    PUBLISHED = "published"
    LETTER = "letter"
    JOB = "job"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that what was typed could mean; all of it leads to a message."""

    kind: HitKind
    number: str
    message_id: int
    title: str
    medium: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TracedCall:
    """A call that was made of the message."""

    id: int
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that happened to one message, and to what came of it."""

    message_id: int
    medium: str
    source: str
    text: str
    stage: str
    received: datetime
    cost: int
    """What models were paid for it, in millionths of a US dollar."""
    live_after: float | None
    """Seconds from its arrival until its first call was on the site."""
    calls: tuple[TracedCall, ...]
    steps: tuple[Step, ...]

    def json(self) -> dict[str, Any]:
        """The same as one document for scripts; times are UTC."""
        document: dict[str, Any] = _plain(asdict(self))
        return document


@dataclass(frozen=True, slots=True)
class Tracer:
    """Finds messages and tells what happened to them. Everything here blocks."""

    database: Database

    def find(self, typed: str, limit: int = MOST_HITS) -> Sequence[Hit]:
        """What was typed could mean these, the surest first; of words the newest first. With
        nothing typed, what came in last."""
        with self.database.reading() as session:
            if not typed.strip():
                found = rows.newest(session, limit)
                return [_hit(HitKind.NEWEST, message, of) for message, of in found]
            asked = understand(typed)
            return [*_named(session, asked), *_said(session, asked, limit)]

    def trace(self, message_id: int) -> Trace | None:
        """Everything that happened to a message; None when there is no such message."""
        with self.database.reading() as session:
            known = _known(session, message_id)
        return None if known is None else _trace(known)

    def meant(self, typed: str) -> Trace | None:
        """The trace of what was most likely meant; None when nothing is found."""
        hits = self.find(typed, limit=1) if typed.strip() else ()
        return self.trace(hits[0].message_id) if hits else None


def _hit(
    kind: HitKind, message: Message, source: Source, number: object = "", title: str = ""
) -> Hit:
    return Hit(
        kind=kind,
        number=str(number or message.id),
        message_id=message.id,
        title=" ".join((title or message.text[:EXCERPT]).split()),
        medium=medium(source),
        source=source.name,
        at=message.created_at,
    )


def _named(session: Session, asked: Asked) -> list[Hit]:
    """What has the id that was typed."""
    wanted: list[_Wanted] = []
    if (number := asked.number) is not None:
        if asked.may_be("message"):
            wanted.append((HitKind.MESSAGE, number, number, ""))
        call = session.get(Call, number) if asked.may_be("call") else None
        if call is not None:
            wanted.append((HitKind.CALL, call.id, call.message_id, call.title or ""))
        letter = session.get(DeadLetter, number) if asked.may_be("letter") else None
        if letter is not None:
            wanted += _of_letter(session, letter)
        if asked.kind == "publication":
            wanted += _of_publication(session, session.get(Publication, number))
    if asked.public_id:
        wanted += _of_publication(session, rows.publication_called(session, asked.public_id))
    if asked.job:
        wanted += _of_job(session, asked)
    found = {one.id: (one, of) for one, of in rows.messages_of(session, [w[2] for w in wanted])}
    return [
        _hit(kind, *found[message_id], number, title)
        for kind, number, message_id, title in wanted
        if message_id in found
    ]


def _of_letter(session: Session, letter: DeadLetter) -> list[_Wanted]:
    message_id = letter.message_id
    if message_id is None and letter.call_id is not None:
        call = session.get(Call, letter.call_id)
        message_id = call.message_id if call else None
    return [] if message_id is None else [(HitKind.LETTER, letter.id, message_id, letter.error)]


def _of_publication(session: Session, publication: Publication | None) -> list[_Wanted]:
    call = session.get(Call, publication.call_id) if publication else None
    if publication is None or call is None:
        return []
    return [(HitKind.PUBLISHED, publication.public_id, call.message_id, call.title or "")]


def _of_job(session: Session, asked: Asked) -> list[_Wanted]:
    """The messages of a job: those it reads, or the one whose call it publishes."""
    letter = rows.letter_of_job(session, asked.job)
    if letter is not None:
        return _of_letter(session, letter)
    if asked.publication is not None:
        found = _of_publication(session, session.get(Publication, asked.publication))
        return [(HitKind.JOB, asked.job, message_id, title) for _, _, message_id, title in found]
    ids = jobs.messages_of(session, asked.job)
    return [(HitKind.JOB, asked.job, message_id, "") for message_id in ids]


def _said(session: Session, asked: Asked, limit: int) -> list[Hit]:
    """The newest messages that say what was typed, in any way a number can be written."""
    found = {
        message.id: (message, source)
        for words in asked.words
        for message, source in rows.holding(session, words, limit)
    }
    newest = sorted(found, reverse=True)[:limit]
    return [_hit(HitKind.WORDS, *found[message_id]) for message_id in newest]


def _known(session: Session, message_id: int) -> Known | None:
    found = rows.messages_of(session, [message_id])
    if not found:
        return None
    message, source = found[0]
    calls = rows.calls_of(session, message_id)
    ids = [call.id for call in calls]
    proposals = rows.proposals_of(session, message_id, ids)
    publications = rows.publications_of(session, ids)
    run = rows.import_run(session, message)
    near = [int(call.extras["near"]["call"] or 0) for call in calls if "near" in call.extras]
    # Only what was asked for more than once can have been withdrawn or sent again.
    moved = [one.call_id for one in publications if one.generation > 1]
    return Known(
        message=message,
        source=source,
        import_run=run,
        source_run=None if run else rows.source_run(session, message),
        report=rows.report(session, message_id),
        correction=rows.correction(session, message_id),
        jobs=jobs.extraction_jobs(session, message),
        model_calls=rows.model_calls(session, message_id),
        calls=calls,
        repeated=rows.repeated_in(session, message_id),
        titles=rows.titles(session, [*near, *(one.call_id for one in proposals)]),
        proposals=proposals,
        acts=[(action, change) for action, change in rows.acts_on(session, ids)],
        shelf_acts=rows.shelf_acts(session, moved) if moved else (),
        publications=publications,
        publication_jobs=[
            (one, job) for one in publications for job in jobs.publication_jobs(session, one)
        ],
        letters=rows.letters_of(session, message_id, ids),
    )


def _trace(known: Known) -> Trace:
    message = known.message
    live = [
        one.published_at
        for one in known.publications
        if one.published_at is not None and one.state != PublicationState.WAITING
    ]
    after = (min(live) - message.created_at).total_seconds() if live else None
    return Trace(
        message_id=message.id,
        medium=medium(known.source),
        source=known.source.name,
        text=message.text,
        stage=message.stage,
        received=message.created_at,
        cost=sum(one.cost for one in known.model_calls),
        live_after=after,
        calls=tuple(TracedCall(one.id, one.title or "", one.status) for one in known.calls),
        steps=steps(known),
    )


def _plain(value: Any) -> Any:
    """Dates as text, all else as JSON knows it."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
