"""Whether a message is a call, as far as anybody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy.orm import Session

from db.models import CallStatus
from db.queries import patterns as rows

CALLS_ALL_THE_SAME = frozenset(("expired", "duplicate", "not_region", "no_contact"))
"""Reasons for which calls are rejected that no prefilter should skip for them."""
SAMPLE = 40_000
"""Skipped messages that stand for all that were skipped."""


class Verdict(IntEnum):
    """What is known of a message."""

    UNKNOWN = 0
    CALL = 1
    NONE = 2


class Origin(IntEnum):
    """Who says so, the surest last."""

    NOBODY = 0
    OUTCOME = 1
    """What was read from it: a call, or none."""
    PERSON = 2


Known = tuple[Verdict, Origin]
NOTHING: Known = (Verdict.UNKNOWN, Origin.NOBODY)
OF_INTENT: Mapping[str | None, Known] = {
    "new_call": (Verdict.CALL, Origin.OUTCOME),
    "chatter": (Verdict.NONE, Origin.OUTCOME),
    "inquiry": (Verdict.NONE, Origin.OUTCOME),
    "self_promotion": (Verdict.NONE, Origin.OUTCOME),
    "suspected_scam": (Verdict.NONE, Origin.OUTCOME),
}
"""What a message is known to be by what was read from it. An update or a closing speaks of a
call, and says nothing for or against reading it."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of each message that was ever decided on."""

    known: Mapping[int, Known]
    skipped: int
    """How many messages were skipped in all, ..."""
    sampled: int
    """... and how many of them stand for the others."""

    @property
    def scale(self) -> float:
        """How many skipped messages each of the sample stands for."""
        return self.skipped / self.sampled if self.sampled else 1.0


def read_labels(session: Session, sample: int = SAMPLE) -> Labels:
    """Every message with a known outcome, and a sample of those that were skipped."""
    skipped = rows.count_skipped(session)
    sampled = rows.sample_skipped(session, sample, skipped)
    known = dict.fromkeys(sampled, NOTHING)
    for message_id, intent in rows.intents(session):
        if (found := OF_INTENT.get(intent)) is not None:
            known[message_id] = found
    for message_id, status, reason in rows.outcomes(session):
        found_now = _of_call(status, reason)
        if _surer(found_now, known.get(message_id, NOTHING)):
            known[message_id] = found_now
    for label in rows.labels(session):
        known[label.message_id] = (
            Verdict.CALL if label.is_call else Verdict.NONE,
            Origin.PERSON,
        )
    return Labels(known, skipped, len(sampled))


def _of_call(status: str, reason: str | None) -> Known:
    if status == CallStatus.APPROVED:
        return Verdict.CALL, Origin.PERSON
    if status == CallStatus.REJECTED:
        is_call = reason in CALLS_ALL_THE_SAME
        return Verdict.CALL if is_call else Verdict.NONE, Origin.PERSON
    return Verdict.CALL, Origin.OUTCOME


def _surer(new: Known, old: Known) -> bool:
    """Whether a call says more than what is known: a person more than a program, and one true
    call in a message more than a rejected one."""
    if new[1] != old[1]:
        return new[1] > old[1]
    return new[0] is Verdict.CALL or old[0] is Verdict.UNKNOWN
