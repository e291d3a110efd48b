"""What support sees of dead letters: causes, letters, one letter whole, and what may be done."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.models import Call, Correction, DeadLetter, LetterState, Message, Source, utc_now
from db.queries import dead_letters
from db.queries.dead_letters import Group, Line
from pipeline.errors import Invalid
from pipeline.extraction.models.prompt import Prompt, load
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.prices import Prices
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.letters_corrected import correct
from pipeline.jobs.letters_cost import foresee
from pipeline.jobs.letters_replay import CANARIES
from pipeline.jobs.letters_report import Whole

DAYS = 14
"""Days of a trend."""
PAGE = 200


@dataclass(frozen=True, slots=True)
class Cause:
    """Letters of one cause, and how many failed last on each of the last days, oldest first."""

    group: Group
    trend: tuple[int, ...]
    said: str
    """The newest letter's own sentence."""
    job: str


@dataclass(frozen=True, slots=True)
class Causes:
    """All of them, and how many letters are in each state."""

    causes: tuple[Cause, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Context:
    """One letter with all that is known of it."""

    letter: DeadLetter
    message: Message | None
    source: Source | None
    correction: Correction | None
    call_title: str

    @property
    def text(self) -> str:
        """The message as it was received."""
        return self.message.text if self.message else ""

    @property
    def read_text(self) -> str:
        """What is read of it."""
        return self.correction.text if self.correction else self.text


@dataclass(frozen=True, slots=True)
class Plan:
    """What replaying a cause means: these letters, the first few of them as canaries, and what
    models take for it at most (None: none is asked)."""

    signature: str
    ids: tuple[int, ...]
    cost: Forecast | None

    @property
    def canaries(self) -> int:
        """How many go first."""
        return min(CANARIES, len(self.ids))


@dataclass(frozen=True, slots=True)
class LettersDesk:
    """The letters as a person works through them. Everything here blocks."""

    letters: DeadLetters
    prices: Prices
    resting: Callable[[], Container[str]]
    prompt: Prompt = field(default_factory=load)

    def causes(self, state: str, sought: str = "", now: datetime | None = None) -> Causes:
        """The causes of the letters in a state; the one that struck last comes first."""
        today = (now or utc_now()).date()
        first = today - timedelta(days=DAYS - 1)
        since = datetime(first.year, first.month, first.day)
        with self.letters.database.reading() as session:
            found = dead_letters.groups(session, state, sought)
            days = dead_letters.days(session, state, since)
            newest = dead_letters.heads(session, [one.newest for one in found])
            counts = dead_letters.counts(session)
        dates = [first + timedelta(days=number) for number in range(DAYS)]
        return Causes(
            tuple(
                Cause(
                    group,
                    tuple(days.get(group.signature, {}).get(day, 0) for day in dates),
                    *newest[group.newest],
                )
                for group in found
                if group.newest in newest
            ),
            counts,
        )

    def lines(
        self,
        state: str,
        signature: str,
        sought: str = "",
        *,
        before: int | None = None,
        limit: int = PAGE,
    ) -> Sequence[Line]:
        """Letters of one cause, newest first."""
        with self.letters.database.reading() as session:
            return dead_letters.lines(
                session, state, signature, sought=sought, before=before, limit=limit
            )

    def context(self, letter_id: int) -> Context:
        """One letter whole. Raises `Invalid` when there is none with this id."""
        letter = self.letters.show(letter_id)
        with self.letters.database.reading() as session:
            message = session.get(Message, letter.message_id) if letter.message_id else None
            call = session.get(Call, letter.call_id) if letter.call_id else None
            return Context(
                letter,
                message,
                session.get(Source, message.source_id) if message else None,
                dead_letters.correction(session, message.id) if message else None,
                (call.title or "") if call else "",
            )

    def plan(self, signature: str, sought: str = "") -> Plan:
        """What replaying all open letters of a cause means."""
        with self.letters.database.reading() as session:
            ids = tuple(dead_letters.ids_of(session, LetterState.OPEN, signature, sought))
        cost = foresee(self.letters.database, ids, self.prompt, self.prices, self.resting)
        return Plan(signature, ids, cost)

    def ids(self, state: str, signature: str, sought: str = "") -> Sequence[int]:
        """All letters of a cause, oldest first."""
        with self.letters.database.reading() as session:
            return dead_letters.ids_of(session, state, signature, sought)

    def whole(self, ids: Sequence[int]) -> list[Whole]:
        """Letters with the texts of their messages, for a file."""
        with self.letters.database.reading() as session:
            found = dead_letters.many(session, ids)
            texts = dead_letters.texts_of(session, [one.message_id for one in found])
        return [(one, texts.get(one.message_id or 0, "")) for one in found]

    def correct(self, letter_id: int, text: str, by: str) -> bool:
        """Have a letter's message read in other words; whether they differ from its own."""
        letter = self.letters.show(letter_id)
        if letter.message_id is None:
            raise Invalid(f"Dead letter {letter_id} is about no message; there is no text to edit.")
        return correct(self.letters.database, letter.message_id, text, by)
