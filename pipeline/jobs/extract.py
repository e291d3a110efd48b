"""The extraction job: waiting messages become calls, placed beside those already known.

A job carries the ids of up to a hundred messages. All are read first, then placed in one
transaction together with their step to the next stage: after a crash the job starts again
and finds either all of them waiting or none. One that can't be read is buried alone.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, DeadLetter, Message, Stage
from db.queries import calls, messages
from db.session import Database, announce
from pipeline.dedup.place import Candidate, Placement, PlacementKind, find_cluster, index_bands
from pipeline.errors import Unavailable
from pipeline.extraction.call import ExtractedCall, Extraction, FieldName
from pipeline.extraction.ground import ground
from pipeline.extraction.port import Extractor, SourceText
from pipeline.jobs.dead import Undertaker, bury_message
from pipeline.jobs.job import Enqueue, FailedJob, Handler, Job, Payload, Queue
from pipeline.review import fields
from pipeline.text.search import search_text

HANDLER = "extract"
CHUNK = 100

OnSiteTitles = Callable[[Sequence[Candidate]], Sequence[str | None]]
"""Tells for each call under which title it stands on the public site, if it does."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a message said, and its calls as they are compared with others."""

    extraction: Extraction
    calls: tuple[Candidate, ...]


Read = tuple[Message, Found | Exception]


def extract_jobs(ids: Sequence[int], suffix: str = "") -> list[Job]:
    """The jobs that extract these messages; `suffix` sets a repeated order apart."""
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    return [
        Job(HANDLER, Queue.EXTRACT, f"{chunk[0]}-{chunk[-1]}{suffix}", {"messages": list(chunk)})
        for chunk in chunks
    ]


class ExtractStep:
    """Runs extraction jobs with one extractor."""

    def __init__(
        self,
        database: Database,
        extractor: Extractor,
        enqueue: Enqueue,
        on_site: OnSiteTitles = lambda calls: [None for _ in calls],
    ) -> None:
        self._database = database
        self._extractor = extractor
        self._enqueue = enqueue
        self._on_site = on_site

    def handler(self) -> Handler:
        """The job kind, for the engine."""
        return Handler(HANDLER, Queue.EXTRACT, self._run, timeout=120.0)

    def undertaker(self) -> Undertaker:
        """How its failures are kept, and tried again."""
        return Undertaker(self._bury, self._replay)

    async def _run(self, payload: Payload) -> None:
        ids = payload["messages"]
        waiting = await self._database.read(lambda session: messages.waiting(session, ids))
        read = [(message, await self._read(message)) for message in waiting]
        there = await asyncio.to_thread(self._titles_on_site, read)
        await self._database.write(lambda session: _place_all(session, read, there))

    async def _read(self, message: Message) -> Found | Exception:
        try:
            source = SourceText(message.text, message.sent_at)
            found = ground(await self._extractor.extract(source), source)
            return Found(found, tuple(_candidate(message, extracted) for extracted in found.calls))
        except Unavailable:
            raise
        except Exception as error:
            return error

    def _titles_on_site(self, read: Sequence[Read]) -> dict[Candidate, str]:
        """Titles of the calls on the site, for those calls that stand there already."""
        said = [call for _, found in read if isinstance(found, Found) for call in found.calls]
        titles = zip(said, self._on_site(said), strict=True)
        return {call: title for call, title in titles if title is not None}

    def _bury(self, session: Session, failed: FailedJob) -> None:
        for message in messages.waiting(session, failed.job.payload["messages"]):
            bury_message(
                session,
                message.id,
                HANDLER,
                Unavailable(failed.error),
                failed.traceback,
                attempts=failed.attempts,
            )

    def _replay(self, session: Session, letter: DeadLetter) -> None:
        assert letter.message_id is not None
        if messages.revive(session, letter.message_id):
            for job in extract_jobs([letter.message_id], f"r{letter.attempts}"):
                self._enqueue(session, job)


