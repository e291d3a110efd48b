"""Budget, bands, costs, breakers and forecast, as the page tells of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from db.models import (
    Call,
    Message,
    ModelCall,
    Publication,
    PublicationState,
    Stage,
    utc_now,
)
from pipeline.extraction.configured import ModelConfig
from pipeline.extraction.port import SourceText
from takeone_desktop.assemble import Services
from tests.servers.llm import KEY
from tests.servers.web import WebServer, failing
from tests.ui.hand import DEMO
from tests.ui.models.conftest import CLAUDE, GPT, AtDesk, Desk, Drawer

OWN = CLAUDE.model_copy(update={"provider": "local", "strong": "m", "cheap": "m"})
CASTING = "مطلوب ممثل لإعلان في الرياض للتواصل 0550001234"


def spend(
    dollars: float, *, days_ago: int = 0, outcome: str = "answered", **more: object
) -> ModelCall:
    """One request that cost so much."""
    known = {"provider": "anthropic", "model": "claude-haiku-5-5", "prompt_version": "1"}
    return ModelCall(
        at=utc_now() - timedelta(days=days_ago),
        outcome=outcome,
        cost=round(dollars * 1_000_000),
        input_tokens=1000,
        cached_tokens=700,
        output_tokens=100,
        seconds=2.0,
        **{**known, **more},
    )


def spent(*calls: ModelCall) -> object:
    """Fills the ledger."""

    def write(services: Services) -> None:
        with services.database.writing() as session:
            session.add_all(calls)

    return write


@pytest.mark.parametrize(
    ("dollars", "now", "left"),
    [
        (0.0, "Until $0.40 are spent: strong model", "$2.00 of $2.00 left today"),
        (0.5, "Until $1.60: cheap model", "$1.50 of $2.00 left today"),
        (1.7, "Until $2.00: cheap model, sure messages only, sources asked half as often",
         "$0.30 of $2.00 left today"),
        (2.5, "Then rules only, until midnight in Riyadh", "Nothing is left of today's $2.00"),
    ],
)  # fmt: skip
def test_each_band_says_what_it_does(at_desk: AtDesk, dollars: float, now: str, left: str) -> None:
    """And which one it is now."""

    async def scenario(desk: Desk) -> None:
        lines = desk.page.body.budget._lines.values()
        plain = [line.text.translate(ISOLATES) for line in lines]
        assert len(desk.page.body.budget.plan) == 4
        marked = [
            text for text, line in zip(plain, lines, strict=True) if line._now.isVisibleTo(line)
        ]
        assert marked == [now]
        assert left in desk.said.translate(ISOLATES)

    at_desk(scenario, CLAUDE, daily=2.0, before=spent(spend(dollars)))


ISOLATES = dict.fromkeys((0x2068, 0x2069))


def test_a_budget_is_typed_and_saved_at_once(at_desk: AtDesk) -> None:
    """Wrong ones are told while they are typed; Arabic digits count; nothing is no limit."""

    async def scenario(desk: Desk) -> None:
        assert "No limit is set" in desk.said
        desk.type("b")
        line = desk.page.body.budget.rows["daily"].line
        assert desk.focus is line
        desk.type("2.5x")
        assert "Write an amount" in desk.said
        desk.press(Qt.Key.Key_Return, "\r")
        assert desk.config.daily_usd is None
        desk.press(Qt.Key.Key_Backspace)
        assert "Write an amount" not in desk.said
        desk.press(Qt.Key.Key_Return, "\r")
        await desk.until(lambda: desk.config.daily_usd == 2.5)
        line.selectAll()
        line.insert("٣٫٧٥")
        desk.press(Qt.Key.Key_Return, "\r")
        await desk.until(lambda: desk.config.daily_usd == 3.75)
        line.selectAll()
        desk.press(Qt.Key.Key_Backspace)
        desk.press(Qt.Key.Key_Return, "\r")
        await desk.until(lambda: desk.config.daily_usd is None)
        desk.card.setFocus()
        desk.type("u")
        await desk.until(lambda: desk.config.daily_usd == 3.75)

    at_desk(scenario, CLAUDE)


def test_costs_are_summed_by_period_model_and_provider(at_desk: AtDesk) -> None:
    """Errors are counted by kind, and the cached share is told."""
    calls = (
        spend(0.5), spend(0.25, days_ago=3), spend(1, days_ago=40),
        spend(0.0, outcome="rate_limit"), spend(0.0, outcome="rate_limit"),
        spend(0.12, provider="openai", model="gpt-6-luna", outcome="invalid_output"),
    )  # fmt: skip

    async def scenario(desk: Desk) -> None:
        said = desk.said.translate(ISOLATES)
        assert "Today 3 requests, $0.50. Failed: 2 too many requests." in said
        assert "70% of what was sent came from the providers' cache" in said
        costs = desk.page.body.costs
        assert costs._total.text() == "$0.87"  # a week, and nothing of what is older
        desk.type("d")
        assert costs._total.text() == "$0.62"
        assert costs.buttons[costs.period].isChecked()
        assert [row[0].text() for row in costs._models._held if row[0].isVisible()] == [
            "claude-haiku-5-5",
            "gpt-6-luna",
        ]
        assert "$0.62" in costs.chart.accessibleDescription().translate(ISOLATES)

    at_desk(scenario, CLAUDE, GPT, before=spent(*calls))


def test_what_waits_has_a_forecast(at_desk: AtDesk) -> None:
    """Calls, money, time, and what the prefilter saved."""

    def fill(services: Services) -> None:
        services.importer.run(DEMO)

    async def scenario(desk: Desk) -> None:
        said = desk.page.body.costs._outlook.text().translate(ISOLATES)
        assert said.startswith("About ")
        assert "$" in said
        assert "fewer than without the prefilter" in said
        desk.decide(ModelConfig(choices=(CLAUDE,), daily_usd=0.0))
        await desk.until(lambda: "Rules read what waits" in desk.said)

    at_desk(scenario, CLAUDE, before=fill)


def test_an_open_breaker_is_told_and_reset(at_desk: AtDesk, drawer: Drawer) -> None:
    """In words, with its seconds; R asks again at once."""
    drawer.held["local"] = KEY
    with WebServer(lambda _: failing(500)) as server:

        async def scenario(desk: Desk) -> None:
            extractor = desk.services.extractor
            assert "Nothing was read here since the start" in desk.said
            await extractor.extract(SourceText(CASTING, None, band="pass"))
            assert extractor.chain is not None
            breaker = extractor.chain._services["local"].breaker
            while breaker.failures < 5:
                breaker.fail()
            await desk.until(lambda: "Breaker open for" in desk.said)
            assert "5 failures in a row" in desk.said
            desk.card.setFocus()
            desk.type("r")
            await desk.until(lambda: "Breaker closed" in desk.said)

        at_desk(scenario, OWN, urls={"local": f"{server.url}/v1"}, before=no_retries)


def no_retries(services: Services) -> None:
    """Tests have no seconds to wait."""
    before = services.models.build

    def build(config: ModelConfig) -> object:
        chain = before(config)
        for service in services.models.remotes:
            service.patience = type(service.patience)(waits=())
        return chain

    services.extractor._build = build  # type: ignore[assignment]


def test_a_refused_key_rests_and_a_new_one_wakes_it(at_desk: AtDesk, drawer: Drawer) -> None:
    """The reason is told until then."""
    drawer.held["local"] = "sk-wrong"
    answers = {"status": 401}

    def answer(_: object) -> object:
        return failing(answers["status"])

    with WebServer(answer) as server:  # type: ignore[arg-type]

        async def scenario(desk: Desk) -> None:
            extractor = desk.services.extractor
            await extractor.extract(SourceText(CASTING, None, band="pass"))
            await desk.until(lambda: "Left alone until you act" in desk.said)
            assert "(401)" in desk.said
            await asyncio.to_thread(desk.page._desk.keep_key, "local", KEY)
            await desk.until(lambda: "Left alone until you act" not in desk.said)

        at_desk(scenario, OWN, urls={"local": f"{server.url}/v1"})


def test_calls_by_source_and_for_each_published_call(at_desk: AtDesk) -> None:
    """Sources by their names; a call that went live shares the cost."""

    def fill(services: Services) -> None:
        services.importer.run(DEMO)
        with services.database.writing() as session:
            source = session.scalar(sa.select(Message.source_id).limit(1))
            session.add(spend(0.5, source_id=source))
            _publish(session)

    async def scenario(desk: Desk) -> None:
        said = desk.said.translate(ISOLATES)
        assert "whatsapp-casting-riyadh" in said
        assert "$0.25 per published call" in said

    at_desk(scenario, CLAUDE, before=fill)


def _publish(session: Session) -> None:
    message = session.scalar(sa.select(Message.id).where(Message.stage == Stage.WAITING).limit(1))
    for number in range(2):
        call = Call(
            message_id=message, span_start=0, span_end=1, content_hash=f"{number}", band="pass",
            score=1.0, provider="rules", extractor_version="1",
        )  # fmt: skip
        session.add(call)
        session.flush()
        live = Publication(
            call_id=call.id, public_id=f"c{number}", content_hash=f"{number}", wanted="live",
            state=PublicationState.LIVE, published_at=utc_now(),
        )  # fmt: skip
        session.add(live)
