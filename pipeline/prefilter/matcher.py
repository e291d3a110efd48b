"""Finds every term in a folded text at once."""

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

from pipeline.prefilter.term import Kind, Match, Term
from pipeline.text.normalise import fold

Hit = tuple[int, int, int]
"""`(start, end, index of the term)`, offsets in the folded text."""

IN_FRONT = "و ف ب ل ك ال لل ه هال وال فال بال كال ولل فلل ول وب فل فب وه ع عال وهال ولال"
PARTICLES = frozenset(IN_FRONT.split())
PRONOUNS = frozenset(("نا", "ها", "هم", "كم"))
MOST_IN_FRONT = max(map(len, PARTICLES))
MOST_BEHIND = max(map(len, PRONOUNS))
DIGIT = re.compile(r"\d")


class Matcher:
    """An automaton over the words and the compiled regexes of one set of terms."""

    def __init__(self, terms: Sequence[Term]) -> None:
        literals = [i for i, term in enumerate(terms) if term.kind is not Kind.REGEX]
        folded = {i: fold(terms[i].text).strip() for i in literals}
        self._literals = [i for i in literals if folded[i]]
        self._modes = [terms[i].match for i in self._literals]
        self._automaton = AhoCorasick([folded[i] for i in self._literals], store_patterns=False)
        self._regexes = [
            (i, re.compile(term.text, re.VERBOSE), term.needs)
            for i, term in enumerate(terms)
            if term.kind is Kind.REGEX
        ]

    def find(self, folded: str) -> list[Hit]:
        """Every hit that is not part of a longer one, in text order."""
        hits = self._find_literals(folded)
        hits += self._find_regexes(folded)
        return _longest(hits)

    def _find_literals(self, folded: str) -> list[Hit]:
        hits = []
        modes, literals = self._modes, self._literals
        length = len(folded)
        for at, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            mode = modes[at]
            if mode is not Match.SUBSTRING:
                if (
                    end < length
                    and folded[end].isalnum()
                    and (mode is Match.WORD or not _precedes_pronoun(folded, end))
                ):
                    continue
                if (
                    start
                    and folded[start - 1].isalnum()
                    and (mode is Match.WORD or not _follows_particle(folded, start))
                ):
                    continue
            hits.append((start, end, literals[at]))
        return hits

    def _find_regexes(self, folded: str) -> list[Hit]:
        hits = []
        digits = DIGIT.search(folded) is not None
        for index, regex, needs in self._regexes:
            if digits if needs == "digit" else needs in folded:
                hits += [(*match.span(), index) for match in regex.finditer(folded)]
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
    if len(hits) < 2:
        return hits
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept = []
    reach = -1
    for hit in hits:
        if hit[1] > reach:
            kept.append(hit)
            reach = hit[1]
    return kept
