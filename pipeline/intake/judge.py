"""Judges the text of a message: what its columns hold that follow from its text alone."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import NamedTuple

from db.models import Stage
from pipeline.prefilter.decision import Band, Decision
from pipeline.prefilter.prefilter import Prefilter
from pipeline.text.search import normalise_and_index

# A chat says the same again and again; this much is remembered of what was said.
MOST_JUDGED = 4_000
SHORT = 1_000
REFUSED = re.compile("[\0\ud800-\udfff]")


class Judged(NamedTuple):
    """A text as it is stored, how it is found, and what the prefilter says of it."""

    text: str
    search: str
    band: str
    score: float
    reasons: str
    stage: str
    named: bool
    """Whether its sender is kept: a person may have to answer a call; who chatted is
    nobody's business."""


class Judge:
    """The prefilter's word on texts, and whether they go to extraction."""

    def __init__(self, prefilter: Prefilter, *, extract_unsure: bool) -> None:
        self._extracted = (Band.PASS, Band.UNSURE) if extract_unsure else (Band.PASS,)
        self.use(prefilter)

    def use(self, prefilter: Prefilter) -> None:
        """Judge by this prefilter from the next message on."""
        # One assignment, so that no message is judged by one and remembered for the other.
        self._mind: tuple[Prefilter, dict[str, Judged]] = (prefilter, {})

    @property
    def version(self) -> str:
        """Of the prefilter that decides."""
        return self._mind[0].version

    def judge(self, received: str) -> Judged:
        """What is stored of a text."""
        prefilter, known = self._mind
        judged = known.get(received)
        return judged if judged is not None else self._judge(received, prefilter, known)

    def _judge(self, received: str, prefilter: Prefilter, known: dict[str, Judged]) -> Judged:
        text = storable(received)
        whole, search = normalise_and_index(text)
        decision = prefilter.decide(whole)
        judged = Judged(
            text,
            search,
            decision.band.value,
            decision.score,
            reasons_json(decision),
            Stage.WAITING if decision.band in self._extracted else Stage.SKIPPED,
            decision.band is not Band.SKIP,
        )
        if len(received) <= SHORT:
            if len(known) >= MOST_JUDGED:
                known.clear()
            known[received] = judged
        return judged


def storable(text: str) -> str:
    """The text with what no database takes replaced, character for character."""
    return REFUSED.sub("\ufffd", text)


def reasons_json(decision: Decision) -> str:
    """The reasons of a decision as they are kept."""
    # The library would take three times as long, for a list whose form never changes.
    reasons = []
    for term, start, end, weight in decision.reasons:
        before, after = _written(term, weight)
        reasons.append(f"{before}{start}, {end}{after}")
    return f"[{', '.join(reasons)}]"


@lru_cache(20_000)
def _written(term: str, weight: float) -> tuple[str, str]:
    """What stands before and after the place in the text; there are few terms, each with few
    weights."""
    return f"[{json.dumps(term, ensure_ascii=False)}, ", f", {json.dumps(weight)}]"
