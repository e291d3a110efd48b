"""Decides, before any model is paid, whether a message may be a casting call, and says why."""

import hashlib
from collections.abc import Iterable, Sequence

from pipeline.prefilter.decision import Band, Decision, Reason
from pipeline.prefilter.matcher import Matcher
from pipeline.prefilter.scoring import Scoring
from pipeline.prefilter.searching import Hit
from pipeline.prefilter.term import Pattern, Term, Thresholds
from pipeline.text.normalise import Normalised, normalise


class Prefilter:
    """Scores evidence. Everything slow is done once, here; a changed set of terms is a new one."""

    def __init__(
        self, terms: Iterable[Term], thresholds: Thresholds, patterns: Iterable[Pattern] = ()
    ) -> None:
        active = tuple(term for term in terms if term.on)
        together = tuple(patterns)
        self._thresholds = thresholds
        self._matcher = Matcher(active)
        self._scoring = Scoring(self._matcher.terms, together)
        self._nothing = Decision(self.band(0.0), 0.0)
        self._version = _digest(active, thresholds, together)

    @property
    def version(self) -> str:
        """Names exactly these terms, patterns and thresholds: the same in every process."""
        return self._version

    def decide(self, text: str | Normalised) -> Decision:
        """The band of `text`, which may be normalised already. Its score is the sum of its
        reasons' weights; their offsets are those of the original."""
        whole = text if isinstance(text, Normalised) else normalise(text)
        hits = self._matcher.find(whole.text)
        if not hits:
            return self._nothing
        weighed = self._scoring.weigh(hits)
        score = round(sum([entry[3] for entry in weighed]), 3)
        if whole.steps:
            reasons = []
            for start, end, name, weight in weighed:
                span = whole.to_original(start, end)
                reasons.append(Reason(name, span.start, span.end, weight))
        else:
            reasons = [Reason(name, start, end, weight) for start, end, name, weight in weighed]
        return Decision(self.band(score), score, tuple(reasons))

    def decide_many(self, texts: Iterable[str | Normalised]) -> list[Decision]:
        """One decision for each text, in order."""
        return [self.decide(text) for text in texts]

    @property
    def matcher(self) -> Matcher:
        """What finds the terms that are on."""
        return self._matcher

    def score(self, hits: list[Hit]) -> float:
        """The score of a text in which `matcher.find_all` finds these hits."""
        return self._scoring.score(hits)

    def band(self, score: float) -> Band:
        """Where a message of this score goes."""
        if score >= self._thresholds.passes:
            return Band.PASS
        return Band.UNSURE if score >= self._thresholds.skips else Band.SKIP


def _digest(terms: Sequence[Term], thresholds: Thresholds, patterns: Sequence[Pattern]) -> str:
    """What decides, and nothing of who wrote it or in which order."""
    lines = sorted(
        repr((term.id, term.text, term.topic, term.weight, term.kind, term.match, term.needs))
        for term in terms
    )
    lines += sorted(
        repr(
            (
                pattern.id,
                pattern.topics if pattern.in_order else sorted(pattern.topics),
                sorted(pattern.absent),
                pattern.weight,
                pattern.within,
                pattern.in_order,
            )
        )
        for pattern in patterns
    )
    lines.append(repr(thresholds))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
