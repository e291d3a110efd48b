"""Reads the terms that come with the program.

Terms and patterns are written by hand, with a weight each. `learned.toml` says how labelled
messages moved those weights: a factor for each topic, a weight for each pattern, the thresholds.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import Invalid
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Kind, Match, Pattern, Term, Thresholds
from pipeline.text.normalise import fold

LEARNED = "learned.toml"


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a prefilter is made of."""

    terms: tuple[Term, ...]
    patterns: tuple[Pattern, ...]
    thresholds: Thresholds

    def adjusted(
        self, scale: Mapping[str, float], weights: Mapping[str, float], thresholds: Thresholds
    ) -> "Rules":
        """These rules with topics scaled and patterns weighed anew."""
        return Rules(
            tuple(
                replace(term, weight=round(term.weight * scale.get(term.topic, 1.0), 3))
                for term in self.terms
            ),
            tuple(
                replace(pattern, weight=weights.get(pattern.id, pattern.weight))
                for pattern in self.patterns
            ),
            thresholds,
        )

    def prefilter(self) -> Prefilter:
        """The prefilter that judges by these rules."""
        return Prefilter(self.terms, self.thresholds, self.patterns)


@cache
def default_prefilter() -> Prefilter:
    """The prefilter over every file in `resources/terms`, built once in a process."""
    return default_rules().prefilter()


@cache
def default_rules() -> Rules:
    """The rules that come with the program, as they were learned."""
    learned = _documents().get(LEARNED, {})
    return hand_made_rules().adjusted(
        learned.get("scale", {}), learned.get("patterns", {}), _thresholds(learned)
    )


@cache
def hand_made_rules() -> Rules:
    """The rules that come with the program, as they were written."""
    terms: dict[str, Term] = {}
    patterns: list[Pattern] = []
    thresholds = None
    for name, data in _documents().items():
        if name == LEARNED:
            continue
        for term in _read_sets(name, data):
            key = term.text if term.kind is Kind.REGEX else fold(term.text).strip()
            if key in terms:
                raise Invalid(f"resources/terms/{name} gives {term.id} again; remove one of them.")
            terms[key] = term
        patterns += _read_patterns(name, data)
        thresholds = _thresholds(data) if "thresholds" in data else thresholds
    if thresholds is None:
        raise Invalid("No file in resources/terms has [thresholds]; restore scoring.toml.")
    return Rules(tuple(terms.values()), tuple(patterns), thresholds)


@cache
def _documents() -> dict[str, dict[str, Any]]:
    folder = files("resources") / "terms"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return {file.name: tomllib.loads(file.read_text("utf-8")) for file in found}


def _thresholds(data: Mapping[str, Any]) -> Thresholds:
    if "thresholds" not in data:
        return hand_made_rules().thresholds
    return Thresholds(
        passes=float(data["thresholds"]["pass"]), skips=float(data["thresholds"]["skip"])
    )


def _read_sets(name: str, data: Mapping[str, Any]) -> Iterator[Term]:
    """Terms are written in sets that share everything but their text."""
    for entry in data.get("set", ()):
        try:
            shared: dict[str, Any] = {
                "topic": entry["topic"],
                "weight": float(entry["weight"]),
                "kind": Kind(entry["kind"]),
                "match": Match(entry.get("match", "word")),
                "language": entry["language"],
                "author": entry["author"],
                "reason": entry["reason"],
                "needs": entry.get("needs", ""),
                "on": entry.get("on", True),
            }
            if "id" in entry:
                yield Term(id=entry["id"], text=entry["text"], **shared)
            else:
                for text in entry["terms"]:
                    yield Term(id=f"{entry['topic']}:{text}", text=text, **shared)
        except (KeyError, ValueError) as error:
            raise Invalid(f"A set in resources/terms/{name} cannot be read: {error}.") from error


def _read_patterns(name: str, data: Mapping[str, Any]) -> Iterator[Pattern]:
    for entry in data.get("pattern", ()):
        try:
            yield Pattern(
                id=entry["id"],
                topics=tuple(entry["topics"]),
                weight=float(entry["weight"]),
                within=int(entry.get("within", 0)),
                in_order=bool(entry.get("in_order", False)),
                absent=tuple(entry.get("absent", ())),
                reason=entry["reason"],
            )
        except (KeyError, ValueError) as error:
            raise Invalid(
                f"A pattern in resources/terms/{name} cannot be read: {error}."
            ) from error
