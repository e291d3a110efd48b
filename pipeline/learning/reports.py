"""What people say of messages that no call was made of: this should have been caught, or not."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.models import LabelOrigin, Message, MessageLabel, utc_now
from db.queries import patterns as rows
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue
from pipeline.review import audit

KIND = "labels"
"""What a report is announced as."""


class Reports:
    """Takes reports. A missed call is read at once, so that it is not lost. Methods block."""

    def __init__(self, database: Database, enqueue: Enqueue) -> None:
        self._database = database
        self._enqueue = enqueue

    def report(
        self,
        message_id: int,
        by: str,
        *,
        is_call: bool,
        origin: LabelOrigin = LabelOrigin.REPORT,
        note: str = "",
    ) -> None:
        """Keep what a person says of a message, in the place of what was said before. Raises
        `Invalid` when there is no such message."""
        with self._database.writing() as session:
            message = session.get(Message, message_id)
            if message is None:
                raise Invalid("This message is not in the workspace any more.")
            session.merge(
                MessageLabel(
                    message_id=message_id,
                    is_call=is_call,
                    origin=origin,
                    by=by,
                    note=note,
                    at=utc_now(),
                )
            )
            if is_call and rows.take_up(session, message_id):
                for job in extract_jobs([message_id], f"m{utc_now():%Y%m%d%H%M%S%f}"):
                    self._enqueue(session, job)
            _account(session, by, message_id, {"is_call": is_call, "note": note})

    def withdraw(self, message_id: int, by: str) -> None:
        """Forget what was said of a message. What was read of it meanwhile stays."""
        with self._database.writing() as session:
            label = session.get(MessageLabel, message_id)
            if label is not None:
                session.delete(label)
                _account(session, by, message_id, {"withdrawn": True})


def _account(session: Session, by: str, message_id: int, detail: dict[str, object]) -> None:
    audit.record(session, by, "label", f"message:{message_id}", detail)
    announce(session, "message", message_id)
    announce(session, KIND, message_id)
