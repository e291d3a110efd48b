"""Changes that do not act yet, with the way back. Nothing here is a widget."""

from __future__ import annotations

from dataclasses import replace

from pipeline.learning.book import Applied
from pipeline.learning.difference import Difference, differences
from pipeline.learning.edits import Edits
from pipeline.prefilter.load import Rules, default_rules
from pipeline.prefilter.term import Term, Thresholds

MOST_UNDO = 200


class Draft:
    """What a person changed since the version that judges."""

    def __init__(self, applied: Applied) -> None:
        self.applied = applied
        self.edits = applied.edits
        self._before: list[Edits] = []

    @property
    def rules(self) -> Rules:
        """All terms as they would be."""
        return self.edits.applied(default_rules())

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What would change."""
        return differences(self.applied.rules, self.rules)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.edits == self.applied.edits

    def with_term(self, term: Term, instead_of: str = "") -> Edits:
        """What the edits would be with a term."""
        return self.edits.with_term(term, default_rules(), instead_of=instead_of)

    def keep(self, edits: Edits) -> None:
        """Take a step; one that changes nothing is none."""
        if edits != self.edits:
            self._before = [*self._before[1 - MOST_UNDO :], self.edits]
            self.edits = edits

    def set_thresholds(self, thresholds: Thresholds) -> None:
        """Move what passes and what is skipped."""
        self.keep(replace(self.edits, thresholds=thresholds))

    def forget(self, term_id: str) -> None:
        """Let a term be as it judges now."""
        applied = self.applied.edits.terms
        terms = {name: term for name, term in self.edits.terms.items() if name != term_id}
        if term_id in applied:
            terms[term_id] = applied[term_id]
        self.keep(replace(self.edits, terms=terms))

    def undo(self) -> None:
        """Take the newest step back."""
        if self._before:
            self.edits = self._before.pop()

    def discard(self) -> None:
        """Begin anew; that can be taken back too."""
        self.keep(self.applied.edits)

    def follow(self, applied: Applied) -> None:
        """Another version judges now: what was changed here stays, on top of it."""
        mine = {
            name: term
            for name, term in self.edits.terms.items()
            if self.applied.edits.terms.get(name) != term
        }
        own_limits = self.edits.thresholds != self.applied.edits.thresholds
        self.edits = Edits(
            {**applied.edits.terms, **mine},
            {**applied.edits.weights, **self.edits.weights},
            self.edits.thresholds if own_limits else applied.edits.thresholds,
        )
        self.applied = applied
        self._before = []
