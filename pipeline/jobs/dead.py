"""Dead letters: kept with their cause, shown, and replayed from where they failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import DeadLetter, LetterState, Message, Stage
from db.queries import dead_letters, messages
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.extraction.models.port import InvalidAnswer, Refused
from pipeline.jobs.job import FailedJob, judge, signature

MOST_RAW = 100_000

Replay = Callable[[Session, DeadLetter], None]
"""Starts the work of one letter again, within the transaction that closes it."""
Bury = Callable[[Session, FailedJob], None]
"""Keeps a job of one kind that failed for good."""


@dataclass(frozen=True, slots=True)
class Undertaker:
    """How one kind of job is buried and brought back."""

    bury: Bury
    replay: Replay


class DeadLetters:
    """The letters of every kind of job."""

    def __init__(self, database: Database, kinds: Mapping[str, Undertaker]) -> None:
        self.database = database
        self._kinds = kinds

    def bury(self, failed: FailedJob) -> None:
        """Keep a job that the engine gave up. Idempotent: a job has one letter."""
        with self.database.writing() as session:
            self._kinds[failed.job.handler].bury(session, failed)
            announce(session, "dead_letter")

    def open(self) -> Sequence[DeadLetter]:
        """The letters that need a person, newest first."""
        with self.database.reading() as session:
            return dead_letters.open_letters(session)

    def show(self, letter_id: int) -> DeadLetter:
        """One letter. Raises `Invalid` when there is none with this id."""
        with self.database.reading() as session:
            found = session.get(DeadLetter, letter_id)
        if found is None:
            raise Invalid(f"There is no dead letter {letter_id}; `dead-letters list` shows all.")
        return found

    def message_text(self, letter: DeadLetter) -> str | None:
        """The text of the message a letter is about."""
        with self.database.reading() as session:
            message = session.get(Message, letter.message_id) if letter.message_id else None
            return message.text if message else None

    def replay(self, ids: Sequence[int], by: str | None = None) -> list[int]:
        """Start the work of these letters again; returns those that were still open."""
        replayed = []
        for letter_id in ids:
            letter = self.show(letter_id)
            with self.database.writing() as session:
                if dead_letters.take(session, letter_id, LetterState.REPLAYED, by=by):
                    self._kinds[letter.job].replay(session, letter)
                    announce(session, "dead_letter", letter_id)
                    replayed.append(letter_id)
        return replayed

    def resolve(self, ids: Sequence[int], note: str, by: str) -> list[int]:
        """Close letters that need no more work; returns those that were still open."""
        return self._change(ids, LetterState.OPEN, LetterState.RESOLVED, note, by)

    def reopen(self, ids: Sequence[int], by: str) -> list[int]:
        """Take a resolution back; returns those that were resolved."""
        return self._change(ids, LetterState.RESOLVED, LetterState.OPEN, "", by)

    def _change(
        self, ids: Sequence[int], before: LetterState, after: LetterState, note: str, by: str
    ) -> list[int]:
        with self.database.writing() as session:
            changed = [
                one
                for one in ids
                if dead_letters.change(session, one, before, after, by=by, note=note)
            ]
            if changed:
                announce(session, "dead_letter", *changed)
        return changed


def bury_message(
    session: Session,
    message_id: int,
    job: str,
    error: Exception,
    trace: str,
    *,
    attempts: int = 1,
) -> None:
    """Keep a message that one step could not take, with everything needed to see why."""
    messages.move(session, message_id, Stage.DEAD)
    said = str(error) or type(error).__name__
    dead_letters.put(
        session,
        DeadLetter(
            job=job,
            job_id=f"{job}:message:{message_id}",
            message_id=message_id,
            failure=judge(error).value,
            error=said,
            signature=signature(job, said),
            detail={"traceback": trace, **_answer_of(error)},
            attempts=attempts,
        ),
    )
    announce(session, "dead_letter")


def _answer_of(error: Exception) -> dict[str, str]:
    """What a model said, where the failure is about its answer."""
    return {"raw": error.raw[:MOST_RAW]} if isinstance(error, InvalidAnswer | Refused) else {}
