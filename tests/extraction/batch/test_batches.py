"""Dumps in batches: half the price, each answer paid and taken once, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.models import BatchState, LineState, Message, ModelBatch, Stage, utc_now
from pipeline.errors import Invalid
from tests.extraction.batch.conftest import Rig, text
from tests.servers.batches import BatchStandIn
from tests.servers.web import failing

Make = Callable[[str], Rig]
both = pytest.mark.parametrize("provider", ["anthropic", "openai"])


@both
def test_a_dump_is_answered_in_one_batch_at_half_the_price(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    rig = make(provider)
    rig.configure()
    rig.store(*(text(number) for number in range(60)))
    rig.finish()
    assert service.single == 0
    assert set(service.paid.values()) == {1}
    assert len(service.paid) == 60
    assert rig.stages() == {"extracted": 60}
    assert {one.provider for one in rig.calls()} == {provider}
    (batch,) = rig.batches()
    assert (batch.state, batch.requests, batch.done) == (BatchState.COLLECTED, 60, 60)
    entries = rig.ledger()
    assert len(entries) == 60
    assert {one.batch_id for one in entries} == {batch.id}
    assert batch.cost == sum(one.cost for one in entries)
    whole = sum((one.input_tokens + one.output_tokens) * 10 for one in entries)
    assert batch.cost == pytest.approx(whole / 2, rel=0.001)


@both
def test_the_service_keeps_nothing_of_what_was_collected(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    rig = make(provider)
    rig.configure()
    rig.store(text(1))
    rig.finish()
    assert service.files == {}
    assert provider == "openai" or service.batches == {}


@both
def test_what_expires_or_fails_alone_goes_the_ordinary_way(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    fates = {text(3): "expired", text(4): "errored"}
    service.fate = lambda told: fates.get(told.strip(), "answered")
    rig = make(provider)
    rig.configure()
    rig.store(*(text(number) for number in range(8)))
    rig.finish()
    assert rig.lines() == {"answered": 6, "expired": 1, "errored": 1}
    assert service.single == 2
    assert set(service.paid.values()) == {1}
    assert rig.stages() == {"extracted": 8}


@both
def test_a_useless_answer_is_paid_and_asked_again_the_ordinary_way(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    usual = service.think
    service.think = lambda turns: "I would rather not." if not service.single else usual(turns)
    rig = make(provider)
    rig.configure()
    rig.store(text(1))
    rig.finish()
    assert rig.lines() == {"useless": 1}
    assert [(one.outcome, bool(one.batch_id)) for one in rig.ledger()] == [
        ("invalid_output", True),
        ("answered", False),
    ]
    assert rig.stages() == {"extracted": 1}


@both
def test_a_batch_whose_answer_was_lost_is_found_not_sent_again(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    service.lose = 1
    rig = make(provider)
    rig.configure()
    rig.store(*(text(number) for number in range(5)))
    rig.finish()
    assert set(service.paid.values()) == {1}
    assert rig.lines() == {"answered": 5}


@both
def test_a_download_that_is_cut_is_fetched_again(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    service.cut = 3
    rig = make(provider)
    rig.configure()
    rig.store(*(text(number) for number in range(20)))
    rig.finish()
    assert rig.lines() == {"answered": 20}
    assert len(rig.ledger()) == 20


@both
def test_a_service_that_is_busy_or_down_is_asked_later(make: Make, provider: str) -> None:
    rig = make(provider)
    rig.configure()
    rig.store(text(1), text(2))
    rig.server.faults.extend([failing(429, retry_after="0"), failing(429), failing(500)])
    rig.finish()
    assert rig.stages() == {"extracted": 2}


def test_a_batch_that_is_refused_goes_the_ordinary_way(make: Make, service: BatchStandIn) -> None:
    service.refuse = "The model is not known."
    rig = make("openai")
    rig.configure()
    rig.store(text(1), text(2))
    rig.finish()
    (batch,) = rig.batches()
    assert batch.state == BatchState.FAILED
    assert "not known" in batch.error
    assert service.single == 2
    assert rig.stages() == {"extracted": 2}


@both
def test_a_cancelled_batch_hands_its_messages_back(
    make: Make, service: BatchStandIn, provider: str
) -> None:
    service.looks = 10_000
    rig = make(provider)
    rig.configure()
    rig.store(text(1), text(2))
    rig.engine.start()
    while not (rig.batches() and rig.batches()[0].remote_id):
        rig.engine.wait_idle(timeout=10)
    rig.desk.cancel(rig.batches()[0].id)
    rig.stop()
    rig.finish()
    assert rig.batches()[0].state == BatchState.CANCELLED
    assert rig.lines() == {"cancelled": 2}
    assert rig.stages() == {"extracted": 2}
    assert service.single == 2
    with pytest.raises(Invalid, match="no batch"):
        rig.desk.cancel(rig.batches()[0].id)


def test_texts_that_say_the_same_are_one_question(make: Make, service: BatchStandIn) -> None:
    rig = make("anthropic")
    rig.configure()
    rig.store(text(1), f"{text(1)} ✨", text(2))
    rig.finish()
    assert rig.batches()[0].requests == 2
    assert len(rig.ledger()) == 2
    assert rig.lines() == {"answered": 3}
    assert rig.stages() == {"extracted": 3}


def test_without_the_setting_nothing_is_held_back(make: Make, service: BatchStandIn) -> None:
    rig = make("anthropic")
    rig.configure("off")
    rig.store(text(1))
    rig.finish()
    assert rig.batches() == []
    assert service.single == 1


def test_no_more_is_put_into_batches_than_the_budget_allows(
    make: Make, service: BatchStandIn
) -> None:
    rig = make("anthropic")
    rig.configure(daily_usd=0.0)
    rig.store(text(1), text(2))
    rig.finish()
    assert rig.batches() == []
    assert not service.paid
    assert rig.stages() == {"extracted": 2}


def test_a_text_that_changed_meanwhile_is_read_as_it_is_now(
    make: Make, service: BatchStandIn
) -> None:
    rig = make("anthropic")
    rig.configure()
    rig.store(text(1))
    rig.engine.start()
    while not (rig.batches() and rig.batches()[0].remote_id):
        rig.engine.wait_idle(timeout=10)
    rig.stop()
    with rig.database.writing() as session:
        session.execute(sa.update(Message).values(text=text(7)))
    rig.finish()
    assert service.single == 1
    assert rig.lines() == {LineState.ANSWERED: 1}


def test_a_batch_that_is_too_much_now_is_sent_later(make: Make, service: BatchStandIn) -> None:
    service.too_much = 1
    rig = make("openai")
    rig.configure()
    rig.store(text(1), text(2))
    rig.finish()
    assert rig.lines() == {"answered": 2}
    assert service.single == 0
    assert set(service.paid.values()) == {1}


def test_a_batch_that_can_not_be_looked_after_is_left_in_the_end(
    make: Make, service: BatchStandIn
) -> None:
    rig = make("anthropic")
    rig.configure()
    rig.store(text(1), text(2))
    rig.engine.start()
    while not (rig.batches() and rig.batches()[0].remote_id):
        rig.engine.wait_idle(timeout=10)
    rig.stop()
    service.key = "another"
    with rig.database.writing() as session:
        long_ago = utc_now() - timedelta(days=4)
        session.execute(sa.update(ModelBatch).values(submitted_at=long_ago))
    rig.finish()
    (batch,) = rig.batches()
    assert batch.state == BatchState.FAILED
    assert rig.lines() == {"expired": 2}
    assert rig.stages() == {"extracted": 2}


def test_what_was_read_meanwhile_is_not_asked_about(make: Make, service: BatchStandIn) -> None:
    rig = make("anthropic")
    rig.configure("off")
    rig.store(text(1), text(2))
    assert rig.desk.order() == 2
    with rig.database.writing() as session:
        read = sa.update(Message).where(Message.text == text(1)).values(stage=Stage.EXTRACTED)
        session.execute(read)
    rig.finish()
    assert dict(service.paid) == {text(2): 1}
    assert rig.lines() == {"answered": 1, "cancelled": 1}


def test_what_is_put_into_batches_counts_at_once_against_the_budget(make: Make) -> None:
    rig = make("anthropic")
    rig.configure("off", daily_usd=0.2)
    rig.store(*(text(number) for number in range(300)))
    ordered = rig.desk.order()
    assert 0 < ordered < 300
