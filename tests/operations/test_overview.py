"""The overview counts what happened, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.models import (
    Call,
    CallStatus,
    DeadLetter,
    ImportRun,
    Message,
    ModelCall,
    Publication,
    PublicationState,
    ReviewAction,
    ReviewChange,
    Source,
    SourceRun,
    Stage,
)
from db.session import Database
from pipeline.extraction.configured import ModelConfig, write_config
from pipeline.extraction.spending.budget import Care
from pipeline.operations.overview import read_overview

NOW = datetime(2026, 11, 25, 9, 0)
"""Noon in Riyadh."""


def ago(**parts: float) -> datetime:
    return NOW - timedelta(**parts)


def source(session: Session, name: str, **values: object) -> Source:
    made = Source(kind="WHATSAPP", identifier=name, name=name, adapter="whapi", **values)
    session.add(made)
    session.flush()
    return made


def message(session: Session, of: Source, number: int, at: datetime, stage: Stage) -> Message:
    made = Message(
        source_id=of.id, external_id=str(number), kind="message", text="x", search="x",
        band="pass", score=5.0, stage=stage, created_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def call(session: Session, of: Message, at: datetime, status: CallStatus, head: int = 0) -> Call:
    made = Call(
        message_id=of.id, status=status, span_start=0, span_end=1, content_hash=f"{of.id}",
        band="pass", score=5.0, provider="rules", extractor_version="1", created_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    made.cluster_id = head or made.id
    return made


def test_an_empty_workspace_has_an_overview(database: Database) -> None:
    """Nothing is wrong where nothing is."""
    with database.reading() as session:
        seen = read_overview(session, NOW)
    assert (seen.funnel.came.fetched, seen.funnel.calls, seen.pending) == (0, 0, 0)
    assert (seen.oldest, seen.ill, seen.late, seen.lagging) == (None, (), (), None)
    assert (seen.money.used, seen.money.care) == (0.0, Care.STRONG)


def test_only_the_last_day_is_in_the_funnel(database: Database) -> None:
    """Runs, calls, decisions and what went live, each by its own time."""
    with database.writing() as session:
        group = source(session, "group")
        for at, found in ((ago(days=2), 100), (ago(hours=3), 30)):
            session.add(
                SourceRun(source_id=group.id, started_at=at, fetched=found, stored=20, passed=7)
            )
            session.add(
                ImportRun(file_name="a", path="a", fingerprint="f", started_at=at, read=found,
                          stored=10, passed=2, unsure=1)
            )  # fmt: skip
        old = call(
            session, message(session, group, 1, ago(days=3), Stage.EXTRACTED), ago(days=3),
            CallStatus.PENDING,
        )  # fmt: skip
        for number in range(2, 7):
            at = ago(hours=10 - number)
            status = CallStatus.DUPLICATE if number == 6 else CallStatus.APPROVED
            call(
                session, message(session, group, number, at, Stage.EXTRACTED), at, status,
                head=old.id if number == 6 else 0,
            )  # fmt: skip
        message(session, group, 9, ago(hours=1), Stage.WAITING)
        for kind, at, undone in (
            ("approve", ago(hours=2), None),
            ("approve", ago(hours=1), ago(minutes=1)),
            ("reject", ago(hours=1), None),
            ("reject", ago(days=2), None),
        ):
            step = ReviewAction(kind=kind, by="noura", at=at, undone_at=undone)
            session.add(step)
            session.flush()
            session.add(ReviewChange(action_id=step.id, call_id=old.id, before={}, after={}))
        for published in (ago(hours=1), None):
            read = message(session, group, 20 + bool(published), NOW, Stage.EXTRACTED)
            live = call(session, read, ago(days=5), CallStatus.APPROVED)
            session.add(
                Publication(call_id=live.id, public_id="p", content_hash=f"{live.id}",
                            wanted="live", state=PublicationState.LIVE, published_at=published)
            )  # fmt: skip
    with database.reading() as session:
        seen = read_overview(session, NOW)
    assert seen.funnel.came.fetched == 60
    assert (seen.funnel.came.new, seen.funnel.came.passed) == (30, 10)
    assert (seen.funnel.approved, seen.funnel.rejected, seen.funnel.live) == (1, 1, 1)
    assert (seen.pending, seen.oldest, seen.age) == (1, ago(days=3), timedelta(days=3))
    assert (seen.waiting, seen.publications) == (1, {"live": 2})


def test_calls_are_counted_from_the_first_of_the_day(database: Database) -> None:
    """Whatever lies before, and with gaps between the ids."""
    with database.writing() as session:
        group = source(session, "group")
        for number in range(40):
            at = ago(hours=30 - number) if number < 30 else ago(minutes=40 - number)
            one = call(
                session, message(session, group, number, at, Stage.EXTRACTED), at,
                CallStatus.PENDING,
            )  # fmt: skip
            if number % 3 == 0:
                session.delete(one)
                session.flush()
    with database.reading() as session:
        expected = session.query(Call).filter(Call.created_at >= ago(hours=24)).count()
        assert read_overview(session, NOW).funnel.calls == expected > 20


def test_what_is_wrong_is_named(database: Database) -> None:
    """Ill and late sources, failing models, money, letters, a site that does not answer."""
    with database.writing() as session:
        source(
            session, "ill", failures=3, last_error="It did not answer.", last_run_at=ago(hours=1)
        )
        source(session, "late", every_minutes=60, next_run_at=ago(minutes=31))
        source(session, "in time", every_minutes=60, next_run_at=ago(minutes=29))
        source(session, "by hand", every_minutes=0, next_run_at=ago(days=9))
        for outcome, at in (
            ("answered", ago(minutes=1)),
            ("transient", ago(minutes=2)),
            ("transient", ago(minutes=16)),
        ):
            session.add(
                ModelCall(at=at, provider="openai", model="m", prompt_version="1",
                          outcome=outcome, cost=400_000)
            )  # fmt: skip
        write_config(session, ModelConfig(daily_usd=1.6), by="noura")
        session.add(
            DeadLetter(job="extract", job_id="1", failure="invalid", error="e", signature="s")
        )
        one = call(
            session, message(session, source(session, "x"), 1, NOW, Stage.EXTRACTED), NOW,
            CallStatus.APPROVED,
        )  # fmt: skip
        session.add(
            Publication(call_id=one.id, public_id="p", content_hash="h", wanted="live",
                        state=PublicationState.WAITING, updated_at=ago(minutes=50))
        )  # fmt: skip
    with database.reading() as session:
        seen = read_overview(session, NOW)
    assert [(one.name, one.failures, one.needs_person) for one in seen.ill] == [("ill", 3, True)]
    assert [(one.name, one.by) for one in seen.late] == [("late", timedelta(minutes=31))]
    assert (seen.asked, seen.failed, seen.letters) == (2, 1, 1)
    assert seen.lagging == ago(minutes=50)
    assert (round(seen.money.used, 3), seen.money.care) == (0.75, Care.CHEAP)
