"""Reposts of a call that stands approved: the same is silent, another deadline is proposed."""

from db.models import CallStatus
from pipeline.intents.deciding import ProposalDesk
from pipeline.intents.linking import VARIANT
from pipeline.intents.values import Confidence
from pipeline.review.decisions import Decisions
from tests.intents.conftest import CALL, Chat

MOVED = CALL.replace("2026-12-10", "2026-12-20")


def published(chat: Chat, decisions: Decisions) -> None:
    chat.say(CALL)
    decisions.approve([1], "nora")


def test_a_moved_deadline_is_proposed(chat: Chat, desk: ProposalDesk, decisions: Decisions) -> None:
    published(chat, decisions)
    chat.say(MOVED, sender="huda")
    assert [call.status for call in chat.calls()] == [CallStatus.APPROVED, CallStatus.DUPLICATE]
    (card,) = desk.cards().cards
    assert (card.intent, card.call.id, card.confidence) == (VARIANT, 1, Confidence.SAME)
    assert [(one.before, one.after) for one in card.changes] == [("2026-12-10", "2026-12-20")]
    desk.accept(card.id, "nora", revision=card.call.revision)
    assert str(chat.calls()[0].deadline) == "2026-12-20"


def test_another_pay_is_proposed(chat: Chat, desk: ProposalDesk, decisions: Decisions) -> None:
    published(chat, decisions)
    chat.say(CALL.replace("١٥٠٠", "١٨٠٠"))
    (card,) = desk.cards().cards
    assert [str(one.name) for one in card.changes] == ["compensation"]


def test_a_repost_that_says_the_same_is_silent(chat: Chat, decisions: Decisions) -> None:
    published(chat, decisions)
    chat.say(CALL)
    chat.say("السلام عليكم ورحمة الله\n" + CALL + "\nبالتوفيق للجميع")
    chat.say(CALL.replace("١٥٠٠", "1500"))
    assert chat.proposals() == []


def test_the_same_change_is_asked_once(
    chat: Chat, desk: ProposalDesk, decisions: Decisions
) -> None:
    published(chat, decisions)
    chat.say(MOVED)
    chat.say(MOVED + "\nبالتوفيق")
    assert desk.count() == 1
    desk.dismiss(desk.cards().cards[0].id, "nora", "nothing_new")
    chat.say("تذكير\n" + MOVED)
    assert desk.count() == 0


def test_what_nobody_approved_proposes_nothing(chat: Chat, decisions: Decisions) -> None:
    chat.say(CALL)
    chat.say(MOVED)
    assert chat.proposals() == []
    decisions.reject([1], "nora", "scam")
    chat.say(CALL.replace("2026-12-10", "2026-12-25"))
    assert chat.proposals() == []
