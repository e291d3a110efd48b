"""Does a step of a trace again: a dead letter, the reading of a message, a publication."""

from __future__ import annotations

from dataclasses import dataclass

from db.models import Message, Publication, utc_now
from db.queries import trace as rows
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.jobs.dead import DeadLetters
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue
from pipeline.operations.trace_values import Replay, Step
from pipeline.publishing.publisher import Publisher
from pipeline.review import audit


@dataclass(frozen=True, slots=True)
class Replayer:
    """Does a step again, where that is possible. Everything here blocks."""

    database: Database
    enqueue: Enqueue
    publisher: Publisher
    letters: DeadLetters

    def replay(self, message_id: int, step: Step, by: str) -> None:
        """Do a step again. Raises `Invalid` when meanwhile that makes no sense any more."""
        match step.replay:
            case Replay.LETTER if step.letter_id is not None:
                if not self.letters.replay([step.letter_id], by):
                    raise Invalid("This dead letter was answered meanwhile; look again.")
            case Replay.EXTRACT:
                self.extract(message_id, by)
            case Replay.PUBLISH if step.publication_id is not None:
                self._publish(step.publication_id, by)

    def extract(self, message_id: int, by: str) -> None:
        """Have a message read again; what it says now is placed beside what it said before."""
        with self.database.writing() as session:
            message = session.get(Message, message_id)
            if message is None:
                raise Invalid("This message is not in the workspace any more.")
            was = message.stage
            if not rows.take_up_again(session, message_id):
                raise Invalid(
                    "This message waits to be read, or is a dead letter to be replayed; look again."
                )
            for job in extract_jobs([message_id], f"t{utc_now():%Y%m%d%H%M%S%f}"):
                self.enqueue(session, job)
            audit.record(session, by, "extract", f"message:{message_id}", {"was": was})
            announce(session, "message", message_id)

    def _publish(self, publication_id: int, by: str) -> None:
        with self.database.writing() as session:
            publication = session.get(Publication, publication_id)
            if publication is None:
                raise Invalid(f"There is no publication {publication_id}.")
            subject, was = f"call:{publication.call_id}", {"was": publication.state}
            audit.record(session, by, "resend", subject, was)
            self.publisher.resend(session, publication_id)
