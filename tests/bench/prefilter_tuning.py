"""Fits the prefilter's scales, patterns and thresholds to labelled messages.

Run: python tests/bench/prefilter_tuning.py    rewrites resources/terms/learned.toml
The weights written by hand are where the fit starts and what it is held to: with few messages
it changes little. A logistic regression by plain gradient descent; nothing to install.
"""

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.prefilter.load import LEARNED, Rules, hand_made_rules  # noqa: E402
from pipeline.prefilter.term import Thresholds  # noqa: E402

LABELLED = sorted((ROOT / "tests" / "data" / "labelled").glob("*.jsonl"))
MESSAGES = ROOT / "tests" / "prefilter" / "messages.jsonl"
HELD_TO_HAND = 2.0  # how much a change of 1 from a hand-made weight costs
CALLS_COUNT = 1.2  # a lost call is worse than a message read for nothing
ROUNDS, STEP = 600, 0.005
# Probabilities, as the fit sees them. It has read the terms' messages, so it is surer than it may
# be of new ones: calls never seen lie lower, and are still to be kept.
SKIP_BELOW, PASS_FROM = 0.2, 0.35

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message and whether it is a call."""

    text: str
    is_call: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Factors of topics, weights of patterns, and the two thresholds."""

    scale: Features
    patterns: Features
    thresholds: Thresholds

    def rules(self) -> Rules:
        """The hand-made rules, moved by this fit."""
        return hand_made_rules().adjusted(self.scale, self.patterns, self.thresholds)


def load(*files: Path) -> list[Labelled]:
    """The labelled messages of these files."""
    return [
        Labelled(entry["text"], entry["is_casting_call"])
        for file in files
        if file.exists()
        for entry in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def tabulate(samples: Sequence[Labelled]) -> list[Features]:
    """For each message the sum of each topic and the presence of each pattern."""
    rules = hand_made_rules()
    prefilter = rules.prefilter()
    topics = {term.id: _name(term.topic) for term in rules.terms}
    table = []
    for sample in samples:
        row: Features = {}
        for reason in prefilter.decide(sample.text).reasons:
            if topic := topics.get(reason.term):
                row[topic] = row.get(topic, 0.0) + reason.weight
            else:
                row[reason.term] = 1.0
        table.append(row)
    return table


def fit(samples: Sequence[Labelled], table: Sequence[Features]) -> Fit:
    """The weights nearest to the hand-made ones that explain these samples."""
    rules = hand_made_rules()
    start = {_name(term.topic): 1.0 for term in rules.terms}
    start |= {pattern.id: pattern.weight for pattern in rules.patterns}
    weights, bias = dict(start), -rules.thresholds.skips
    for _ in range(ROUNDS):
        slope = {name: HELD_TO_HAND * (weights[name] - start[name]) for name in weights}
        slope_of_bias = 0.0
        for sample, row in zip(samples, table, strict=True):
            chance = _chance(sum(weights[name] * value for name, value in row.items()) + bias)
            error = (chance - sample.is_call) * (CALLS_COUNT if sample.is_call else 1.0)
            slope_of_bias += error
            for name, value in row.items():
                slope[name] += error * value
        for name in weights:
            weights[name] -= STEP * slope[name]
            if weights[name] * start[name] < 0:  # nothing may turn against its own reason
                weights[name] = 0.0
        bias -= STEP * slope_of_bias
    return Fit(
        {name.removeprefix(TOPIC): w for name, w in weights.items() if name.startswith(TOPIC)},
        {pattern.id: round(weights[pattern.id], 2) for pattern in rules.patterns},
        Thresholds(
            passes=round(_logit(PASS_FROM) - bias, 2), skips=round(_logit(SKIP_BELOW) - bias, 2)
        ),
    )


TOPIC = "topic "


def _name(topic: str) -> str:
    return TOPIC + topic


def _chance(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


def write(found: Fit, count: int) -> None:
    """Keep a fit where the program reads it."""
    lines = [
        f"# Fitted to {count} labelled messages by tests/bench/prefilter_tuning.py.",
        "# Without this file the weights written by hand hold.",
        "[thresholds]",
        f"pass = {found.thresholds.passes}",
        f"skip = {found.thresholds.skips}",
        "",
        "[scale]",
        *(f"{topic} = {factor:.2f}" for topic, factor in sorted(found.scale.items())),
        "",
        "[patterns]",
        *(f'"{name}" = {weight:.2f}' for name, weight in sorted(found.patterns.items())),
    ]
    (ROOT / "resources" / "terms" / LEARNED).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    samples = load(*LABELLED, MESSAGES)
    write(fit(samples, tabulate(samples)), len(samples))
    print(f"Fitted to {len(samples)} messages; see resources/terms/{LEARNED}.")


if __name__ == "__main__":
    main()
