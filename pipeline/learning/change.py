"""Which texts another set of terms may judge otherwise, told from what is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.term import Term

ROUNDED = 0.05
"""More than what rounding each weight may add up to."""


@dataclass(frozen=True, slots=True)
class Change:
    """What sets two sets of rules apart, as far as scores go."""

    touched: frozenset[str]
    """Forms that count otherwise, or no longer."""
    added: frozenset[str]
    """Forms that nobody looked for before."""
    together: tuple[frozenset[str], ...]
    """Topics of patterns that count otherwise: texts that have all of them."""
    most: float
    """No score moves further than this."""


def change_between(before: Rules, after: Rules) -> Change:
    """What must be looked at anew."""
    old, new = _by_form(before), _by_form(after)
    weighed = {pattern.id: pattern for pattern in after.patterns}
    touched = frozenset(
        form for form, term in old.items() if form not in new or _weight(term) != _weight(new[form])
    )
    added = frozenset(new.keys() - old.keys())
    patterns = [one for one in before.patterns if weighed.get(one.id) != one]
    return Change(
        touched=touched,
        added=added,
        together=tuple(frozenset(pattern.topics) for pattern in patterns),
        most=_most(old, new, touched | added)
        + sum(abs(one.weight - weighed[one.id].weight) for one in patterns),
    )


def _most(old: Mapping[str, Term], new: Mapping[str, Term], changed: frozenset[str]) -> float:
    """How far scores can move when terms weigh otherwise and nothing else happens."""
    topics = set()
    moved = 0.0
    for form in changed:
        before, after = old.get(form), new.get(form)
        if before is None or after is None or before.topic != after.topic:
            return inf  # other topics, other hits inside longer ones
        topics.add(before.topic)
        moved += abs(before.weight - after.weight)
    for topic in topics:
        # Of weights that speak one way the strongest counts most, so that none moves the sum
        # further than it moved itself. Where they contradict each other, their order may turn it.
        signs = {
            term.weight > 0
            for terms in (old, new)
            for term in terms.values()
            if term.topic == topic and term.weight
        }
        if len(signs) > 1:
            return inf
    return moved + ROUNDED if changed else 0.0


def _by_form(rules: Rules) -> Mapping[str, Term]:
    return {form_of(term): term for term in rules.terms if term.on}


def _weight(term: Term) -> tuple[str, float]:
    return term.topic, term.weight
