"""Weighs what was found in a text.

Each term counts once. Terms of one topic say much the same, so the strongest counts in full,
the second half, the third a quarter. Topics that stand together add what their pattern says.
"""

from collections.abc import Sequence
from operator import itemgetter

from pipeline.prefilter.matcher import Hit
from pipeline.prefilter.term import Pattern, Term

Weighed = tuple[int, int, str, float]
"""Where a hit stands, the id of the term or pattern it counts for, and what it counts."""

FADING = (1.0, 0.5, 0.25, 0.125, 0.0625)  # and the last for all that follow
DECIMALS = 3
START = itemgetter(1)


class Scoring:
    """The weights of one set of terms and patterns, laid out for speed."""

    def __init__(self, terms: Sequence[Term], patterns: Sequence[Pattern]) -> None:
        known = sorted({term.topic for term in terms})
        number = {topic: index for index, topic in enumerate(known)}
        self._ids = [term.id for term in terms]
        self._topics = [number[term.topic] for term in terms]
        self._weights = [
            tuple(round(term.weight * share, DECIMALS) for share in FADING) for term in terms
        ]
        self._patterns = [
            (
                sum(1 << number[topic] for topic in pattern.topics),
                tuple(number[topic] for topic in pattern.topics),
                pattern.within,
                pattern.id,
                pattern.weight,
            )
            for pattern in patterns
            if number.keys() >= set(pattern.topics)
        ]

    def weigh(self, hits: Sequence[Hit]) -> list[Weighed]:
        """What each hit and each pattern counts, in text order."""
        topics: dict[int, list[Hit]] = {}
        mask = 0
        for hit in hits:
            topic = self._topics[hit[0]]
            if topic in topics:
                topics[topic].append(hit)
            else:
                topics[topic] = [hit]
                mask |= 1 << topic
        weighed: list[Weighed] = []
        for group in topics.values():
            self._fade(group, weighed)
        for needed, members, within, name, weight in self._patterns:
            if mask & needed == needed:
                groups = [topics[topic] for topic in members]
                if within:
                    completed = _nearest(groups[0], groups[1], within)
                else:
                    completed = max([group[0] for group in groups], key=START)
                if completed is not None:
                    weighed.append((completed[1], completed[2], name, weight))
        weighed.sort()
        return weighed

    def _fade(self, group: list[Hit], weighed: list[Weighed]) -> None:
        if len(group) == 1:
            index, start, end = group[0]
            weighed.append((start, end, self._ids[index], self._weights[index][0]))
            return
        first: dict[int, Hit] = {}
        for hit in group:
            first.setdefault(hit[0], hit)
        weights = self._weights
        ranked = sorted([(-abs(weights[index][0]), hit) for index, hit in first.items()])
        for rank, (_, hit) in enumerate(ranked):
            index, start, end = hit
            share = rank if rank < len(FADING) else -1
            weighed.append((start, end, self._ids[index], weights[index][share]))


def _nearest(first: list[Hit], second: list[Hit], within: int) -> Hit | None:
    """The later of the first two hits of two topics that are at most `within` apart."""
    one = other = 0
    while one < len(first) and other < len(second):
        left, right = first[one], second[other]
        if right[1] - left[2] > within:
            one += 1  # what follows `right` is further off still
        elif left[1] - right[2] > within:
            other += 1
        else:
            return max(left, right, key=START)
    return None
