"""Applies what senders later did to messages that are stored: edits and deletions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from db.models import Stage, utc_now
from db.queries import calls as call_rows
from db.queries import messages as rows
from db.queries import sources
from db.session import announce
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.intake.judge import Judge, storable
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue


class Changes:
    """Rewrites stored messages and marks those taken back, in the caller's transaction."""

    def __init__(self, judge: Judge, enqueue: Enqueue) -> None:
        self._judge = judge
        self._enqueue = enqueue

    def edit(
        self, session: Session, source_id: int, external_id: str, text: str, at: datetime
    ) -> bool:
        """Give a message its new text and have it read anew; False when it is not held, or
        reads so already."""
        judged = self._judge.judge(text)
        values = {
            "text": judged.text,
            "search": judged.search,
            "band": judged.band,
            "score": judged.score,
            "reasons": json.loads(judged.reasons),
            "stage": judged.stage,
        }
        message_id = sources.edit_message(session, source_id, storable(external_id), at, values)
        if message_id is None:
            return False
        if judged.stage == Stage.WAITING:
            # It is read anew; what it says now is placed beside what it said before.
            for job in extract_jobs([message_id], f"e{at:%Y%m%d%H%M%S%f}"):
                self._enqueue(session, job)
        return True

    def delete(self, session: Session, source_id: int, external_id: str, at: datetime) -> bool:
        """Mark a message as taken back and flag its waiting calls; False when it is not held,
        or was marked before."""
        message_id = sources.delete_message(session, source_id, storable(external_id), at)
        if message_id is None:
            return False
        for call_id in call_rows.flag_pending_of(session, message_id):
            announce(session, "call", call_id)
        return True

    def of_dump(
        self, session: Session, source_id: int, messages: Sequence[DumpMessage]
    ) -> tuple[int, int]:
        """Bring what is held to what a dump says of it, whichever of two dumps of a chat is
        imported first; how many were edited and deleted by that."""
        said = {one.external_id or "": one for one in messages}
        if not said:
            return 0, 0
        since = rows.edited_at(session, source_id, [storable(own_id) for own_id in said])
        edited = deleted = 0
        for own_id, one in said.items():
            if storable(own_id) not in since:
                continue
            at = one.changed_at or utc_now()
            if one.kind is Kind.DELETED:
                deleted += self.delete(session, source_id, own_id, at)
            elif _is_news(one.changed_at, since[storable(own_id)]):
                edited += self.edit(session, source_id, own_id, one.text, at)
        return edited, deleted


def is_change(message: DumpMessage) -> bool:
    """Whether a dump says that this message, which it names, was edited or deleted."""
    return message.external_id is not None and (message.edited or message.kind is Kind.DELETED)


def _is_news(edited_at: datetime | None, held: datetime | None) -> bool:
    """Whether an edit came after the one that is held."""
    return held is None or (edited_at is not None and edited_at > held)
