"""Takes a message that was read to its next stage: what its intent asks for, its calls placed
beside those already known."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from db.models import Call, CallStatus, Message, Stage
from db.queries import calls, messages
from db.session import announce
from pipeline.dedup.place import Candidate, Placement, PlacementKind, find_cluster, index_bands
from pipeline.extraction.call import ExtractedCall, Extraction, FieldName
from pipeline.intents.linking import propose_variant
from pipeline.intents.port import Occasion
from pipeline.intents.registry import handle
from pipeline.jobs.dead import bury_message
from pipeline.review import fields
from pipeline.text.search import search_text

HANDLER = "extract"


@dataclass(frozen=True, slots=True)
class Found:
    """What a message said, and its calls as they are compared with others."""

    extraction: Extraction
    calls: tuple[Candidate, ...]

    @classmethod
    def of(cls, message: Message, extraction: Extraction) -> Found:
        """What a message said."""
        posted = message.sent_at.date() if message.sent_at else None
        calls = (candidate_of(message.text, posted, call) for call in extraction.calls)
        return cls(extraction, tuple(calls))


Read = tuple[Message, Found | Exception]


def place_all(session: Session, read: Sequence[Read], there: Mapping[Candidate, str]) -> None:
    """Take all messages to their next stage; one that can't be placed is buried alone.

    `there` are the titles of those calls that stand on the site already.
    """
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
    """Do what a message asks for, unless somebody else already did."""
    extraction = found.extraction
    if not messages.move(session, message.id, Stage.EXTRACTED, extraction.intent.value):
        return
    clusters: set[int] = set()

    def place_one(extracted: ExtractedCall) -> int | None:
        index = next(i for i, one in enumerate(extraction.calls) if one is extracted)
        candidate = found.calls[index]
        placement = find_cluster(session, candidate, clusters)
        if placement.kind is PlacementKind.EXACT:
            clusters.add(_note_repeat(session, message, placement))
            return None
        call = _new_call(message, extraction, extracted, placement.content_hash)
        clusters.add(_store(session, call, placement, there.get(candidate)))
        _propose_what_differs(session, message, call, extracted)
        return call.id

    handle(Occasion(session, message, extraction, place_one))


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
        alike = {"call": placement.call_id, "reasons": list(placement.reasons)}
        call.extras = {**call.extras, "near": alike}
        head = calls.status_of(session, placement.cluster_id)
        call.status = CallStatus.PENDING if head == CallStatus.PENDING else CallStatus.DUPLICATE
    elif on_site is not None:
        call.status = CallStatus.DUPLICATE
        call.note = f"Already on the site: “{on_site}”."
    index_bands(session, call.id, placement.bands)
    calls.add_sighting(session, call.id, call.message_id)
    announce(session, "call", call.id)
    return call.cluster_id


def _propose_what_differs(
    session: Session, message: Message, call: Call, extracted: ExtractedCall
) -> None:
    """A repost of a call that stands approved may move its deadline: that is for people."""
    if call.status != CallStatus.DUPLICATE or call.cluster_id in (None, call.id):
        return
    head = session.get(Call, call.cluster_id)
    if head is not None and head.status == CallStatus.APPROVED:
        propose_variant(session, message, head, extracted)


def candidate_of(text: str, posted: date | None, extracted: ExtractedCall) -> Candidate:
    """A call of a message as deduplication sees it."""
    value = {name: found.value for name, found in extracted.fields.items()}
    deadline = value.get(FieldName.DEADLINE)
    return Candidate(
        text=text[extracted.span.start : extracted.span.end],
        title=value.get(FieldName.TITLE),
        company=value.get(FieldName.COMPANY),
        location=value.get(FieldName.LOCATION),
        requirements=value.get(FieldName.REQUIREMENTS),
        deadline=date.fromisoformat(deadline) if deadline else None,
        contact_info=value.get(FieldName.CONTACT_INFO),
        posted=posted,
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
