"""Batches: the switch, the order for what waits, how far each is, and its end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from db.models import BatchState, Message, ModelBatch, Stage
from db.session import announce
from takeone_desktop.assemble import Services
from tests.ui.hand import DEMO
from tests.ui.models.conftest import CLAUDE, GPT, AtDesk, Desk
from ui.models.batches_card import MOST_OVER

OWN = CLAUDE.model_copy(update={"provider": "local", "strong": "m", "cheap": "m"})
ISOLATES = dict.fromkeys((0x2068, 0x2069))


def batch(number: int, state: BatchState, **more: object) -> ModelBatch:
    known: dict[str, object] = {"requests": 40, "done": 10, "estimate": 250_000, "error": ""}
    return ModelBatch(
        provider="anthropic", model=f"claude-{number}", prompt_version="1", mark=f"m{number}",
        state=state, **{**known, **more},
    )  # fmt: skip


def said(desk: Desk) -> str:
    return desk.said.translate(ISOLATES)


def states(services: Services) -> list[str]:
    with services.database.reading() as session:
        return list(session.scalars(sa.select(ModelBatch.state).order_by(ModelBatch.id)))


def test_dumps_go_into_batches_or_not(at_desk: AtDesk) -> None:
    """Saved at once, told, and taken back with U."""

    async def scenario(desk: Desk) -> None:
        assert "are read at once" in desk.said
        assert "No batch was sent yet" in desk.said
        desk.type("a")
        await desk.until(lambda: desk.config.batch == "dumps" and "go into batches:" in desk.said)
        assert "from now on" in desk.toast
        desk.type("u")
        await desk.until(lambda: desk.config.batch == "off" and "are read at once" in desk.said)

    at_desk(scenario, CLAUDE)


def test_who_answers_no_batches_is_said(at_desk: AtDesk) -> None:
    """A server of one's own has no such service, and nothing can be ordered from it."""

    async def scenario(desk: Desk) -> None:
        assert "put one of them first" in desk.said
        assert not desk.page.body.batches.order.isEnabled()
        desk.type("g")
        assert not desk.page.tasks.running("order")

    at_desk(scenario, OWN, GPT)


@pytest.mark.parametrize("waits", [True, False])
def test_what_waits_is_put_into_a_batch(at_desk: AtDesk, waits: bool) -> None:
    def fill(services: Services) -> None:
        if waits:
            services.importer.run(DEMO)

    async def scenario(desk: Desk) -> None:
        desk.type("g")
        if not waits:
            await desk.until(lambda: "Nothing went into a batch" in desk.toast)
            return
        await desk.until(lambda: "put into a batch" in desk.toast)
        await desk.until(lambda: "Fills; sent soon" in desk.said)
        with desk.services.database.reading() as session:
            waiting = session.scalar(
                sa.select(sa.func.count()).where(Message.stage == Stage.WAITING)
            )
        assert f"{waiting} messages put" in desk.toast

    at_desk(scenario, CLAUDE, before=fill)


def test_each_batch_says_how_far_it_is(at_desk: AtDesk) -> None:
    """Those under way above, a few of the others below, and what is wrong with one."""

    def fill(services: Services) -> None:
        with services.database.writing() as session:
            session.add_all(
                [
                    *(batch(n, BatchState.COLLECTED, cost=90_000) for n in range(9)),
                    batch(10, BatchState.SENT),
                    batch(11, BatchState.FAILED, error="Anthropic has trouble (500)."),
                    batch(12, BatchState.SENDING, error="Anthropic has trouble (503)."),
                ]
            )

    async def scenario(desk: Desk) -> None:
        rows = [row for row in desk.page.body.batches.rows if row.isVisible()]
        assert [row._model.text() for row in rows][:3] == ["claude-12", "claude-10", "claude-11"]
        assert len(rows) == 2 + MOST_OVER
        assert "10 of 40 answered" in said(desk)
        assert "about $0.25" in said(desk)
        assert "$0.09" in said(desk)
        assert "has trouble (500)" in said(desk)
        assert (rows[1]._bar.value(), rows[1]._bar.maximum()) == (10, 40)
        with desk.services.database.writing() as session:
            _advance(session)
        await desk.until(lambda: "30 of 40 answered" in said(desk))

    at_desk(scenario, CLAUDE, before=fill)


def _advance(session: Session) -> None:
    session.execute(sa.update(ModelBatch).values(done=30))
    announce(session, "batch", 10)


def test_a_batch_is_ended_by_two_presses(at_desk: AtDesk) -> None:
    """X goes to the button of the next one under way; one press alone ends nothing."""

    def fill(services: Services) -> None:
        with services.database.writing() as session:
            session.add_all([batch(1, BatchState.SENT), batch(2, BatchState.SENT)])

    async def scenario(desk: Desk) -> None:
        first, second = desk.page.body.batches.rows
        desk.type("x")
        assert desk.focus is first.cancel
        desk.type("x")
        assert desk.focus is second.cancel
        desk.press(Qt.Key.Key_Space, " ")
        assert "Press again" in second.cancel.text()
        assert states(desk.services) == ["sent", "sent"]
        desk.press(Qt.Key.Key_Space, " ")
        await desk.until(lambda: states(desk.services)[0] == "cancelling")
        await desk.until(lambda: "Being ended" in desk.said)
        assert states(desk.services) == ["cancelling", "sent"]

    at_desk(scenario, CLAUDE, before=fill)
