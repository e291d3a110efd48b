"""A breaker opens after repeated failures, lets one call try, and closes again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.remote.breaker import Breaker, State
from pipeline.remote.failure import BreakerOpen


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker("Whapi", limit=3, rest=60, clock=clock)
    for _ in range(3):
        breaker.enter()
        breaker.fail()
    return breaker


def test_failures_in_a_row_open_it_and_a_success_between_them_does_not() -> None:
    clock = Clock()
    breaker = Breaker("Whapi", limit=3, clock=clock)
    for _ in range(5):
        breaker.fail()
        breaker.fail()
        breaker.succeed()
    assert breaker.state is State.CLOSED
    assert opened(clock).state is State.OPEN


def test_while_open_nothing_passes_and_the_wait_is_told() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 20
    with pytest.raises(BreakerOpen, match="40 s") as told:
        breaker.enter()
    assert told.value.wait == 40


def test_half_open_lets_exactly_one_try() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 61
    assert breaker.state is State.HALF_OPEN
    breaker.enter()
    with pytest.raises(BreakerOpen):
        breaker.enter()
    breaker.fail()
    assert breaker.state is State.OPEN
    clock.now += 61
    breaker.enter()
    breaker.succeed()
    assert (breaker.state, breaker.open_for) == (State.CLOSED, 0)


def test_a_try_that_says_nothing_gives_its_place_back() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += 61
    breaker.enter()
    breaker.forget()
    breaker.enter()


def test_how_long_it_was_away_counts_from_the_first_opening() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(10):
        clock.now += 61
        breaker.enter()
        breaker.fail()
    assert breaker.open_for == 610
    breaker.reset()
    breaker.enter()


@given(st.lists(st.sampled_from(["ok", "bad", "neither", "wait"])))
def test_it_always_lets_a_call_through_in_the_end(moves: list[str]) -> None:
    clock = Clock()
    breaker = Breaker("Whapi", limit=2, rest=10, clock=clock)
    for move in moves:
        if move == "wait":
            clock.now += 11
            continue
        try:
            breaker.enter()
        except BreakerOpen:
            continue
        {"ok": breaker.succeed, "bad": breaker.fail, "neither": breaker.forget}[move]()
    clock.now += 11
    breaker.enter()
