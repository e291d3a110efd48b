"""A chat whose messages are read by the real rules, and the desk its proposals come to."""

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from db.models import Call, Message, Proposal, Source, Stage
from db.session import Database
from pipeline.extraction.call import Extraction, Intent
from pipeline.extraction.ground import ground
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.validate import problems
from pipeline.intents.deciding import ProposalDesk
from pipeline.jobs.engine import JobEngine
from pipeline.jobs.placing import Found, place_all
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.publishing.targets import SiteAlone
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
def decisions(database: Database, tmp_path: object) -> Decisions:
    engine = JobEngine(database, executor="test")
    engine.prepare()
    site = SiteAlone(Site(f"sqlite:///{tmp_path}/site.db"))
    publisher = Publisher(database, site, engine.enqueue)
    return Decisions(database, publisher.want, problems)


@pytest.fixture
def desk(database: Database, decisions: Decisions) -> ProposalDesk:
    return ProposalDesk(database, decisions)
