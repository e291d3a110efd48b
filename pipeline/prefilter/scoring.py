"""Weighs what was found in a text.

Each term counts once. Terms of one topic say much the same, so the strongest counts in full,
the second three quarters, the third half. Topics that stand together add what their pattern says.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from pipeline.prefilter.matcher import longest
from pipeline.prefilter.searching import Hit
from pipeline.prefilter.term import Pattern, Term

Weighed = tuple[int, int, str, float]
"""Where a hit stands, the id of the term or pattern it counts for, and what it counts."""

FADING = (1.0, 0.75, 0.5, 0.35, 0.25)  # and the last for all that follow
LAST = len(FADING) - 1
DECIMALS = 3
MOST_REMEMBERED = 20_000
START = itemgetter(1)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A pattern with its topics as bits and as numbers."""

    id: str
    weight: float
    needed: int
    forbidden: int
    members: tuple[int, ...]
    within: int
    in_order: bool
    between: tuple[int, ...]

    def completed(self, groups: Mapping[int, list[Hit]]) -> Hit | None:
        """The hit that completes the pattern, if its topics stand as near as it asks."""
        if not self.within:
            if len(self.members) == 1:
                return groups[self.members[0]][0]
            return max([groups[topic][0] for topic in self.members], key=START)
        first, second = groups[self.members[0]], groups[self.members[1]]
        if not self.in_order:
            return _nearest(first, second, self.within)
        between = sorted([hit[1] for topic in self.between for hit in groups.get(topic, ())])
        return _following(first, second, self.within, between)


def _join(pattern: Pattern, number: Mapping[str, int]) -> _Joined:
    absent = tuple(number[topic] for topic in pattern.absent if topic in number)
    return _Joined(
        id=pattern.id,
        weight=pattern.weight,
        needed=sum(1 << number[topic] for topic in pattern.topics),
        forbidden=0 if pattern.in_order else sum(1 << topic for topic in absent),
        members=tuple(number[topic] for topic in pattern.topics),
        within=pattern.within,
        in_order=pattern.in_order,
        between=absent if pattern.in_order else (),
    )


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
        self._strengths = [-abs(term.weight) for term in terms]
        self._patterns = [
            _join(pattern, number) for pattern in patterns if number.keys() >= set(pattern.topics)
        ]
        self._joined: dict[int, tuple[_Joined, ...]] = {}

    def score(self, hits: list[Hit]) -> float:
        """The score of a text in which these hits stand, also those inside longer ones."""
        kept = longest(hits) if len(hits) > 1 else hits
        return round(sum([entry[3] for entry in self.weigh(kept)]), DECIMALS)

    def weigh(self, hits: Sequence[Hit]) -> list[Weighed]:
        """What each hit and each pattern counts, in text order."""
        groups: dict[int, list[Hit]] = {}
        numbers = self._topics
        mask = 0
        for hit in hits:
            topic = numbers[hit[0]]
            if topic in groups:
                groups[topic].append(hit)
            else:
                groups[topic] = [hit]
                mask |= 1 << topic
        ids, weights = self._ids, self._weights
        weighed: list[Weighed] = []
        for group in groups.values():
            if len(group) == 1:
                index, start, end = group[0]
                weighed.append((start, end, ids[index], weights[index][0]))
            else:
                for rank, (index, start, end) in enumerate(self._strongest(group)):
                    weighed.append((start, end, ids[index], weights[index][min(rank, LAST)]))
        for joined in self._joined_by(mask):
            completed = joined.completed(groups)
            if completed is not None:
                weighed.append((completed[1], completed[2], joined.id, joined.weight))
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

    def _strongest(self, group: list[Hit]) -> list[Hit]:
        """The first hit of each term of a topic, the strongest term first."""
        strengths = self._strengths
        if len(group) == 2:  # mostly
            one, other = group
            if one[0] == other[0]:
                return [one]
            return group if strengths[one[0]] <= strengths[other[0]] else [other, one]
        first: dict[int, Hit] = {}
        for hit in group:
            first.setdefault(hit[0], hit)
        return sorted(first.values(), key=lambda hit: strengths[hit[0]])


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


def _following(
    first: list[Hit], second: list[Hit], within: int, between: Sequence[int]
) -> Hit | None:
    """The first hit of `second` that begins at most `within` after the end of one of `first`,
    with none of the sorted places `between` them."""
    at = 0
    for hit in second:
        while at + 1 < len(first) and first[at + 1][2] <= hit[1]:
            at += 1
        end = first[at][2]
        if 0 <= hit[1] - end <= within and not _any_between(between, end, hit[1]):
            return hit
    return None


def _any_between(places: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end