def _place_all(session: Session, read: Sequence[Read], there: Mapping[Candidate, str]) -> None:
    calls.place_alone(session)
    for message, found in read:
        try:
            if isinstance(found, Exception):
                raise found
            with session.begin_nested():
                place(session, message, found, there)
        except Exception as error:
            trace = "".join(traceback.format_exception(error))
            bury_message(session, message.id, HANDLER, error, trace)
    announce(session, "message")


def place(session: Session, message: Message, found: Found, there: Mapping[Candidate, str]) -> None:
    """Store what a message said, unless somebody else already did.

    `there` are the titles of those calls that stand on the site already.
    """
    extraction = found.extraction
    if not messages.move(session, message.id, Stage.EXTRACTED, extraction.intent.value):
        return
    clusters: set[int] = set()
    for extracted, candidate in zip(extraction.calls, found.calls, strict=True):
        placement = find_cluster(session, candidate, clusters)
        if placement.kind is PlacementKind.EXACT:
            clusters.add(_note_repeat(session, message, placement))
            continue
        call = _new_call(message, extraction, extracted, placement.content_hash)
        clusters.add(_store(session, call, placement, there.get(candidate)))


def _note_repeat(session: Session, message: Message, placement: Placement) -> int:
    """Note that a message says a known call again; returns its cluster."""
    assert placement.call_id is not None
    assert placement.cluster_id is not None
    calls.add_sighting(session, placement.call_id, message.id)
    announce(session, "call", placement.call_id)
    return placement.cluster_id


def _store(session: Session, call: Call, placement: Placement, on_site: str | None) -> int:
    """Store a call where it was placed; returns its cluster.

    What is `on_site`, under that title, is decided already.
    """
    session.add(call)
    session.flush()
    call.position = call.id
    call.cluster_id = placement.cluster_id or call.id
    if placement.cluster_id is not None:
        head = calls.status_of(session, placement.cluster_id)
        call.status = CallStatus.PENDING if head == CallStatus.PENDING else CallStatus.DUPLICATE
    elif on_site is not None:
        call.status = CallStatus.DUPLICATE
        call.note = f"Already on the site: “{on_site}”."
    index_bands(session, call.id, placement.bands)
    calls.add_sighting(session, call.id, call.message_id)
    announce(session, "call", call.id)
    return call.cluster_id


def _candidate(message: Message, extracted: ExtractedCall) -> Candidate:
    value = {name: found.value for name, found in extracted.fields.items()}
    deadline = value.get(FieldName.DEADLINE)
    return Candidate(
        text=message.text[extracted.span.start : extracted.span.end],
        title=value.get(FieldName.TITLE),
        company=value.get(FieldName.COMPANY),
        location=value.get(FieldName.LOCATION),
        requirements=value.get(FieldName.REQUIREMENTS),
        deadline=date.fromisoformat(deadline) if deadline else None,
        contact_info=value.get(FieldName.CONTACT_INFO),
        posted=message.sent_at.date() if message.sent_at else None,
    )


def _new_call(
    message: Message, found: Extraction, extracted: ExtractedCall, content_hash: str
) -> Call:
    value = {name: held.value for name, held in extracted.fields.items()}
    evidence = {name.value: fields.evidence_of(held) for name, held in extracted.fields.items()}
    call = Call(
        message_id=message.id,
        **{name.value: _column(name, value) for name in FieldName},
        evidence=evidence,
        extras=dict(extracted.extras),
        span_start=extracted.span.start,
        span_end=extracted.span.end,
        content_hash=content_hash,
        language=str(extracted.extras.get("language", "")),
        band=message.band,
        score=message.score,
        doubts=fields.count_doubts([name.value for name in value], evidence),
        provider=found.provider,
        extractor_version=found.version,
    )
    call.search = search_text(fields.searchable(call, message.text))
    return call


def _column(name: FieldName, values: dict[FieldName, str]) -> object:
    return fields.column_value(name, values.get(name, ""))
