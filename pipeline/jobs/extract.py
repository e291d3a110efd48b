"""The extraction job: waiting messages become calls, placed beside those already known.

A job carries the ids of up to a hundred messages. All are read first, then placed in one
transaction together with their step to the next stage: after a crash the job starts again
and finds either all of them waiting or none. One that can't be read is buried alone.
"""

from __future__ import annotations

import traceback
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, DeadLetter, Message, Stage
from db.queries import calls, messages
from db.session import Database, announce
from pipeline.dedup.place import Candidate, PlacementKind, find_cluster, index_bands
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


def extract_jobs(ids: Sequence[int], suffix: str = "") -> list[Job]:
    """The jobs that extract these messages; `suffix` sets a repeated order apart."""
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    return [
        Job(HANDLER, Queue.EXTRACT, f"{chunk[0]}-{chunk[-1]}{suffix}", {"messages": list(chunk)})
        for chunk in chunks
    ]


class ExtractStep:
    """Runs extraction jobs with one extractor."""

    def __init__(self, database: Database, extractor: Extractor, enqueue: Enqueue) -> None:
        self._database = database
        self._extractor = extractor
        self._enqueue = enqueue

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
        await self._database.write(lambda session: _place_all(session, read))

    async def _read(self, message: Message) -> Extraction | Exception:
        try:
            source = SourceText(message.text, message.sent_at)
            return ground(await self._extractor.extract(source), source)
        except Unavailable:
            raise
        except Exception as error:
            return error

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


def _place_all(session: Session, read: Sequence[tuple[Message, Extraction | Exception]]) -> None:
    calls.place_alone(session)
    for message, found in read:
        try:
            if isinstance(found, Exception):
                raise found
            with session.begin_nested():
                place(session, message, found)
        except Exception as error:
            trace = "".join(traceback.format_exception(error))
            bury_message(session, message.id, HANDLER, error, trace)
    announce(session, "message")


def place(session: Session, message: Message, found: Extraction) -> None:
    """Store what a message said, unless somebody else already did."""
    if not messages.move(session, message.id, Stage.EXTRACTED, found.intent.value):
        return
    clusters: set[int] = set()
    for extracted in found.calls:
        clusters.add(_place_call(session, message, found, extracted, clusters))


def _place_call(
    session: Session,
    message: Message,
    found: Extraction,
    extracted: ExtractedCall,
    apart_from: Collection[int],
) -> int:
    """Store one call of a message apart from those already stored; returns its cluster."""
    placement = find_cluster(session, _candidate(message, extracted), apart_from)
    if placement.kind is PlacementKind.EXACT:
        assert placement.call_id is not None
        assert placement.cluster_id is not None
        calls.add_sighting(session, placement.call_id, message.id)
        announce(session, "call", placement.call_id)
        return placement.cluster_id
    call = _new_call(message, found, extracted, placement.content_hash)
    session.add(call)
    session.flush()
    call.position = call.id
    call.cluster_id = placement.cluster_id or call.id
    if placement.cluster_id is not None:
        head = calls.status_of(session, placement.cluster_id)
        call.status = CallStatus.PENDING if head == CallStatus.PENDING else CallStatus.DUPLICATE
    index_bands(session, call.id, placement.bands)
    calls.add_sighting(session, call.id, message.id)
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
