"""A queue of calls and the desk that decides them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, Message, Sighting, Source
from db.session import Database
from pipeline.extraction.validate import problems
from pipeline.jobs.engine import JobEngine
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.publishing.targets import SiteAlone
from pipeline.review.decisions import Decisions

Fill = Callable[..., list[int]]


@pytest.fixture
def decisions(database: Database, tmp_path: Path) -> Decisions:
    """The real decisions, with a site nobody else looks at."""
    engine = JobEngine(database, executor="test")
    engine.prepare()
    publisher = Publisher(
        database, SiteAlone(Site(f"sqlite:///{tmp_path}/site.db")), engine.enqueue
    )
    return Decisions(database, publisher.want, problems)


@pytest.fixture
def fill(database: Database) -> Fill:
    """Puts calls into the queue; those of `like` follow the first one."""

    def add(number: int, like: int = 0) -> list[int]:
        with database.writing() as session:
            heads = add_calls(session, number)
            add_calls(session, like, head=heads[0] if like else None)
        return heads

    return add


def add_calls(session: Session, number: int, head: int | None = None) -> list[int]:
    """Calls as they are stored, one message each."""
    source = session.scalar(sa.select(Source)) or Source(kind="DUMP", identifier="c", name="chat")
    session.add(source)
    session.flush()
    made = session.scalar(sa.select(sa.func.count()).select_from(Message)) or 0
    messages = [
        Message(
            source_id=source.id, external_id=f"m{made + n}", kind="text", search="",
            text=f"مطلوب ممثل رقم {made + n}", band="pass", score=1.0, stage="extracted",
        )
        for n in range(number)
    ]  # fmt: skip
    session.add_all(messages)
    session.flush()
    calls = [
        Call(
            message_id=message.id, title=message.text, location="جدة", contact_info="0550001234",
            span_start=0, span_end=len(message.text), content_hash=f"hash {message.id}",
            band="pass", score=1.0, provider="rules", extractor_version="7", evidence={},
        )
        for message in messages
    ]  # fmt: skip
    session.add_all(calls)
    session.flush()
    for call in calls:
        call.cluster_id, call.position = head or call.id, call.id
        session.add(Sighting(call_id=call.id, message_id=call.message_id))
    return [call.id for call in calls]


def statuses(database: Database, ids: Sequence[int]) -> list[str]:
    """What became of these calls."""
    with database.reading() as session:
        return [session.get_one(Call, one).status for one in ids]
