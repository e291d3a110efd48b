"""What a workspace changed of the terms that come with the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.errors import Invalid
from pipeline.prefilter.load import Rules
from pipeline.prefilter.term import Kind, Match, Term, Thresholds
from pipeline.text.normalise import fold

LONGEST = 120
HEAVIEST = 10.0


@dataclass(frozen=True, slots=True)
class Edits:
    """Terms added or put in the place of another, patterns weighed anew, other thresholds."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    """Of patterns, by their ids."""
    thresholds: Thresholds | None = None

    def applied(self, shipped: Rules) -> Rules:
        """The rules that come with the program, with these edits."""
        known = {term.id for term in shipped.terms}
        added = (term for term in self.terms.values() if term.id not in known)
        return Rules(
            (*(self.terms.get(term.id, term) for term in shipped.terms), *added),
            tuple(
                replace(pattern, weight=self.weights.get(pattern.id, pattern.weight))
                for pattern in shipped.patterns
            ),
            self.thresholds or shipped.thresholds,
        )

    def with_term(self, term: Term, shipped: Rules, *, instead_of: str = "") -> Edits:
        """These edits with a term added, or put in the place of the one called `instead_of`.

        An id names its text and topic, for it stands in old decisions; so a term of another text
        is a new one, and the one before is turned off, or forgotten when nobody shipped it.
        """
        before = self if instead_of in ("", term.id) else self._without(instead_of, shipped)
        return replace(before, terms={**before.terms, term.id: term})

    def with_weight(self, pattern: str, weight: float) -> Edits:
        """These edits with a pattern weighed anew."""
        return replace(self, weights={**self.weights, pattern: weight})

    def without(self, term_id: str) -> Edits:
        """These edits with nothing said of a term."""
        return replace(self, terms={i: t for i, t in self.terms.items() if i != term_id})

    def as_json(self) -> dict[str, Any]:
        """As a version keeps them."""
        held: dict[str, Any] = {"terms": [_written(term) for term in self.terms.values()]}
        if self.weights:
            held["patterns"] = dict(self.weights)
        if self.thresholds:
            held["thresholds"] = {"pass": self.thresholds.passes, "skip": self.thresholds.skips}
        return held

    def _without(self, term_id: str, shipped: Rules) -> Edits:
        for term in shipped.terms:
            if term.id == term_id:
                now = replace(self.terms.get(term_id, term), on=False)
                return replace(self, terms={**self.terms, term_id: now})
        return self.without(term_id)


def edits_from(held: Mapping[str, Any]) -> Edits:
    """Edits as a version kept them; raises `Invalid` when they can't be read."""
    try:
        terms = [_term(entry) for entry in held.get("terms", ())]
        limits = held.get("thresholds")
        return Edits(
            {term.id: term for term in terms},
            {str(name): float(weight) for name, weight in held.get("patterns", {}).items()},
            Thresholds(float(limits["pass"]), float(limits["skip"])) if limits else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Invalid(
            f"The changed terms can't be read ({error!r}); each needs an id, a text, a topic and "
            "a weight."
        ) from error


def check(rules: Rules) -> None:
    """Raise `Invalid` when two terms that are on would look for the same words."""
    known: dict[str, str] = {}
    for term in rules.terms:
        if term.on and term.kind is not Kind.REGEX:
            key = fold(term.text).strip()
            if key in known:
                raise Invalid(
                    f"“{term.text}” is looked for twice, as {known[key]} and as {term.id}; "
                    "turn one of them off."
                )
            known[key] = term.id


def new_term(
    text: str,
    topic: str,
    weight: float,
    *,
    language: str,
    match: Match,
    author: str,
    reason: str,
    topics: Iterable[str],
) -> Term:
    """A word or phrase a person wrote, and what it says for a call or against one.

    Raises `Invalid` for what no text could hold or nobody could weigh.
    """
    text = " ".join(text.split())
    if not fold(text).strip():
        raise Invalid("The term is empty; write a word or a phrase.")
    if len(text) > LONGEST:
        raise Invalid(f"The term is too long; write at most {LONGEST} letters.")
    if not -HEAVIEST <= weight <= HEAVIEST:
        raise Invalid(f"A weight lies between -{HEAVIEST:g} and {HEAVIEST:g}, not at {weight:g}.")
    if topic not in set(topics):
        raise Invalid(f"There is no topic “{topic}”; choose one of those that terms have.")
    positive = Kind.PHRASE if " " in text else Kind.KEYWORD
    return Term(
        id=f"{topic}:{text}",
        text=text,
        topic=topic,
        weight=round(weight, 3),
        kind=Kind.NEGATIVE if weight < 0 else positive,
        match=match,
        language=language,
        author=author,
        reason=reason.strip(),
    )


def reweighed(term: Term, weight: float) -> Term:
    """A term with another weight, and the kind that weight asks for."""
    if term.kind is Kind.REGEX or (term.weight < 0) == (weight < 0):
        return replace(term, weight=weight)
    positive = Kind.PHRASE if " " in term.text else Kind.KEYWORD
    return replace(term, weight=weight, kind=Kind.NEGATIVE if weight < 0 else positive)


def language_of(text: str) -> str:
    """The language of a term by its letters: `ar`, `en`, or `any` when it has both or none."""
    arabic = any("\u0600" <= char <= "\u06ff" for char in text)
    latin = any("a" <= char.lower() <= "z" for char in text)
    if arabic == latin:
        return "any"
    return "ar" if arabic else "en"


def _written(term: Term) -> dict[str, Any]:
    return {
        "id": term.id,
        "text": term.text,
        "topic": term.topic,
        "weight": term.weight,
        "kind": term.kind.value,
        "match": term.match.value,
        "language": term.language,
        "author": term.author,
        "reason": term.reason,
        "needs": term.needs,
        "on": term.on,
    }


def _term(entry: Mapping[str, Any]) -> Term:
    return Term(
        id=str(entry["id"]),
        text=str(entry["text"]),
        topic=str(entry["topic"]),
        weight=float(entry["weight"]),
        kind=Kind(entry.get("kind", "negative" if entry["weight"] < 0 else "keyword")),
        match=Match(entry.get("match", "word")),
        language=str(entry.get("language", "any")),
        author=str(entry.get("author", "")),
        reason=str(entry.get("reason", "")),
        needs=str(entry.get("needs", "")),
        on=bool(entry.get("on", True)),
    )
