"""Whether a change of the terms made things worse than they were before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.learning.corpus import Corpus
from pipeline.learning.labels import Verdict

ENOUGH = 20
"""Messages with a known outcome since the change, below which nothing is said."""
FALL = 0.05
"""How far precision or recall may fall before it is told."""
NEWEST = "newest_message"
"""Under which name a version keeps the newest message there was when it was applied."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One figure that fell since a version was applied."""

    version: int
    figure: str
    """`precision` or `recall`."""
    before: float
    since: float
    messages: int


def alarms(
    version: int, measured: Mapping[str, Any], corpus: Corpus, limit: float
) -> tuple[Alarm, ...]:
    """What fell since `version` began to judge; messages of at least `limit` are read."""
    newest = measured.get(NEWEST)
    before = measured.get("before")
    if newest is None or not isinstance(before, dict):
        return ()
    right = wrong = missed = 0
    for message_id, verdict, score in zip(corpus.ids, corpus.verdicts, corpus.scores, strict=True):
        if message_id > newest and verdict != Verdict.UNKNOWN:
            right += verdict == Verdict.CALL and score >= limit
            missed += verdict == Verdict.CALL and score < limit
            wrong += verdict == Verdict.NONE and score >= limit
    figures = (("precision", right, right + wrong), ("recall", right, right + missed))
    return tuple(
        Alarm(version, name, before[name], good / known, known)
        for name, good, known in figures
        if known >= ENOUGH and before.get(name) is not None and good / known < before[name] - FALL
    )
