"""From a message to what its intent asks for, through the real rules and both databases."""

import pytest
import sqlalchemy as sa

from db.models import ProposalState
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import Intent
from pipeline.intents.deciding import ProposalDesk
from pipeline.intents.registry import handlers
from pipeline.review.decisions import Decisions
from tests.intents.conftest import CALL, Chat


def test_every_intent_has_its_handler() -> None:
    assert {one.value for one in Intent} == set(handlers())


def test_a_closing_proposes_to_close_its_call(chat: Chat, desk: ProposalDesk) -> None:
    chat.say(CALL)
    chat.say("تم الاكتفاء بممثلات إعلان العطور في جدة، شكراً لكم", intent=Intent.CLOSING)
    (proposal,) = desk.open()
    assert (proposal.call_id, proposal.intent, proposal.changes) == (1, "closing", {})
    desk.accept(proposal.id, by="nora")
    (call,) = chat.calls()
    assert (call.status, call.reason, call.decided_by) == ("rejected", "expired", "nora")
    assert chat.proposals()[0].state == ProposalState.ACCEPTED
    with pytest.raises(Invalid, match="accepted already"):
        desk.accept(proposal.id, by="ali")


def test_closing_a_live_call_takes_it_off_the_site(
    chat: Chat, desk: ProposalDesk, decisions: Decisions, database: Database
) -> None:
    chat.say(CALL)
    decisions.approve([1], "nora")
    chat.say("تم الاكتفاء بممثلات إعلان العطور في جدة", intent=Intent.CLOSING)
    desk.accept(desk.open()[0].id, by="nora")
    with database.reading() as session:
        wanted = session.scalar(sa.text("SELECT wanted FROM publication"))
    assert (chat.calls()[0].status, wanted) == ("rejected", "withdrawn")


def test_an_update_proposes_the_fields_it_gives_anew(chat: Chat, desk: ProposalDesk) -> None:
    chat.say(CALL)
    chat.say(
        "تحديث إعلان العطور في جدة: مطلوب ممثلات لإعلان عطور، الأجر: ٢٠٠٠ ريال",
        intent=Intent.UPDATE,
    )
    (proposal,) = desk.open()
    assert "٢٠٠٠" in proposal.changes["compensation"]["value"]
    desk.accept(proposal.id, by="nora")
    (call,) = chat.calls()
    assert "٢٠٠٠" in (call.compensation or "")
    assert "ممثلات" in (call.title or "")


def test_a_dismissed_proposal_changes_nothing(chat: Chat, desk: ProposalDesk) -> None:
    chat.say(CALL)
    chat.say("تم الاكتفاء بممثلات إعلان العطور في جدة", intent=Intent.CLOSING)
    desk.dismiss(desk.open()[0].id, by="nora")
    assert chat.calls()[0].status == "pending"
    assert desk.open() == []


def test_an_update_of_nothing_known_is_a_call_of_its_own(chat: Chat) -> None:
    chat.say(CALL, intent=Intent.UPDATE)
    assert len(chat.calls()) == 1
    assert chat.proposals() == []


def test_a_closing_of_nothing_known_is_nothing(chat: Chat) -> None:
    chat.say("تم الاكتفاء، شكراً للجميع", intent=Intent.CLOSING)
    assert (chat.calls(), chat.proposals()) == ([], [])


def test_a_suspected_scam_waits_with_a_flag(chat: Chat) -> None:
    chat.say(CALL, intent=Intent.SUSPECTED_SCAM)
    (call,) = chat.calls()
    assert (call.status, call.flagged, call.note) == ("pending", True, "suspected_scam")
