"""A workspace with past decisions: messages, and what became of each."""

from collections.abc import Iterable

from db.models import Call, Message, Sighting, Source, Stage
from db.session import Database
from pipeline.prefilter.decision import Band
from pipeline.prefilter.prefilter import Prefilter
from pipeline.text.search import search_text

Past = tuple[str, str]
"""A text and its fate: `skipped`, `waiting`, `chatter`, `pending`, `approved`, or the reason of
its rejection."""
STATUSES = ("pending", "approved")


def remember(database: Database, prefilter: Prefilter, past: Iterable[Past]) -> list[int]:
    """Store messages with their fates; returns their ids."""
    with database.writing() as session:
        source = Source(kind="DUMP", identifier="g", name="Group", medium="whatsapp")
        session.add(source)
        session.flush()
        ids = []
        for number, (text, fate) in enumerate(past):
            decision = prefilter.decide(text)
            band = Band.SKIP if fate == "skipped" else Band.PASS
            message = Message(
                source_id=source.id,
                external_id=f"m{number}",
                kind="message",
                text=text,
                search=search_text(text),
                band=band.value,
                score=decision.score,
                reasons=[list(one) for one in decision.reasons],
                stage=_stage(fate),
                intent="chatter" if fate == "chatter" else "new_call",
            )
            session.add(message)
            session.flush()
            ids.append(message.id)
            if fate not in ("skipped", "waiting", "chatter"):
                status = fate if fate in STATUSES else "rejected"
                call = Call(
                    message_id=message.id,
                    status=status,
                    reason=None if fate in STATUSES else fate,
                    title=text[:40],
                    span_start=0,
                    span_end=len(text),
                    content_hash=f"h{number}",
                    band=band.value,
                    score=decision.score,
                    provider="rules",
                    extractor_version="1",
                )
                session.add(call)
                session.flush()
                call.cluster_id = call.id
                session.add(Sighting(call_id=call.id, message_id=message.id))
    return ids


def _stage(fate: str) -> Stage:
    return {"skipped": Stage.SKIPPED, "waiting": Stage.WAITING}.get(fate, Stage.EXTRACTED)
