"""Weighs what was found in a text.

Each term counts once. Terms of one topic say much the same, so the strongest counts in full,
the second half, the third a quarter. Topics that stand together add what their pattern says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from pipeline.prefilter.matcher import Hit
from pipeline.prefilter.term import Pattern, Term

Weighed = tuple[int, int, str, float]
"""Where a hit stands, the id of the term or pattern it counts for, and what it counts."""

FADING = (1.0, 0.5, 0.25, 0.125, 0.0625)  # and the last for all that follow
DECIMALS = 3
MOST_REMEMBERED = 20_000
START = itemgetter(1)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A pattern and its topics, as bits and as numbers."""

    needed: int
    forbidden: int
    members: tuple[int, ...]
    pattern: Pattern


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
            _Joined(
                needed=sum(1 << number[topic] for topic in pattern.topics),
                forbidden=sum(1 << number[topic] for topic in pattern.absent if topic in number),
                members=tuple(number[topic] for topic in pattern.topics),
                pattern=pattern,
            )
            for pattern in patterns
            if number.keys() >= set(pattern.topics)
        ]
        self._joined: dict[int, tuple[_Joined, ...]] = {}

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
        for joined in self._joined_by(mask):
            pattern = joined.pattern
            if pattern.within:
                first, second = topics[joined.members[0]], topics[joined.members[1]]
                if pattern.in_order:
                    completed = _following(first, second, pattern.within)
                else:
                    completed = _nearest(first, second, pattern.within)
                if completed is None:
                    continue
            else:
                completed = max([topics[topic][0] for topic in joined.members], key=START)
            weighed.append((completed[1], completed[2], pattern.id, pattern.weight))
        weighed.sort()
        return weighed

    def _joined_by(self, mask: int) -> tuple["_Joined", ...]:
        """The patterns whose topics these are. Few combinations of topics are common."""
        found = self._joined.get(mask)
        if found is None:
            found = tuple(
                joined
                for joined in self._patterns
                if mask & joined.needed == joined.needed and not mask & joined.forbidden
            )
            if len(self._joined) < MOST_REMEMBERED:  # hostile text must not grow this without end
                self._joined[mask] = found
        return found

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


def _following(first: list[Hit], second: list[Hit], within: int) -> Hit | None:
    """The first hit of `second` that begins at most `within` after the end of one of `first`."""
    at = 0
    for hit in second:
        while at + 1 < len(first) and first[at + 1][2] <= hit[1]:
            at += 1
        if 0 <= hit[1] - first[at][2] <= within:
            return hit
    return None
