"""What reading messages costs, beside the naive way: each to the strong model at list price.

Run: PYTHONPATH=. python tests/bench/bench_cost.py [FILE.jsonl ...]

Requests are made of the real prompt and schema; a token is taken to be 2.5 characters, for both
ways alike. Answers are as long as a model's that reads just what the labels say. Recall is that
of the way to the model (prefilter): a call is found when its message is asked about. How well a
model then reads is not measured here, for no real one was asked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from pipeline.extraction.models.anthropic import request  # noqa: E402
from pipeline.extraction.models.port import Usage  # noqa: E402
from pipeline.extraction.models.prompt import load  # noqa: E402
from pipeline.extraction.models.reader import MOST_TOKENS  # noqa: E402
from pipeline.extraction.port import SourceText  # noqa: E402
from pipeline.extraction.spending.budget import DOLLAR, Budget, Care, Spent, care  # noqa: E402
from pipeline.extraction.spending.forecast import CHARACTERS_PER_TOKEN  # noqa: E402
from pipeline.extraction.spending.ledger import answer_key  # noqa: E402
from pipeline.extraction.spending.prices import default_prices  # noqa: E402
from pipeline.prefilter.decision import Band  # noqa: E402
from pipeline.prefilter.load import default_prefilter  # noqa: E402
from tests.bench.bench_extraction import LABEL_OF, LABELLED, labelled_calls  # noqa: E402
from tests.extraction.models.asking import NOTHING, call, report  # noqa: E402

PROVIDER = "anthropic"
STRONG, CHEAP = "claude-sonnet-5-5", "claude-haiku-5-5"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message, and what asking a model about it takes in tokens."""

    source: SourceText
    is_call: bool
    band: Band
    begins: int
    """Tokens that are the same for every message."""
    own: int
    answer: int


def tokens(text: str) -> int:
    return round(len(text) / CHARACTERS_PER_TOKEN)


def labelled(paths: Sequence[Path]) -> Iterator[Labelled]:
    prefilter, prompt = default_prefilter(), load()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            moment = row.get("posted_at")
            source = SourceText(row["text"], datetime.fromisoformat(moment) if moment else None)
            asked = request(prompt.question(source.text, (moment or "")[:10], STRONG, MOST_TOKENS))
            own = asked["messages"].pop()["content"]
            same = json.dumps([asked["system"], asked["messages"]], ensure_ascii=False)
            schema = json.dumps(asked["output_config"])
            calls = [_told(one) for one in labelled_calls(row)]
            yield Labelled(
                source,
                row["is_casting_call"],
                prefilter.decide(row["text"]).band,
                tokens(same) + tokens(schema),
                tokens(own),
                tokens(report(*calls) if calls else NOTHING),
            )


def _told(label: Mapping[str, Any]) -> dict[str, Any]:
    """The label as a model would report it."""
    return call(
        **{
            name.value: (label[key]["value"], [label[key]["evidence"]])
            for name, key in LABEL_OF.items()
            if label.get(key)
        }
    )


def naive(rows: Sequence[Labelled]) -> int:
    """Each message to the strong model, nothing cached."""
    prices = default_prices()
    return sum(
        prices.cost(PROVIDER, STRONG, Usage(one.begins + one.own, output=one.answer))
        for one in rows
    )


@dataclass(frozen=True, slots=True)
class Ours:
    """What our way costs, and what it asks about."""

    cost: int
    asked: int
    repeats: int
    strong: int
    found: float


def ours(rows: Sequence[Labelled], budget: Budget, *, batch: bool = False, model: str = "") -> Ours:
    """Prefilter, kept answers, the provider's cache, and the model the budget allows, or `model`
    for all; what no money is left for is read by rules."""
    prices, prompt = default_prices(), load()
    spent = asked = repeats = strong = found = 0
    known: set[str] = set()
    warm: set[str] = set()
    for one in rows:
        if one.band is Band.SKIP:
            continue
        found += one.is_call
        how = care(budget, Spent(spent, spent))
        if how is Care.RULES or (how is Care.SPARING and one.band is not Band.PASS):
            continue
        chosen = model or (STRONG if how is Care.STRONG else CHEAP)
        key = answer_key(one.source, prompt.version, PROVIDER, chosen)
        if key in known:
            repeats += 1
            continue
        known.add(key)
        usage = Usage(
            one.begins + one.own,
            cached=one.begins if chosen in warm else 0,
            written=0 if chosen in warm else one.begins,
            output=one.answer,
        )
        warm.add(chosen)
        spent += prices.cost(PROVIDER, chosen, usage, batch=batch)
        asked += 1
        strong += chosen == STRONG
    calls = sum(one.is_call for one in rows)
    return Ours(spent, asked, repeats, strong, found / calls if calls else 1.0)


def told(rows: Sequence[Labelled]) -> None:
    """One table for some messages."""
    whole, calls = naive(rows), sum(one.is_call for one in rows)
    print(f"{len(rows)} messages, {calls} calls; the same for each: {rows[0].begins} tokens")
    print(f"{'':44}{'$':>9}{'less':>7}{'asked':>7}{'strong':>8}{'recall':>8}")
    print(f"{'naive':44}{whole / DOLLAR:>9.4f}{'':>7}{len(rows):>7}{len(rows):>8}{1:>8.3f}")
    strong = ours(rows, Budget()).cost
    ways: Mapping[str, Callable[[], Ours]] = {
        "strong model, no limit of money": lambda: ours(rows, Budget()),
        "the same in batches": lambda: ours(rows, Budget(), batch=True),
        "a day's limit of half of that": lambda: ours(rows, Budget(daily=strong // 2)),
        "a day's limit of a fifth of that": lambda: ours(rows, Budget(daily=strong // 5)),
        "cheap model for all": lambda: ours(rows, Budget(), model=CHEAP),
    }
    for name, way in ways.items():
        one = way()
        print(
            f"{name:44}{one.cost / DOLLAR:>9.4f}{1 - one.cost / whole:>7.1%}{one.asked:>7}"
            f"{one.strong:>8}{one.found:>8.3f}"
        )
    print(f"repeats answered from what is kept: {ours(rows, Budget()).repeats}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    given = parser.parse_args()
    paths = given.files or sorted(LABELLED.glob("*.jsonl"))
    every = {path: list(labelled([path])) for path in paths}
    for path, rows in every.items():
        print(path.name)
        told(rows)
    together = [one for rows in every.values() for one in rows]
    print("all of them")
    told(together)
    others = [one for one in together if not one.is_call]
    calls = [one for one in together if one.is_call]
    few = calls[:: max(1, round(9 * len(calls) / len(others)))]
    print("one call to nine others, as a group's chat may be")
    told([*few, *others])


if __name__ == "__main__":
    main()
