"""Reads the terms that come with the program."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.errors import Invalid
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Kind, Match, Pattern, Term, Thresholds


@cache
def default_prefilter() -> Prefilter:
    """The prefilter over every file in `resources/terms`, built once in a process."""
    return Prefilter(default_terms(), default_thresholds(), default_patterns())


@cache
def default_terms() -> tuple[Term, ...]:
    """Every term that comes with the program, each id once."""
    terms = [term for name, data in _documents() for term in _read_sets(name, data, _scale())]
    twice = {term.id for term in terms if sum(other.id == term.id for other in terms) > 1}
    if twice:
        raise Invalid(f"These terms are given twice: {', '.join(sorted(twice))}.")
    return tuple(terms)


@cache
def default_patterns() -> tuple[Pattern, ...]:
    """Every pattern of topics that comes with the program."""
    return tuple(
        Pattern(
            id=entry["id"],
            topics=tuple(entry["topics"]),
            weight=float(entry["weight"]),
            within=int(entry.get("within", 0)),
            reason=entry["reason"],
        )
        for _, data in _documents()
        for entry in data.get("pattern", ())
    )


@cache
def default_thresholds() -> Thresholds:
    """The thresholds that come with the program."""
    for _, data in _documents():
        if found := data.get("thresholds"):
            return Thresholds(passes=float(found["pass"]), skips=float(found["skip"]))
    raise Invalid("No file in resources/terms has [thresholds]; restore scoring.toml.")


@cache
def _documents() -> tuple[tuple[str, dict[str, Any]], ...]:
    folder = files("resources") / "terms"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return tuple((file.name, tomllib.loads(file.read_text("utf-8"))) for file in found)


@cache
def _scale() -> dict[str, float]:
    """What the weights written for each topic are multiplied by, as it was learned."""
    return {topic: by for _, data in _documents() for topic, by in data.get("scale", {}).items()}


def _read_sets(name: str, data: dict[str, Any], scale: dict[str, float]) -> Iterator[Term]:
    """Terms are written in sets that share everything but their text."""
    for entry in data.get("set", ()):
        try:
            shared: dict[str, Any] = {
                "topic": entry["topic"],
                "weight": round(float(entry["weight"]) * scale.get(entry["topic"], 1.0), 3),
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
            raise Invalid(
                f"resources/terms/{name} has a set that cannot be read: {error}."
            ) from error
