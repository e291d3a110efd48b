"""A call's story, told from what both databases keep."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db.models import (
    Call,
    Message,
    ModelCall,
    Publication,
    PublicationState,
    Sighting,
    Source,
)
from db.session import Database
from pipeline.extraction.call import FieldName
from pipeline.review.decisions import Decisions
from pipeline.review.desk import ReviewDesk
from pipeline.review.story import What
from pipeline.review.wording import Difference
from pipeline.text.hashing import content_hash

TEXT = "مطلوب ممثل في جدة"


def add_message(session: Session, source: Source, name: str, text: str) -> Message:
    """A message as it is stored."""
    message = Message(
        source_id=source.id,
        external_id=name,
        sent_at=datetime(2026, 11, 1, 10, 0),
        sender="Noura",
        kind="text",
        text=text,
        search="",
        band="pass",
        score=3.0,
        reasons=[["news:قروب", 0, 1, -3.0], ["role:ممثل", 6, 10, 1.1], ["wanted:مطلوب", 0, 5, 2.0]],
        stage="extracted",
    )
    session.add(message)
    session.flush()
    return message


def add_call(session: Session, message: Message, head: Call | None = None) -> Call:
    """A call as it is stored, in its own cluster or in another's."""
    call = Call(
        message_id=message.id,
        title=message.text[:10],
        span_start=0,
        span_end=len(message.text),
        content_hash=content_hash(message.text, None, None),
        band="pass",
        score=3.0,
        provider="rules",
        extractor_version="7",
        evidence={},
    )
    session.add(call)
    session.flush()
    call.cluster_id = head.id if head else call.id
    session.add(Sighting(call_id=call.id, message_id=message.id))
    session.flush()
    return call


@pytest.fixture
def head(database: Database) -> int:
    """A call, said twice word for word, with one variant."""
    with database.writing() as session:
        source = Source(kind="DUMP", identifier="g", name="Group", medium="whatsapp")
        session.add(source)
        session.flush()
        call = add_call(session, add_message(session, source, "1", TEXT))
        again = add_message(session, source, "2", TEXT)
        session.add(Sighting(call_id=call.id, message_id=again.id))
        add_call(session, add_message(session, source, "3", f"{TEXT} اليوم"), call)
        session.add(
            ModelCall(
                message_id=call.message_id, provider="x", model="small", prompt_version="1",
                outcome="answered", cost=120,
            )
        )  # fmt: skip
        return call.id


def decisions(database: Database) -> Decisions:
    """The deciding half, with a site that takes everything."""

    def want(*_: Any) -> None:
        """Nothing is published here."""

    return Decisions(database, want, lambda *_: ())


def test_the_story_runs_from_the_message_to_the_site(database: Database, head: int) -> None:
    """Every step has its time, its person and its words."""
    desk, deciding = ReviewDesk(database), decisions(database)
    deciding.edit(head, FieldName.LOCATION, "جدة", "huda", revision=1)
    deciding.flag(head, "huda", flagged=True)
    deciding.flag(head, "huda", flagged=False)
    deciding.reject([head], "sara", "other", "asks for money")
    deciding.undo("sara")
    deciding.approve([head], "sara")
    with database.writing() as session:
        session.add(
            Publication(
                call_id=head, public_id="c1", content_hash="", wanted="live",
                state=PublicationState.FAILED, error="The site is away.",
            )
        )  # fmt: skip
    told = asyncio.run(desk.history(head))
    assert [step.what for step in told] == [
        What.SENT, What.RECEIVED, What.KEPT, What.EXTRACTED, What.AGAIN, What.ASKED,
        What.EDIT, What.FLAG, What.UNFLAG, What.REJECT, What.UNDO, What.APPROVE, What.FAILED,
    ]  # fmt: skip
    by_what = {step.what: step for step in told}
    assert by_what[What.KEPT].said == "مطلوب, ممثل"
    assert (by_what[What.EXTRACTED].said, by_what[What.EXTRACTED].note) == ("rules", "7")
    assert (by_what[What.ASKED].said, by_what[What.ASKED].number) == ("small", 120)
    assert [(e.name, e.before, e.after) for e in by_what[What.EDIT].edits] == [
        (FieldName.LOCATION, "", "جدة")
    ]
    rejected = by_what[What.REJECT]
    assert (rejected.by, rejected.said, rejected.note) == ("sara", "other", "asks for money")
    assert rejected.undone
    assert not by_what[What.APPROVE].undone
    assert not by_what[What.UNDO].note
    assert by_what[What.FAILED].said == "The site is away."


def test_a_variant_tells_with_whom_it_was_settled(database: Database, head: int) -> None:
    """It never was on anybody's desk by itself."""
    decisions(database).approve([head], "sara")
    told = asyncio.run(ReviewDesk(database).history(head + 1))
    steps = {step.what: step for step in told}
    assert steps[What.VARIANT].number == head
    assert steps[What.SETTLED].by == "sara"


def test_copies_show_repeats_and_the_words_of_variants(database: Database, head: int) -> None:
    """Word for word the same first, then what says it otherwise."""
    repeat, variant = asyncio.run(ReviewDesk(database).copies(head))
    assert (repeat.call_id, repeat.pieces, repeat.source) == (None, (), "Group")
    assert variant.call_id == head + 1
    assert [(p.difference, p.text) for p in variant.pieces] == [
        (Difference.SAME, f"{TEXT} "),
        (Difference.ADDED, "اليوم"),
    ]


def test_nobody_has_no_story(database: Database) -> None:
    """Asking after a call that is gone is no error."""
    desk = ReviewDesk(database)
    assert asyncio.run(desk.history(99)) == ()
    assert asyncio.run(desk.copies(99)) == ()
