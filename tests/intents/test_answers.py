"""What a person answers to a proposal, and takes back, on both databases."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from db.models import ProposalState
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName, Intent
from pipeline.intents.deciding import ProposalDesk
from pipeline.intents.meant import Sign
from pipeline.intents.values import Confidence
from pipeline.review.audit import broken_links
from pipeline.review.decisions import Decisions
from tests.intents.conftest import CALL, Chat

CLOSING = "تم الاكتفاء بممثلات إعلان العطور في جدة، شكراً لكم"
UPDATE = "تحديث إعلان العطور في جدة: مطلوب ممثلات لإعلان عطور، الأجر: ٢٠٠٠ ريال"
OTHER = "مطلوب كومبارس لفيلم وثائقي\nالموقع: الرياض\nالأجر: ٣٠٠ ريال\nللتواصل 0559998877"


def wanted(database: Database) -> str | None:
    with database.reading() as session:
        return session.scalar(sa.text("SELECT wanted FROM publication"))


def updated(chat: Chat) -> None:
    chat.say(CALL)
    chat.say(UPDATE, intent=Intent.UPDATE)


def test_a_card_says_what_would_change_and_why_that_call_is_meant(
    chat: Chat, desk: ProposalDesk
) -> None:
    updated(chat)
    (card,) = desk.cards().cards
    assert desk.cards().total == desk.count() == 1
    (change,) = card.changes
    assert change.name is FieldName.COMPENSATION
    assert ("١٥٠٠" in change.before, "٢٠٠٠" in change.after) == (True, True)
    assert [card.text[span.start : span.end] for span in change.spans]
    assert card.call.title == "مطلوب ممثلات لإعلان عطور"
    assert {Sign.SENDER, Sign.CHAT, Sign.TITLE} <= set(card.signs)
    assert card.confidence in (Confidence.LIKELY, Confidence.PROBABLE)


def test_what_the_call_says_already_is_not_proposed(chat: Chat, desk: ProposalDesk) -> None:
    updated(chat)
    desk.accept(desk.cards().cards[0].id, "nora")
    chat.say(UPDATE + "!", intent=Intent.UPDATE)
    (card,) = desk.cards().cards
    assert card.changes == ()


def test_accepting_corrects_a_live_call_and_undoing_corrects_it_back(
    chat: Chat, desk: ProposalDesk, decisions: Decisions, database: Database
) -> None:
    updated(chat)
    decisions.approve([1], "nora")
    (card,) = desk.cards().cards
    desk.accept(card.id, "nora", revision=card.call.revision)
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT generation FROM publication")) == 2
    assert desk.cards().cards == ()
    assert desk.undo("nora") is not None
    assert "١٥٠٠" in (chat.calls()[0].compensation or "")
    assert [one.id for one in desk.cards().cards] == [card.id]
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT generation FROM publication")) == 3
        assert not list(broken_links(session))


def test_undoing_a_closing_brings_the_call_back_to_the_site(
    chat: Chat, desk: ProposalDesk, decisions: Decisions, database: Database
) -> None:
    chat.say(CALL)
    decisions.approve([1], "nora")
    chat.say(CLOSING, intent=Intent.CLOSING)
    desk.accept(desk.cards().cards[0].id, "nora")
    assert (chat.calls()[0].status, wanted(database)) == ("rejected", "withdrawn")
    desk.undo("nora")
    assert (chat.calls()[0].status, wanted(database)) == ("approved", "live")
    assert desk.count() == 1


def test_closing_what_was_rejected_meanwhile_only_settles_it(
    chat: Chat, desk: ProposalDesk, decisions: Decisions
) -> None:
    chat.say(CALL)
    chat.say(CLOSING, intent=Intent.CLOSING)
    decisions.reject([1], "ali", "scam")
    desk.accept(desk.cards().cards[0].id, "nora")
    (call,) = chat.calls()
    assert (call.reason, call.decided_by, desk.count()) == ("scam", "ali", 0)


def test_a_field_somebody_changed_since_is_not_overwritten(
    chat: Chat, desk: ProposalDesk, decisions: Decisions
) -> None:
    updated(chat)
    (card,) = desk.cards().cards
    decisions.edit(1, FieldName.COMPENSATION, "1800 SAR", "ali", revision=card.call.revision)
    with pytest.raises(Invalid, match="Somebody changed compensation"):
        desk.accept(card.id, "nora", revision=card.call.revision)
    assert (desk.count(), chat.calls()[0].compensation) == (1, "1800 SAR")


def test_a_dismissal_and_a_skip_can_be_taken_back(chat: Chat, desk: ProposalDesk) -> None:
    updated(chat)
    chat.say(CLOSING, intent=Intent.CLOSING)
    first, second = (one.id for one in desk.cards().cards)
    desk.skip(first, "nora")
    assert [one.id for one in desk.cards().cards] == [second, first]
    desk.undo("nora")
    assert [one.id for one in desk.cards().cards] == [first, second]
    desk.dismiss(second, "nora", "other", "not hers")
    assert chat.proposals()[1].state == ProposalState.DISMISSED
    with pytest.raises(Invalid, match="dismissed already by nora"):
        desk.dismiss(second, "ali")
    desk.undo("nora")
    assert chat.proposals()[1].state == ProposalState.OPEN


def test_a_person_chooses_another_call(chat: Chat, desk: ProposalDesk) -> None:
    chat.say(OTHER)
    updated(chat)
    (card,) = desk.cards().cards
    (choice,) = desk.choices(card.id)
    assert (choice.call_id, desk.choices(card.id, "كومبارس")) == (1, (choice,))
    assert desk.choices(card.id, "زرافة") == ()
    desk.relink(card.id, choice.call_id, "nora")
    (card,) = desk.cards().cards
    assert (card.call.id, card.confidence, card.linked_by) == (1, Confidence.CHOSEN, "nora")
    desk.undo("nora")
    assert desk.cards().cards[0].call.id == 2


def test_of_two_who_answer_at_once_one_is_told(
    chat: Chat, desk: ProposalDesk, decisions: Decisions
) -> None:
    chat.say(CALL)
    decisions.approve([1], "nora")
    chat.say(CLOSING, intent=Intent.CLOSING)
    proposal = desk.cards().cards[0].id
    told: list[str] = []
    together = Barrier(2)

    def answer(by: str) -> None:
        together.wait()
        try:
            desk.accept(proposal, by)
        except Invalid as error:
            told.append(str(error))

    people = [Thread(target=answer, args=(by,)) for by in ("nora", "ali")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(told) == 1
    assert "already" in told[0]
