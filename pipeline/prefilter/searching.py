"""Searches a folded text for the regular expressions among the terms.

Most texts are spared most searches: a text without what a regex needs is not searched, and the
regexes of numbers are all tried at each number in one pass.
"""

import re
from collections.abc import Sequence

from pipeline.prefilter.term import Kind, Term
from pipeline.text.normalise import fold

Hit = tuple[int, int, int]
"""`(index of the term, start, end)`, offsets in the folded text."""

DIGIT, NUMBER = "digit", "number"
ANY_DIGIT = re.compile(r"\d")
BEGINS_NUMBER = r"[+\d](?<!\d.)"


class Searches:
    """The compiled regexes of one set of terms."""

    def __init__(self, terms: Sequence[Term]) -> None:
        found = [(index, term) for index, term in enumerate(terms) if term.kind is Kind.REGEX]
        numbers = [(index, term) for index, term in found if NUMBER in term.needs.split()]
        self._numbers = _Numbers(numbers) if numbers else None
        self._all = [_Search(index, term) for index, term in found if (index, term) not in numbers]
        self._without_digit = [search for search in self._all if not search.needs_digit]

    def find(self, folded: str) -> list[Hit]:
        """Every hit of every regex, those of one regex without overlap."""
        hits: list[Hit] = []
        searches = self._without_digit
        if ANY_DIGIT.search(folded):
            searches = self._all
            if self._numbers:
                self._numbers.add_hits(folded, hits)
        for search in searches:
            if search.needed in folded:
                index = search.index
                for match in search.finditer(folded):
                    start, end = match.span()
                    hits.append((index, start, end))
        return hits


class _Search:
    """A compiled regex, and what a text must have to be searched."""

    __slots__ = ("finditer", "index", "needed", "needs_digit")

    def __init__(self, index: int, term: Term) -> None:
        needs = term.needs.split()
        self.index = index
        self.finditer = re.compile(term.text, re.VERBOSE).finditer
        self.needs_digit = DIGIT in needs
        self.needed = fold("".join(needed for needed in needs if needed != DIGIT))


class _Numbers:
    """The regexes of what follows the first digit of a number (or its plus), made one: each is
    an optional group of what lies ahead."""

    def __init__(self, terms: Sequence[tuple[int, Term]]) -> None:
        self._indexes = [index for index, _ in terms]
        groups = "".join(f"(?=({term.text})|)" for _, term in terms)
        self._finditer = re.compile(BEGINS_NUMBER + groups, re.VERBOSE).finditer

    def add_hits(self, folded: str, hits: list[Hit]) -> None:
        """Add the hits at every number of a text."""
        indexes = self._indexes
        reached = [0] * len(indexes)
        for match in self._finditer(folded):
            if match.lastindex:
                start = match.start()
                for at, (_, end) in enumerate(match.regs[1:]):
                    if end > 0 and start >= reached[at]:
                        reached[at] = end
                        hits.append((indexes[at], start, end))
