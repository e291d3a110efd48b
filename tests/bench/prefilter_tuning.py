"""Fits the prefilter's scales, patterns and thresholds to labelled messages.

Run: python tests/bench/prefilter_tuning.py    prints what belongs into resources/terms/scoring.toml
The weights written by hand are where the fit starts and what it is held to: with few messages
it changes little. A logistic regression by plain gradient descent; nothing to install.
"""

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.prefilter.load import (  # noqa: E402
    default_patterns,
    default_terms,
    default_thresholds,
)
from pipeline.prefilter.prefilter import Prefilter  # noqa: E402
from pipeline.prefilter.term import Pattern, Term, Thresholds  # noqa: E402

LABELLED = ROOT / "tests" / "data" / "labelled"
HELD_TO_HAND = 4.0  # how much a change of 1 from a hand-made weight costs
CALLS_COUNT = 2.0  # a lost call is worse than a message read for nothing
ROUNDS, STEP = 600, 0.02
SKIP_BELOW, PASS_FROM = 0.25, 0.85  # probabilities, as the fit sees them

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    is_call: bool
    borderline: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Scales of topics, weights of patterns, and the two thresholds."""

    weights: Features
    thresholds: Thresholds


def load(*names: str) -> list[Labelled]:
    """The labelled messages of these files, or of all."""
    files = [LABELLED / name for name in names] or sorted(LABELLED.glob("*.jsonl"))
    return [
        Labelled(entry["text"], entry["is_casting_call"], entry.get("borderline", False))
        for file in files
        for entry in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def starting_weights() -> Features:
    """By hand: every topic as written, every pattern with its weight."""
    weights = {f"topic {term.topic}": 1.0 for term in default_terms()}
    weights |= {pattern.id: pattern.weight for pattern in default_patterns()}
    return weights


def features(prefilter: Prefilter, text: str) -> Features:
    """The sum of each topic and the presence of each pattern."""
    topics = {term.id: f"topic {term.topic}" for term in default_terms()}
    found: Features = {}
    for reason in prefilter.decide(text).reasons:
        if topic := topics.get(reason.term):
            found[topic] = found.get(topic, 0.0) + reason.weight
        else:
            found[reason.term] = 1.0
    return found


def fit(samples: Sequence[Labelled], table: Sequence[Features]) -> Fit:
    """The weights nearest to the hand-made ones that explain these samples."""
    start = starting_weights()
    weights, bias = dict(start), -default_thresholds().skips
    for _ in range(ROUNDS):
        slope = {name: HELD_TO_HAND * (weights[name] - start[name]) for name in weights}
        slope_bias = 0.0
        for sample, row in zip(samples, table, strict=True):
            chance = _chance(_score(weights, row) + bias)
            error = (chance - sample.is_call) * (CALLS_COUNT if sample.is_call else 1.0)
            slope_bias += error
            for name, value in row.items():
                slope[name] += error * value
        for name in weights:
            lowest = 0.0 if name.startswith("topic ") else -9.0
            weights[name] = max(lowest, weights[name] - STEP * slope[name] / 4)
        bias -= STEP * slope_bias / 4
    return Fit(
        weights,
        Thresholds(
            passes=round(-bias + _logit(PASS_FROM), 2), skips=round(-bias + _logit(SKIP_BELOW), 2)
        ),
    )


def tuned(found: Fit) -> Prefilter:
    """The prefilter with the weights of a fit."""
    terms: list[Term] = [
        replace(term, weight=term.weight * found.weights[f"topic {term.topic}"])
        for term in default_terms()
    ]
    patterns: list[Pattern] = [
        replace(pattern, weight=found.weights[pattern.id]) for pattern in default_patterns()
    ]
    return Prefilter(terms, found.thresholds, patterns)


def _score(weights: Features, row: Features) -> float:
    return sum(weights[name] * value for name, value in row.items())


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


def main() -> None:
    samples = load()
    prefilter = Prefilter(default_terms(), default_thresholds(), default_patterns())
    found = fit(samples, [features(prefilter, sample.text) for sample in samples])
    print(f"# over {len(samples)} labelled messages; scales multiply those already in the file")
    print(f"[thresholds]\npass = {found.thresholds.passes}\nskip = {found.thresholds.skips}\n")
    print("[scale]")
    for name, weight in sorted(found.weights.items()):
        if name.startswith("topic "):
            print(f"{name.removeprefix('topic ')} = {weight:.2f}")
    for name, weight in sorted(found.weights.items()):
        if not name.startswith("topic "):
            print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
