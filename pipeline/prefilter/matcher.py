"""Finds every term in a folded text at once."""

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from pipeline.prefilter.term import Kind, Match, Term
from pipeline.text.normalise import fold

Hit = tuple[int, int, int]
"""`(start, end, index of the term)`, offsets in the folded text."""

IN_FRONT = "و ف ب ل ك ال لل ه هال وال فال بال كال ولل فلل ول وب فل فب وه ع عال وهال ولال"
PARTICLES = frozenset(IN_FRONT.split())
PRONOUNS = frozenset(("نا", "ها", "هم", "كم"))
MOST_IN_FRONT = max(map(len, PARTICLES))
MOST_BEHIND = max(map(len, PRONOUNS))
SUBSTRING, WORD = Match.SUBSTRING, Match.WORD  # looked up for every hit
DIGIT = re.compile(r"\d")


class Matcher:
    """An automaton over the words and the compiled regexes of one set of terms."""

    def __init__(self, terms: Sequence[Term]) -> None:
        literals = [
            (folded, term.match, index)
            for index, term in enumerate(terms)
            if term.kind is not Kind.REGEX and (folded := fold(term.text).strip())
        ]
        # Small enough for the processor's cache with any number of terms, unlike a full table.
        self._automaton = AhoCorasick(
            [folded for folded, _, _ in literals],
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )
        self._literals = [(mode, index) for _, mode, index in literals]
        self._regexes = [
            (index, re.compile(term.text, re.VERBOSE), term.needs)
            for index, term in enumerate(terms)
            if term.kind is Kind.REGEX
        ]

    def find(self, folded: str) -> list[Hit]:
        """Every hit that is not part of a longer one, in text order."""
        hits = self.find_literals(folded)
        hits += self._find_regexes(folded)
        return _longest(hits)

    def find_literals(self, folded: str) -> list[Hit]:
        """Every hit of a word or phrase, also those inside longer ones."""
        hits = []
        literals = self._literals
        bounded = f" {folded} "  # so that every hit has a character on each side
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        for at, start, end in found:
            mode, index = literals[at]
            if mode is not SUBSTRING:
                if bounded[end + 1].isalnum() and (
                    mode is WORD or not _precedes_pronoun(folded, end)
                ):
                    continue
                if bounded[start].isalnum() and (
                    mode is WORD or not _follows_particle(folded, start)
                ):
                    continue
            hits.append((start, end, index))
        return hits

    def _find_regexes(self, folded: str) -> list[Hit]:
        hits = []
        digits = DIGIT.search(folded) is not None
        for index, regex, needs in self._regexes:
            if digits if needs == "digit" else needs in folded:
                for match in regex.finditer(folded):
                    start, end = match.span()
                    hits.append((start, end, index))
        return hits


def _follows_particle(folded: str, start: int) -> bool:
    for size in range(1, min(start, MOST_IN_FRONT) + 1):
        if start == size or not folded[start - size - 1].isalnum():
            return folded[start - size : start] in PARTICLES
    return False


def _precedes_pronoun(folded: str, end: int) -> bool:
    rest = folded[end : end + MOST_BEHIND]
    return rest in PRONOUNS and not folded[end + MOST_BEHIND : end + MOST_BEHIND + 1].isalnum()


def _longest(hits: list[Hit]) -> list[Hit]:
    """`hits` in text order without those inside a longer one. Of equal ones the first stays."""
    if len(hits) < 2:
        return hits
    hits.sort(key=_by_place)
    kept = []
    reach = -1
    for hit in hits:
        if hit[1] > reach:
            kept.append(hit)
            reach = hit[1]
    return kept


def _by_place(hit: Hit) -> tuple[int, int]:
    return hit[0], -hit[1]
