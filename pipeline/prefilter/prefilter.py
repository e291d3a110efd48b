"""Decides, before any model is paid, whether a message may be a casting call, and says why."""

import hashlib
from collections.abc import Iterable, Sequence

from pipeline.prefilter.decision import Band, Decision, Reason
from pipeline.prefilter.matcher import Hit, Matcher
from pipeline.prefilter.term import Pattern, Term, Thresholds
from pipeline.text.normalise import Normalised, normalise

FADING = 0.5  # the second best term of a topic counts half, the third a quarter, ...


class Prefilter:
    """Scores evidence. Everything slow is done once, here; a changed set of terms is a new one."""

    def __init__(
        self, terms: Iterable[Term], thresholds: Thresholds, patterns: Iterable[Pattern] = ()
    ) -> None:
        self._terms = tuple(term for term in terms if term.on)
        self._thresholds = thresholds
        self._patterns = tuple(patterns)
        self._matcher = Matcher(self._terms)
        self._version = _digest(self._terms, thresholds, self._patterns)

    @property
    def version(self) -> str:
        """Names exactly these terms, patterns and thresholds: the same in every process."""
        return self._version

    def decide(self, text: str) -> Decision:
        """The band of `text`. Its score is the sum of its reasons' weights."""
        normalised = normalise(text)
        hits = self._matcher.find(normalised.text)
        if not hits:
            return Decision(self._band(0.0), 0.0)
        reasons = self._weigh(hits, normalised)
        score = round(sum(reason.weight for reason in reasons), 3)
        return Decision(self._band(score), score, reasons)

    def decide_many(self, texts: Iterable[str]) -> list[Decision]:
        """One decision for each text, in order."""
        return [self.decide(text) for text in texts]

    def _weigh(self, hits: Sequence[Hit], normalised: Normalised) -> tuple[Reason, ...]:
        topics: dict[str, list[Hit]] = {}
        for hit in hits:
            topics.setdefault(self._terms[hit[2]].topic, []).append(hit)
        weighed = [
            (hit, self._terms[hit[2]].id, weight)
            for group in topics.values()
            for hit, weight in self._fade(group)
        ]
        weighed += [
            (hit, pattern.id, pattern.weight)
            for pattern in self._patterns
            if (hit := _completed(pattern, topics)) is not None
        ]
        weighed.sort(key=lambda entry: entry[0])
        reasons = []
        for (start, end, _), name, weight in weighed:
            span = normalised.to_original(start, end)
            reasons.append(Reason(name, span.start, span.end, weight))
        return tuple(reasons)

    def _fade(self, group: list[Hit]) -> list[tuple[Hit, float]]:
        """The first hit of each term of one topic, the strongest in full, the next ones less."""
        if len(group) == 1:
            return [(group[0], self._terms[group[0][2]].weight)]
        first: dict[int, Hit] = {}
        for hit in group:
            first.setdefault(hit[2], hit)
        ranked = sorted(first.values(), key=lambda hit: -abs(self._terms[hit[2]].weight))
        return [
            (hit, round(self._terms[hit[2]].weight * FADING**rank, 3))
            for rank, hit in enumerate(ranked)
        ]

    def _band(self, score: float) -> Band:
        if score >= self._thresholds.passes:
            return Band.PASS
        return Band.UNSURE if score >= self._thresholds.skips else Band.SKIP


def _completed(pattern: Pattern, topics: dict[str, list[Hit]]) -> Hit | None:
    """The hit at which `pattern` is complete, if it is."""
    groups = []
    for topic in pattern.topics:
        group = topics.get(topic)
        if group is None:
            return None
        groups.append(group)
    if not pattern.within:
        return max(group[0] for group in groups)
    first, second = groups
    for one in first:
        for other in second:
            if max(other[0] - one[1], one[0] - other[1]) <= pattern.within:
                return max(one, other)
    return None


def _digest(terms: Sequence[Term], thresholds: Thresholds, patterns: Sequence[Pattern]) -> str:
    """What decides, and nothing of who wrote it or in which order."""
    lines = sorted(
        repr((term.id, term.text, term.topic, term.weight, term.kind, term.match)) for term in terms
    )
    lines += sorted(
        repr((pattern.id, sorted(pattern.topics), pattern.weight, pattern.within))
        for pattern in patterns
    )
    lines.append(repr(thresholds))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
