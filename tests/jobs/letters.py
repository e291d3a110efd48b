"""A workspace with dead letters of waiting messages, and a reader that does as it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from db.models import DeadLetter, LetterState, Message, Source, Stage
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import Extraction
from pipeline.extraction.port import SourceText
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.extraction.spending.prices import default_prices
from pipeline.jobs.dead import DeadLetters, bury_message
from pipeline.jobs.extract import ExtractStep
from pipeline.jobs.job import Job
from pipeline.jobs.letters_desk import LettersDesk

CALL = "مطلوب ممثلين لإعلان تجاري في الرياض، الأجر 1500 ريال، للتواصل 0550001234"
ERROR = "The answer of the model is no JSON: “x” at 12."


@dataclass(slots=True)
class Reader:
    """Reads by rules, except what it is told to stumble over."""

    stumbles: set[int] = field(default_factory=set)
    read: list[str] = field(default_factory=list)
    name: str = "rules"
    version: str = "1"

    async def extract(self, source: SourceText) -> Extraction:
        """Read a text, or fail."""
        self.read.append(source.text)
        if source.message_id in self.stumbles:
            raise Invalid(ERROR)
        return await RulesExtractor().extract(source)


class Graveyard:
    """Dead letters and all that brings them back, without an engine: `work` does its jobs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.reader = Reader()
        self.jobs: list[Job] = []
        self.step = ExtractStep(database, self.reader, lambda _, job: self.jobs.append(job))
        self.letters = DeadLetters(database, {"extract": self.step.undertaker()})
        self.desk = LettersDesk(self.letters, default_prices(), lambda: ())

    def bury(self, count: int, text: str = CALL, error: str = ERROR) -> list[int]:
        """Messages whose reading failed; returns the ids of their letters."""
        with self.database.writing() as session:
            source = Source(kind="DUMP", identifier=f"{error}{text}", name="كاستنج الرياض")
            session.add(source)
            session.flush()
            made = [
                Message(
                    source_id=source.id, external_id=str(number), kind="message", text=text,
                    search=text, band="pass", score=1.0, stage=Stage.WAITING,
                    sent_at=datetime(2026, 3, 1),
                )
                for number in range(count)
            ]  # fmt: skip
            session.add_all(made)
            session.flush()
            for message in made:
                bury_message(session, message.id, "extract", Invalid(error), "Traceback")
            session.flush()
            return [self._letter_of(one.id, session.query(DeadLetter).all()) for one in made]

    async def work(self) -> None:
        """Do the jobs that wait."""
        while self.jobs:
            await self.step.handler().run(self.jobs.pop(0).payload)

    def states(self) -> dict[int, str]:
        """Each letter's state."""
        with self.database.reading() as session:
            return {one.id: one.state for one in session.query(DeadLetter)}

    def count(self, state: LetterState) -> int:
        """How many letters are in a state."""
        return list(self.states().values()).count(state)

    @staticmethod
    def _letter_of(message_id: int, letters: list[DeadLetter]) -> int:
        return next(one.id for one in letters if one.message_id == message_id)
