"""The ledger summed up: by day, model, source and provider; what waits; how providers do."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import Message, ModelCall, Source, Stage
from db.session import Database
from pipeline.errors import Rejected
from pipeline.extraction.building import ChainBuilder
from pipeline.extraction.configured import (
    Configured,
    ModelChoice,
    ModelConfig,
    change_config,
    put_back,
    read_config,
    write_config,
)
from pipeline.extraction.models.prompt import load
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.asked import Asked
from pipeline.extraction.spending.budget import Care, Spent
from pipeline.extraction.spending.ledger import Ledger
from pipeline.extraction.spending.outlook import outlook
from pipeline.extraction.spending.prices import default_prices
from pipeline.extraction.spending.report import Period, Sums, read_report
from pipeline.remote.breaker import State
from tests.keys import Held

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
DOLLAR = 1_000_000
CLAUDE = ModelChoice(provider="anthropic", strong="claude-sonnet-5-5", cheap="claude-haiku-5-5")
GPT = ModelChoice(provider="openai", strong="gpt-6.2-sol", cheap="gpt-6-luna")


def asked(days_ago: float, dollars: float, **more: object) -> ModelCall:
    known: dict[str, object] = {
        "provider": "anthropic", "model": "m", "prompt_version": "1", "outcome": "answered",
        "input_tokens": 100, "cached_tokens": 60, "output_tokens": 10, "seconds": 2.0,
    }  # fmt: skip
    at = (NOW - timedelta(days=days_ago)).replace(tzinfo=None)
    return ModelCall(at=at, cost=round(dollars * DOLLAR), **{**known, **more})


def add_source(database: Database) -> int:
    with database.writing() as session:
        source = Source(kind="WHATSAPP", identifier="g", name="Casting Riyadh", adapter="whapi")
        session.add(source)
        session.flush()
        return source.id


def test_every_sum_of_a_period(database: Database) -> None:
    source = add_source(database)
    with database.writing() as session:
        session.add_all(
            [
                asked(0, 1.0, source_id=source),
                asked(0.6, 2.0, model="n"),  # 21:36 UTC: the day before is over in Riyadh
                asked(3, 4.0),
                asked(9.1, 8.0),  # the first of the month
                asked(20, 16.0),
                asked(0, 0.0, outcome="rate_limit", input_tokens=0, cached_tokens=0),
            ]
        )
    with database.reading() as session:
        report = read_report(session, NOW)
    today, week, month = (report.costs(period) for period in Period)
    assert (today.cost, week.cost, month.cost) == (3 * DOLLAR, 7 * DOLLAR, 15 * DOLLAR)
    assert (today.calls, week.calls, month.calls) == (3, 4, 5)
    assert report.spent == Spent(3 * DOLLAR, 15 * DOLLAR)
    assert [day.cost for day in report.last_days()] == [0, 0, 0, 4 * DOLLAR, 0, 0, 3 * DOLLAR]
    assert [day.day.day for day in month.days] == list(range(1, 11))
    assert [(line.name, line.cost) for line in today.by_model] == [
        ("n", 2 * DOLLAR),
        ("m", DOLLAR),
    ]
    assert [(line.name, line.cost) for line in today.by_source] == [
        ("", 2 * DOLLAR),
        ("Casting Riyadh", DOLLAR),
    ]
    assert today.cached == pytest.approx(0.6)
    assert today.per_published is None
    assert report.today("anthropic").failures == {"rate_limit": 1}
    assert report.today("openai").calls == 0
    assert report.seconds_per_call("anthropic", "m") == 2.0
    assert report.seconds_per_call("anthropic", "unknown") > 0


def test_days_that_are_over_are_summed_up_once(database: Database) -> None:
    """Whoever looks again sees what came today and what came late, on another day as well."""
    known: Sums = {}

    def look(later: timedelta = timedelta()) -> tuple[list[int], int]:
        walks = 0

        def count(*told: Any) -> None:
            nonlocal walks
            walks += "FROM model_call" in told[2]

        sa.event.listen(sa.Engine, "before_cursor_execute", count)
        try:
            with database.reading() as session:
                report = read_report(session, NOW + later, known)
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", count)
        return [day.cost // DOLLAR for day in report.last_days(4)], walks

    with database.writing() as session:
        session.add_all([asked(0, 1.0), asked(1, 2.0), asked(2, 4.0)])
    assert look() == ([0, 4, 2, 1], 10)
    with database.writing() as session:
        session.add(asked(0, 8.0))
    assert look() == ([0, 4, 2, 9], 1)
    midnight = timedelta(hours=9, minutes=30)  # in Riyadh, and half an hour
    assert look(midnight) == ([4, 2, 9, 0], 2)
    with database.writing() as session:
        session.add(asked(0, 16.0))  # written down by a batch that began before midnight
    assert look(midnight) == ([4, 2, 25, 0], 2)
    assert look(timedelta(days=1)) == ([4, 2, 25, 0], 2)
    assert look(timedelta(days=1)) == ([4, 2, 25, 0], 1)


def test_an_empty_ledger_is_no_trouble(database: Database) -> None:
    with database.reading() as session:
        costs = read_report(session, NOW).costs(Period.MONTH)
    assert (costs.calls, costs.cost, costs.cached, costs.by_model) == (0, 0, 0.0, ())


def test_what_waits_is_foreseen_by_band(database: Database) -> None:
    """Skipped ones beside it are what the prefilter saved; with little money the unsure ones
    are left to rules, with none all of them."""
    source = add_source(database)
    with database.writing() as session:
        bands = ["pass"] * 4 + ["unsure"] * 2 + ["skip"] * 6
        for number, band in enumerate(bands):
            stage = Stage.SKIPPED if band == "skip" else Stage.WAITING
            session.add(
                Message(
                    source_id=source, external_id=str(number), kind="text", search="",
                    text=f"مطلوب ممثل رقم {number}", band=band, score=0.0, stage=stage,
                )
            )  # fmt: skip
            session.flush()

    def seen(care: Care) -> tuple[int, float]:
        question = Asked("anthropic", "claude-haiku-5-5", care, 2, 4.0)
        with database.reading() as session:
            about = outlook(session, question, load(), default_prices())
        assert about.messages == 12
        assert (about.cost > 0) is (about.calls > 0)
        assert about.seconds == about.calls * 2
        return about.calls, about.saved

    assert seen(Care.STRONG) == (6, 0.5)
    assert seen(Care.SPARING) == (4, pytest.approx(2 / 3))
    assert seen(Care.RULES) == (0, 1.0)


def test_a_change_is_put_back_unless_somebody_decided_since(database: Database) -> None:
    def with_gpt(config: ModelConfig) -> ModelConfig:
        return config.model_copy(update={"choices": (GPT, *config.choices)})

    with database.writing() as session:
        before, after = change_config(session, with_gpt, by="noura")
    with database.writing() as session:
        put_back(session, before, after, by="noura")
        assert read_config(session) == ModelConfig()
        write_config(session, ModelConfig(daily_usd=3), by="sara")
    with pytest.raises(Rejected, match="changed again"), database.writing() as session:
        put_back(session, before, after, by="noura")


def test_an_open_breaker_outlives_a_change_of_the_budget(database: Database) -> None:
    """And ends with a reset, with another address, or with another loop."""
    rules = RulesExtractor()
    models = ChainBuilder(rules, Ledger(database, default_prices()), Held(), {})
    configured = Configured(database, rules, models.build)

    def decide(*choices: ModelChoice, daily: float) -> None:
        with database.writing() as session:
            write_config(session, ModelConfig(choices=choices, daily_usd=daily), by="noura")

    def state() -> State:
        health = configured.health("local")
        assert health is not None
        return health.state

    async def live() -> None:
        own = ModelChoice(provider="local", strong="m", cheap="m", base_url="http://a/v1")
        decide(own, daily=1)
        chain = await configured._current()
        (service,) = models.remotes
        for _ in range(5):
            service.breaker.fail()
        assert state() is State.OPEN
        decide(own, GPT, daily=2)
        assert await configured._current() is not chain
        assert state() is State.OPEN
        configured.wake("local")
        await asyncio.sleep(0)
        assert state() is State.CLOSED
        for _ in range(5):
            service.breaker.fail()
        decide(own.model_copy(update={"base_url": "http://b/v1"}), daily=2)
        await configured._current()
        assert state() is State.CLOSED

    asyncio.run(live())
