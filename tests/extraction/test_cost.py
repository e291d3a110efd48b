"""What the way to the model saves, and what it may not lose."""

from pipeline.extraction.spending.budget import Budget
from tests.bench.bench_cost import CHEAP, labelled, naive, ours
from tests.bench.bench_extraction import LABELLED


def test_it_costs_a_part_of_the_naive_way_and_finds_the_calls() -> None:
    rows = list(labelled(sorted(LABELLED.glob("*.jsonl"))))
    whole, strong = naive(rows), ours(rows, Budget())
    assert strong.found >= 0.98
    assert strong.cost < 0.3 * whole
    assert ours(rows, Budget(), model=CHEAP).cost < 0.05 * whole


def test_what_is_said_again_is_not_paid_for_again() -> None:
    rows = list(labelled([LABELLED / "samples.jsonl"]))
    once, twice = ours(rows, Budget()), ours([*rows, *rows], Budget())
    assert twice.cost == once.cost
    assert twice.repeats == once.asked
