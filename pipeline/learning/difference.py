"""What sets two sets of rules apart, one line for each thing that differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.prefilter.load import Rules
from pipeline.prefilter.term import Pattern, Term, Thresholds


class What(StrEnum):
    """What happened to a term, a pattern or the thresholds."""

    ADDED = "added"
    REMOVED = "removed"
    ON = "on"
    OFF = "off"
    WEIGHT = "weight"
    CHANGED = "changed"
    PATTERN = "pattern"
    THRESHOLDS = "thresholds"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `before` and `after` are None where there is none."""

    what: What
    name: str
    before: Term | Pattern | Thresholds | None
    after: Term | Pattern | Thresholds | None

    def as_json(self) -> dict[str, Any]:
        """As scripts read it."""
        return {
            "what": self.what.value,
            "name": self.name,
            "before": _told(self.before),
            "after": _told(self.after),
        }


def differences(before: Rules, after: Rules) -> tuple[Difference, ...]:
    """Everything that differs: terms first, then patterns, then thresholds."""
    old = {term.id: term for term in before.terms}
    new = {term.id: term for term in after.terms}
    found = [
        Difference(_what(old.get(name), new.get(name)), name, old.get(name), new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    ]
    weighed = {pattern.id: pattern for pattern in after.patterns}
    found += [
        Difference(What.PATTERN, pattern.id, pattern, weighed.get(pattern.id))
        for pattern in before.patterns
        if pattern != weighed.get(pattern.id)
    ]
    if before.thresholds != after.thresholds:
        found.append(Difference(What.THRESHOLDS, "thresholds", before.thresholds, after.thresholds))
    return tuple(found)


def _what(before: Term | None, after: Term | None) -> What:
    if before is None:
        return What.ADDED
    if after is None:
        return What.REMOVED
    if before.on != after.on:
        return What.ON if after.on else What.OFF
    same = (before.text, before.match, before.topic) == (after.text, after.match, after.topic)
    return What.WEIGHT if same and before.weight != after.weight else What.CHANGED


def _told(side: Term | Pattern | Thresholds | None) -> dict[str, Any] | None:
    match side:
        case Term():
            return {
                "text": side.text,
                "topic": side.topic,
                "weight": side.weight,
                "match": side.match.value,
                "language": side.language,
                "on": side.on,
            }
        case Pattern():
            return {"topics": list(side.topics), "weight": side.weight}
        case Thresholds():
            return {"pass": side.passes, "skip": side.skips}
    return None
