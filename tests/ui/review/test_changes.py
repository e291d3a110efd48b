"""Changes that later messages ask of calls: seen, answered and taken back by keyboard."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from db.models import Call, CallStatus, Message, Proposal, ProposalState, Stage
from pipeline.extraction.call import Extraction, Intent
from pipeline.extraction.ground import ground
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.intents.values import Card
from pipeline.jobs.placing import Found, place_all
from tests.ui.review.conftest import AtTheDesk, Desk, call
from tests.ui.review.test_by_keyboard import strike
from ui.review.changes.panel import ChangesPanel

PRESENTER = "Casting call 🎬\nLooking for a male presenter, 25-35, for a bank commercial.\nLocation: Riyadh\nFee: {fee} SAR\nDeadline: {day} November 2026\nWhatsApp +966 55 000 1004"  # noqa: E501
UPDATE = "Update on the dancer wanted in Jeddah for a music video: pay 1200 SAR per day"
CLOSING = "The dancer wanted in Jeddah for a music video: we are complete, thank you"
CALLS, CHANGES, ACCEPT, REJECT, OTHER, SKIP, UNDO = "ح", "ح", "ش", "ء", "ؤ", " ", "ع"


def post(desk: Desk, text: str, intent: Intent | None = None) -> int:
    """Another message of the chat, read and placed as the pipeline does."""
    with desk.services.database.writing() as session:
        first = session.scalars(sa.select(Message).order_by(Message.id)).all()
        message = Message(
            source_id=first[0].source_id,
            external_id=f"later{len(first)}",
            sent_at=datetime(2026, 11, 5, 10, len(first)),
            sender="Huda",
            sender_key=first[-1].sender_key,
            kind="message",
            text=text,
            search="",
            band="pass",
            score=1.0,
            stage=Stage.WAITING,
        )
        session.add(message)
        session.flush()
        source = SourceText(message.text, message.sent_at)
        found = ground(RulesExtractor().read(source), source)
        if intent is not None:
            found = Extraction(
                found.is_casting_call, intent, found.calls, found.provider, found.version
            )
        place_all(session, [(message, Found.of(message, found))], {})
        return message.id


def titled(desk: Desk, words: str) -> int:
    """The call with these words in its title."""
    with desk.services.database.reading() as session:
        found = session.scalar(sa.select(Call.id).where(Call.title.contains(words)))
        assert found is not None
        return found


async def turned(desk: Desk) -> ChangesPanel:
    """The page turned to its changes by key, once they are listed."""
    await strike(desk, CHANGES)
    panel = desk.page.parts.panel
    assert panel is not None
    await desk.until(lambda: panel.stack.face in ("content", "empty"))
    await settled(desk)
    return panel


async def settled(desk: Desk) -> None:
    """Wait until every answer is stored and the list was read."""
    panel = desk.page.parts.panel
    assert panel is not None
    await desk.until(lambda: not panel.queue.tasks._running)


def card(panel: ChangesPanel) -> Card:
    """The change that is looked at."""
    found = panel.queue.card
    assert found is not None
    return found


def states(desk: Desk) -> list[str]:
    with desk.services.database.reading() as session:
        return list(session.scalars(sa.select(Proposal.state).order_by(Proposal.id)))


def test_the_segment_says_how_many_wait_and_the_key_turns_there_and_back(
    at_the_desk: AtTheDesk,
) -> None:
    async def scenario(desk: Desk) -> None:
        changes = desk.page.parts.buttons["changes"]  # type: ignore[index]
        assert changes.text() == "Changes"
        post(desk, UPDATE, Intent.UPDATE)
        await desk.until(lambda: changes.text() == "Changes (1)")
        panel = await turned(desk)
        assert (panel.isVisible(), desk.page.filters.isVisible()) == (True, False)
        assert (changes.isChecked(), changes.key) == (True, "")
        await strike(desk, CALLS)
        assert (panel.isVisible(), desk.page.filters.isVisible()) == (False, True)
        assert changes.key == "P"
        assert desk.page.list.hasFocus()

    at_the_desk(scenario)


def test_nothing_to_decide_leads_back_to_the_calls(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        panel = await turned(desk)
        assert panel.stack.face == "empty"
        assert panel.stack.empty_button.key == "P"
        panel.stack.empty_button.click()
        assert desk.page.filters.isVisible()

    at_the_desk(scenario)


def test_an_update_is_compared_word_by_word_and_accepted(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        dancer = titled(desk, "dancer")
        post(desk, UPDATE, Intent.UPDATE)
        panel = await turned(desk)
        said = panel.card.meant.toPlainText()
        assert "Pay" in said
        assert "900" in said.partition("now")[2].partition("new")[0]
        assert "1200" in said.partition("new")[2]
        assert "still waits for review" in panel.card._effect.text()
        words = [panel.card.message._text[s.start : s.end] for s in card(panel).changes[0].spans]
        assert "1200" in words[0]
        await strike(desk, ACCEPT)
        await settled(desk)
        assert panel.stack.face == "empty"
        assert "1200" in (call(desk, dancer).compensation or "")
        await strike(desk, UNDO)
        await settled(desk)
        assert "900" in (call(desk, dancer).compensation or "")
        assert panel.stack.face == "content"
        assert states(desk) == [ProposalState.OPEN]

    at_the_desk(scenario)


def test_accepting_a_closing_takes_a_live_call_off_the_site(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        dancer = titled(desk, "dancer")
        desk.services.decisions.approve([dancer], "nora")
        publish(desk)
        post(desk, CLOSING, Intent.CLOSING)
        panel = await turned(desk)
        assert "takes it off the site" in panel.card._effect.text()
        await strike(desk, ACCEPT)
        await settled(desk)
        publish(desk)
        assert call(desk, dancer).status == CallStatus.REJECTED
        assert [row["status"] for row in site(desk)] == ["withdrawn"]
        await strike(desk, UNDO)
        await settled(desk)
        publish(desk)
        assert [row["status"] for row in site(desk)] == ["published"]

    at_the_desk(scenario)


def test_a_repost_with_another_deadline_corrects_the_site(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        presenter = titled(desk, "presenter")
        desk.services.decisions.approve([presenter], "nora")
        publish(desk)
        post(desk, PRESENTER.format(fee=2500, day=28))
        panel = await turned(desk)
        assert card(panel).intent == "variant"
        said = panel.card.meant.toPlainText()
        assert "20" in said.partition("now")[2].partition("new")[0]
        assert "28" in said.partition("new")[2]
        await strike(desk, ACCEPT)
        await settled(desk)
        publish(desk)
        assert [row["deadline"].day for row in site(desk)] == [28]

    at_the_desk(scenario)


def test_rejecting_asks_for_a_reason_and_skipping_moves_behind(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        post(desk, UPDATE, Intent.UPDATE)
        post(desk, CLOSING, Intent.CLOSING)
        panel = await turned(desk)
        first, second = (one.id for one in panel.queue.rows.cards)
        await strike(desk, SKIP)
        await settled(desk)
        assert panel.queue.current == second
        assert [one.id for one in panel.queue.rows.cards] == [second, first]
        await strike(desk, REJECT)
        assert panel.reasons.is_open
        assert not panel.reasons.edit_button.isVisible()
        await strike(desk, "٢")
        await settled(desk)
        assert states(desk) == [ProposalState.OPEN, ProposalState.DISMISSED]
        assert panel.queue.current == first
        await strike(desk, UNDO)
        await settled(desk)
        assert panel.queue.current == second
        assert states(desk) == [ProposalState.OPEN, ProposalState.OPEN]

    at_the_desk(scenario)


def test_another_call_is_found_by_words_and_chosen(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        post(desk, UPDATE, Intent.UPDATE)
        panel = await turned(desk)
        await strike(desk, OTHER)
        await desk.until(lambda: panel.picker._model.rowCount() > 1)
        assert panel.picker.search.hasFocus()
        for letter in "extras":
            await strike(desk, letter)
        await desk.until(lambda: panel.picker._model.rowCount() == 1)
        desk.press_key(Qt.Key.Key_Return)
        await settled(desk)
        assert not panel.picker.is_open
        assert panel.list.hasFocus()
        assert card(panel).call.id == titled(desk, "extras")
        await strike(desk, UNDO)
        await settled(desk)
        assert card(panel).call.id == titled(desk, "dancer")

    at_the_desk(scenario)


def test_escape_leaves_what_lies_over_the_page(at_the_desk: AtTheDesk) -> None:
    async def scenario(desk: Desk) -> None:
        post(desk, UPDATE, Intent.UPDATE)
        panel = await turned(desk)
        for key, over in ((OTHER, panel.picker), (REJECT, panel.reasons)):
            await strike(desk, key)
            assert over.isVisible()
            desk.press_key(Qt.Key.Key_Escape)
            assert not over.isVisible()
            assert panel.list.hasFocus()
        assert states(desk) == [ProposalState.OPEN]

    at_the_desk(scenario)


@pytest.mark.parametrize("other", ["accept", "edit"])
def test_what_another_desk_did_first_is_told(at_the_desk: AtTheDesk, other: str) -> None:
    async def scenario(desk: Desk) -> None:
        dancer = titled(desk, "dancer")
        post(desk, UPDATE, Intent.UPDATE)
        panel = await turned(desk)
        panel._changes.stop()
        told: list[str] = []
        panel.queue.refused.connect(told.append)
        if other == "accept":
            desk.services.proposals.accept(card(panel).id, "ali")
        else:
            desk.services.decisions.edit(
                dancer,
                card(panel).changes[0].name,
                "1000 SAR",
                "ali",
                revision=card(panel).call.revision,
            )
        await strike(desk, ACCEPT)
        await settled(desk)
        assert len(told) == 1
        assert ("already by ali" if other == "accept" else "Somebody changed") in told[0]
        assert "1000" in (call(desk, dancer).compensation or "") or other == "accept"

    at_the_desk(scenario)


def publish(desk: Desk) -> None:
    """Do what publication jobs do."""
    with desk.services.database.reading() as session:
        found = session.execute(sa.text("SELECT id, generation FROM publication")).all()
    for publication, generation in found:
        desk.services.publisher.carry_out(publication, generation)


def site(desk: Desk) -> list[dict[str, object]]:
    """The site's rows."""
    return [dict(row) for row in desk.services.site.changed_since(None)]
