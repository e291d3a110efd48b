"""Finds every term in a folded text at once."""

from collections.abc import Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from pipeline.errors import Invalid
from pipeline.prefilter.searching import Hit, Searches
from pipeline.prefilter.term import Kind, Match, Term
from pipeline.text.normalise import fold

IN_FRONT = "و ف ب ل ك ال لل هال وال فال بال كال ولل فلل ول وب فل فب وه ع عال وهال ولال"
PARTICLES = frozenset(IN_FRONT.split())
PRONOUNS = frozenset(("نا", "ها", "هم", "كم"))
MOST_IN_FRONT = max(map(len, PARTICLES))
MOST_BEHIND = 2  # letters of every pronoun
BEFORE, AFTER = " " * (MOST_IN_FRONT + 1), " " * (MOST_BEHIND + 1)  # so that no hit is at an end
SEEN_AGAIN = 8192  # what stands beside a term is mostly the same few letters


class Matcher:
    """An automaton over the words of one set of terms, and the searches for its regexes."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = words_first(terms)
        """What hits are indexes of; the numbers of words are the automaton's."""
        literals = [term for term in self.terms if term.kind is not Kind.REGEX]
        # Small enough for the processor's cache with any number of terms, unlike a full table.
        self._find_all = AhoCorasick(
            [_folded(term) for term in literals],
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        ).find_matches_as_indexes
        self._whole = [term.match is not Match.SUBSTRING for term in literals]
        self._tolerant = [term.match is Match.PREFIX for term in literals]
        self._searches = Searches(self.terms)

    def find(self, folded: str) -> list[Hit]:
        """Every hit that is not part of a longer one, in text order."""
        hits = self.find_all(folded)
        return longest(hits) if len(hits) > 1 else hits

    def find_all(self, folded: str) -> list[Hit]:
        """Every hit, also those inside longer ones; regexes come last."""
        hits = self.find_literals(folded)
        hits += self._searches.find(folded)
        return hits

    def find_literals(self, folded: str) -> list[Hit]:
        """Every hit of a word or phrase, also those inside longer ones, by where they end."""
        hits: list[Hit] = []
        whole, tolerant = self._whole, self._tolerant
        before, after = BEFORE + folded, folded + AFTER
        for hit in self._find_all(folded, overlapping=True):
            at, start, end = hit
            if whole[at]:
                if after[end].isalnum() and not (
                    tolerant[at] and _is_pronoun(after[end : end + MOST_BEHIND + 1])
                ):
                    continue
                if before[start + MOST_IN_FRONT].isalnum() and not (
                    tolerant[at] and _is_particle(before[start : start + MOST_IN_FRONT + 1])
                ):
                    continue
            hits.append(hit)
        return hits


def words_first(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The order in which hits number terms."""
    return tuple(sorted(terms, key=lambda term: term.kind is Kind.REGEX))


def _folded(term: Term) -> str:
    folded = fold(term.text).strip()
    if not folded:
        raise Invalid(f"The term {term.id} has no letter that counts; give it another text.")
    return folded


@lru_cache(SEEN_AGAIN)
def _is_particle(before: str) -> bool:
    """Whether `before`, the characters in front of a hit, end in a particle that is a word's
    beginning."""
    return any(
        not before[-size - 1].isalnum() and before[-size:] in PARTICLES
        for size in range(1, MOST_IN_FRONT + 1)
    )


@lru_cache(SEEN_AGAIN)
def _is_pronoun(after: str) -> bool:
    """Whether `after`, the characters behind a hit, are a pronoun that ends the word."""
    return after[:MOST_BEHIND] in PRONOUNS and not after[MOST_BEHIND].isalnum()


def longest(hits: list[Hit]) -> list[Hit]:
    """`hits` in text order without those inside a longer one. Of equal ones the first stays."""
    hits.sort(key=_by_end)
    kept = []
    reach = hits[-1][2]  # nothing starts there
    for hit in reversed(hits):
        if hit[1] < reach:
            kept.append(hit)
            reach = hit[1]
    kept.reverse()
    return kept


def _by_end(hit: Hit) -> tuple[int, int]:
    return hit[2], -hit[1]
