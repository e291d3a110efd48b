"""Tries a text: where it would go, and what each term adds to that."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.prefilter.decision import Decision
from pipeline.prefilter.prefilter import Prefilter
from pipeline.text.normalise import normalise
from pipeline.text.span import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A term or pattern that counted: the words it stands on, what it weighs there, and by how
    much the score would fall without it."""

    name: str
    words: str
    start: int
    end: int
    weight: float
    adds: float
    pattern: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What is said of a text, the part that adds most first."""

    decision: Decision
    parts: tuple[Part, ...]


def trial(prefilter: Prefilter, text: str) -> Trial:
    """Judge a text and take it apart."""
    whole = normalise(text)
    decision = prefilter.decide(whole)
    hits = prefilter.matcher.find_all(whole.text)  # without one, those inside it count
    terms = prefilter.matcher.terms
    index_of = {terms[index].id: index for index, _, _ in hits}
    parts = []
    for reason in decision.reasons:
        index = index_of.get(reason.term)
        adds = reason.weight
        if index is not None:
            left = prefilter.score([hit for hit in hits if hit[0] != index])
            adds = round(decision.score - left, 3)
        parts.append(
            Part(
                reason.term,
                text[reason.start : reason.end],
                reason.start,
                reason.end,
                reason.weight,
                adds,
                index is None,
            )
        )
    return Trial(decision, tuple(sorted(parts, key=lambda part: -abs(part.adds))))


def marks(found: Trial) -> list[tuple[Span, float]]:
    """The places to highlight, in text order, each with what its strongest part weighs."""
    strongest: dict[tuple[int, int], float] = {}
    for part in found.parts:
        if not part.pattern:
            place = (part.start, part.end)
            if abs(part.weight) > abs(strongest.get(place, 0.0)):
                strongest[place] = part.weight
    return [(Span(*place), weight) for place, weight in sorted(strongest.items())]
