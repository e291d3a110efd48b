"""From a message to what its intent asks for, through the real rules and both databases."""

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from db.models import Call, Message, Proposal, ProposalState, Source, Stage
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import Extraction, Intent
from pipeline.extraction.ground import ground
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.validate import problems
from pipeline.intents.deciding import ProposalDesk
from pipeline.intents.registry import handlers
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.placing import Found, place_all
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.review.decisions import Decisions

CALL = (
    "مطلوب ممثلات لإعلان عطور\nالموقع: جدة\nالأجر: ١٥٠٠ ريال\n"
    "آخر موعد للتقديم 2026-12-10\nللتواصل واتساب 0550001234"
)
NOW = datetime(2026, 11, 20, 10)


class Chat:
    """A chat whose messages are read by rules and handled at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._sent = 0
        with database.writing() as session:
            source = Source(kind="DUMP", identifier="chat", name="chat")
            session.add(source)
            session.flush()
            self._source = source.id

    def say(self, text: str, sender: str = "sara", intent: Intent | None = None) -> int:
        self._sent += 1
        with self.database.writing() as session:
            message = Message(
                source_id=self._source,
                external_id=f"m{self._sent}",
                sent_at=NOW + timedelta(minutes=self._sent),
                sender=sender,
                sender_key=sender,
                kind="message",
                text=text,
                search="",
                band="pass",
                score=1.0,
                stage=Stage.WAITING,
            )
            session.add(message)
            session.flush()
            found = self._read(message)
            if intent is not None:
                found = Extraction(
                    found.is_casting_call, intent, found.calls, found.provider, found.version
                )
            place_all(session, [(message, Found.of(message, found))], {})
            return message.id

    def _read(self, message: Message) -> Extraction:
        source = SourceText(message.text, message.sent_at)
        return ground(asyncio.run(RulesExtractor().extract(source)), source)

    def calls(self) -> list[Call]:
        with self.database.reading() as session:
            return list(session.scalars(sa.select(Call).order_by(Call.id)))

    def proposals(self) -> list[Proposal]:
        with self.database.reading() as session:
            return list(session.scalars(sa.select(Proposal).order_by(Proposal.id)))


@pytest.fixture
def chat(database: Database) -> Chat:
    return Chat(database)


@pytest.fixture
def desk(database: Database, tmp_path: object) -> ProposalDesk:
    engine = JobEngine(database, executor="test")
    engine.prepare()
    publisher = Publisher(database, Site(f"sqlite:///{tmp_path}/site.db"), engine.enqueue)
    return ProposalDesk(database, Decisions(database, publisher.want, problems))


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
    chat: Chat, desk: ProposalDesk, database: Database
) -> None:
    chat.say(CALL)
    desk._decisions.approve([1], "nora")
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
