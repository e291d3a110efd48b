"""What the trace finds and tells, from what both databases keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from db.models import (
    Call,
    DeadLetter,
    LetterState,
    Message,
    ModelCall,
    Publication,
    PublicationState,
    Sighting,
    Source,
    Stage,
    utc_now,
)
from db.queries import trace as rows
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.extract import extract_jobs
from pipeline.operations.trace import HitKind, Trace, Tracer
from pipeline.operations.trace_asked import understand
from pipeline.operations.trace_replay import Replayer
from pipeline.operations.trace_values import Mark, Place, Replay, Step, What
from pipeline.publishing.publisher import Publisher
from pipeline.review.decisions import Decisions
from pipeline.text.hashing import content_hash
from pipeline.text.search import search_text

ARRIVED = datetime(2026, 11, 1, 10, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """A workspace in which one message went all the way."""

    database: Database
    engine: JobEngine
    tracer: Tracer
    message: int
    call: int
    publication: int

    def trace(self) -> Trace:
        """Its trace."""
        found = self.tracer.trace(self.message)
        assert found is not None
        return found


def add_message(session: Session, source: Source, name: str, text: str, stage: Stage) -> Message:
    """A message as it is stored."""
    message = Message(
        source_id=source.id,
        external_id=name,
        sender="Noura",
        sent_at=ARRIVED,
        kind="text",
        text=text,
        search=search_text(text),
        band="pass",
        score=3.0,
        reasons=[["role:ممثل", 6, 10, 1.1], ["news:قروب", 0, 1, -3.0]],
        stage=stage,
    )
    session.add(message)
    session.flush()
    return message


def add_call(session: Session, message: Message, title: str, cluster: int | None = None) -> Call:
    """A call of a message."""
    call = Call(
        message_id=message.id,
        title=title,
        span_start=0,
        span_end=4,
        content_hash=content_hash(f"{title}{message.id}", None, None),
        band="pass",
        score=3.0,
        provider="rules",
        extractor_version="7",
        evidence={},
    )
    session.add(call)
    session.flush()
    call.cluster_id = cluster or call.id
    session.add(Sighting(call_id=call.id, message_id=message.id))
    session.flush()
    return call


def nothing(*_: object) -> None:
    """Nothing is published here."""


@pytest.fixture
def told(database: Database) -> Told:
    """A message that a job and a model read, with a call that is live, among others."""
    engine = JobEngine(database, executor="desk")
    engine.prepare()
    with database.writing() as session:
        source = Source(kind="DUMP", identifier="g", name="Group", medium="whatsapp")
        session.add(source)
        session.flush()
        first = add_message(session, source, "1", "مطلوب ممثلة في الرياض", Stage.EXTRACTED)
        add_message(session, source, "2", "صباح الخير", Stage.SKIPPED)
        ours = add_message(
            session, source, "3", "مطلوب ممثل في جدة للتواصل 055 123 4567", Stage.EXTRACTED
        )
        last = add_message(session, source, "4", "مطلوب كومبارس", Stage.EXTRACTED)
        for job in extract_jobs([first.id, ours.id, last.id]):
            engine.enqueue(session, job)
        call = add_call(session, ours, "ممثل في جدة")
        head = add_call(session, first, "ممثلة في الرياض")
        call.cluster_id = head.id
        call.extras = {"near": {"call": head.id, "reasons": ["same contact"]}}
        session.add(
            ModelCall(
                message_id=ours.id, provider="x", model="small", prompt_version="1",
                outcome="answered", cost=120, seconds=1.5, input_tokens=900, output_tokens=80,
            )
        )  # fmt: skip
        publication = Publication(
            call_id=call.id, public_id="cmf0000000000000000000000", content_hash="h",
            wanted="live", state=PublicationState.LIVE, done=1,
            published_at=utc_now() + timedelta(hours=2),
        )  # fmt: skip
        session.add(publication)
        session.flush()
        numbers = ours.id, call.id, publication.id
    return Told(database, engine, Tracer(database), *numbers)


def kinds(told: Told, typed: str) -> list[tuple[HitKind, int]]:
    """As what which messages are found."""
    return [(hit.kind, hit.message_id) for hit in told.tracer.find(typed)]


def test_one_line_finds_by_anything(told: Told) -> None:
    """Ids of every kind, a number however it is written, words; the newest first."""
    ours = told.message
    assert kinds(told, f"message:{ours}") == [(HitKind.MESSAGE, ours)]
    assert kinds(told, f"call #{told.call}") == [(HitKind.CALL, ours)]
    assert (HitKind.MESSAGE, ours) in kinds(told, str(ours))
    assert kinds(told, "cmf0000000000000000000000") == [(HitKind.PUBLISHED, ours)]
    assert kinds(told, f"publish:{told.publication}.1") == [(HitKind.JOB, ours)]
    for typed in ("0551234567", "+966 55 123 4567", "٠٥٥١٢٣٤٥٦٧", "055-123-4567"):
        assert kinds(told, typed) == [(HitKind.WORDS, ours)], typed
    assert [number for _, number in kinds(told, "مطلوب")] == [ours + 1, ours, ours - 2]
    assert [number for _, number in kinds(told, "")] == [ours + 1, ours, ours - 1, ours - 2]
    assert kinds(told, "zzz qqq") == []
    assert kinds(told, "9" * 19) == []


def test_a_job_is_found_with_its_messages_and_a_message_with_its_job(told: Told) -> None:
    """Whatever other messages lie between; one that was skipped has none."""
    first, last = told.message - 2, told.message + 1
    name = f"extract:{first}-{last}"
    assert {number for _, number in kinds(told, name)} == {first, told.message, last}
    jobs = [step for step in told.trace().steps if step.what is What.JOB]
    assert [(step.kind, step.facts[0].value) for step in jobs] == [("waits", name)]
    skipped = told.tracer.trace(told.message - 1)
    assert skipped is not None
    assert What.JOB not in {step.what for step in skipped.steps}
    judged = next(step for step in skipped.steps if step.what is What.JUDGED)
    assert judged.replay is Replay.EXTRACT


def test_a_skipped_message_tells_what_spoke_against_it(told: Told) -> None:
    """And one that was let through what spoke for it."""
    with told.database.writing() as session:
        session.get_one(Message, told.message - 1).band = "skip"
    skipped = told.tracer.trace(told.message - 1)
    assert skipped is not None
    said = [step.said for one in (skipped, told.trace()) for step in one.steps
            if step.what is What.JUDGED]  # fmt: skip
    assert said == ["قروب", "ممثل"]


def test_the_timeline_tells_everything_in_its_order(told: Told) -> None:
    """With people, costs, times and what each step leads to."""
    deciding = Decisions(told.database, nothing, lambda *_: ())
    deciding.edit(told.call, FieldName.LOCATION, "جدة", "huda", revision=1)
    deciding.approve([told.call], "sara")
    with told.database.writing() as session:
        session.add(
            DeadLetter(
                job="publish", job_id=f"publish:{told.publication}.1", call_id=told.call,
                failure="permanent", error="Refused.", signature="s", detail={"traceback": "T"},
            )
        )  # fmt: skip
    trace = told.trace()
    order = [step.what for step in trace.steps]
    assert order[:3] == [What.SENT, What.RECEIVED, What.JUDGED]
    assert order.index(What.READ) < order.index(What.NEAR) < order.index(What.ACT)
    by = {step.what: step for step in trace.steps}
    assert (by[What.ASKED].said, by[What.ASKED].cost, by[What.ASKED].seconds) == ("small", 120, 1.5)
    assert by[What.NEAR].said == "ممثلة في الرياض"
    assert ("why", "same contact") in [(f.name, f.value) for f in by[What.NEAR].facts]
    acts = [step for step in trace.steps if step.what is What.ACT]
    assert [(step.kind, step.by) for step in acts] == [("edit", "huda"), ("approve", "sara")]
    assert acts[0].edits[0].after == "جدة"
    assert by[What.SITE].mark is Mark.GOOD
    assert (by[What.LETTER].place, by[What.LETTER].replay) == (Place.LETTERS, Replay.LETTER)
    assert trace.cost == 120
    assert trace.live_after is not None
    assert trace.live_after > 7000
    document = json.dumps(trace.json(), ensure_ascii=False)
    assert "same contact" in document
    assert told.tracer.meant(f"call:{told.call}") == trace
    assert told.tracer.meant("nothing at all") is None
    assert told.tracer.trace(10**9) is None


def replayer(told: Told) -> Replayer:
    """Does steps again, on the real queue."""
    publisher = Publisher(told.database, None, told.engine.enqueue)  # type: ignore[arg-type]
    letters = DeadLetters(told.database, {"publish": publisher.undertaker()})
    return Replayer(told.database, told.engine.enqueue, publisher, letters)


def test_a_message_is_read_again_once(told: Told) -> None:
    """While it waits, asking again is refused with a sentence."""
    replayer(told).extract(told.message, "noura")
    trace = told.trace()
    assert trace.stage == Stage.WAITING
    names = [step.facts[0].value for step in trace.steps if step.what is What.JOB]
    assert any(name.startswith(f"extract:{told.message}-{told.message}t") for name in names)
    with pytest.raises(Invalid, match="waits to be read"):
        replayer(told).extract(told.message, "noura")


def test_a_publication_and_its_letter_are_done_again(told: Told) -> None:
    """Each makes a new version for the site, and the account says by whom."""
    with told.database.writing() as session:
        session.add(
            DeadLetter(
                job="publish", job_id=f"publish:{told.publication}.1", call_id=told.call,
                failure="permanent", error="Refused.", signature="s",
                detail={"publication": told.publication},
            )
        )  # fmt: skip

    def find(what: What) -> Step:
        return next(step for step in told.trace().steps if step.what is what)

    letter = find(What.LETTER)
    replayer(told).replay(told.message, letter, "noura")
    with pytest.raises(Invalid, match="answered meanwhile"):
        replayer(told).replay(told.message, letter, "noura")
    replayer(told).replay(told.message, find(What.SITE), "noura")
    trace = told.trace()
    answered = [step for step in trace.steps if step.what is What.ANSWERED]
    assert [(step.kind, step.by) for step in answered] == [(LetterState.REPLAYED, "noura")]
    assert [step.said for step in trace.steps if step.what is What.CARRIED] == ["2", "3"]
    assert [step.by for step in trace.steps if step.what is What.SHELVED] == ["noura"]


def test_what_is_typed_is_understood() -> None:
    """Hostile and odd lines mean words, or nothing."""
    assert understand("letter:3").kind == "letter"
    assert understand("extract:1-2#3").job == "extract:1-2#3"
    assert understand('"; drop table message; --').words == (("drop", "table", "message"),)
    assert understand("12").words == ()
    assert understand("").words == ()


def test_the_search_takes_quotes(told: Told) -> None:
    """Nothing that is typed is taken for an operator."""
    with told.database.reading() as session:
        assert rows.holding(session, ['x" OR y', "*"], 5) == []
