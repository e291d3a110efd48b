"""Which texts another set of terms may judge otherwise, told from what is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.term import Term


@dataclass(frozen=True, slots=True)
class Change:
    """What sets two sets of rules apart, as far as scores go."""

    touched: frozenset[str]
    """Forms that count otherwise, or no longer."""
    added: frozenset[str]
    """Forms that nobody looked for before."""
    together: tuple[frozenset[str], ...]
    """Topics of patterns that count otherwise: texts that have all of them."""


def change_between(before: Rules, after: Rules) -> Change:
    """What must be looked at anew."""
    old, new = _by_form(before), _by_form(after)
    weighed = {pattern.id: pattern for pattern in after.patterns}
    return Change(
        touched=frozenset(
            form
            for form, term in old.items()
            if form not in new or _weight(term) != _weight(new[form])
        ),
        added=frozenset(new.keys() - old.keys()),
        together=tuple(
            frozenset(pattern.topics)
            for pattern in before.patterns
            if weighed.get(pattern.id) != pattern
        ),
    )


def _by_form(rules: Rules) -> Mapping[str, Term]:
    return {form_of(term): term for term in rules.terms if term.on}


def _weight(term: Term) -> tuple[str, float]:
    return term.topic, term.weight
