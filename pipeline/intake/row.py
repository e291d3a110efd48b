"""Makes the row that is stored of a message, wherever the message came from."""

from __future__ import annotations

from datetime import datetime

from db.queries.messages import Row
from pipeline.dumps.message import DumpMessage
from pipeline.intake.identity import SenderKeys
from pipeline.intake.judge import Judge, storable


class Rows:
    """Judges texts, and keeps or hashes senders."""

    def __init__(self, judge: Judge, senders: SenderKeys) -> None:
        self._judge = judge
        self._senders = senders

    def row(
        self, message: DumpMessage, source_id: int, run_id: int | None, name: str, now: str | None
    ) -> Row:
        """The row of a message that is called `name` in its source."""
        judged = self._judge.judge(message.text)
        return (
            source_id,
            run_id,
            storable(name),
            message.external_id is not None,
            as_stored(message.in_riyadh),
            storable(message.sender) if judged.named and message.sender else None,
            self._senders.of(message.sender),
            message.kind.value,
            judged.text,
            judged.search,
            message.url,
            judged.band,
            judged.score,
            judged.reasons,
            judged.stage,
            now,
            as_stored(message.changed_at),
        )


def as_stored(moment: datetime | None) -> str | None:
    """A time as both engines read it from text."""
    return moment.isoformat(" ", "microseconds") if moment else None
