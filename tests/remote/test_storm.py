"""A service that is asked too much: nobody comes before their time, and nobody gives up early."""

import asyncio
import time

import pytest

from pipeline.remote.failure import RateLimited
from pipeline.remote.policy import Patience, Service

ONE_TRY = Patience(timeout=5.0, waits=(0.01,), longest=10.0)


class Busy:
    """Refuses with a wait of `wait` seconds until `until`, then is well. Notes when it was
    asked."""

    def __init__(self, wait: float, until: float) -> None:
        self.wait = wait
        self.until = time.monotonic() + until
        self.asked: list[float] = []

    async def work(self) -> str:
        self.asked.append(time.monotonic())
        await asyncio.sleep(0.01)
        if time.monotonic() < self.until:
            raise RateLimited("slow down", self.wait)
        return "well"


def ask(service: Service, busy: Busy, times: int) -> list[str]:
    async def all_at_once() -> list[str]:
        return list(await asyncio.gather(*(service.call(busy.work) for _ in range(times))))

    return asyncio.run(all_at_once())


def test_waits_a_service_asks_for_use_up_no_try() -> None:
    """Or each message would be given up within a storm that the service tells the end of."""
    busy = Busy(wait=1.0, until=2.5)
    service = Service("Model", per_second=1000, concurrency=1, patience=ONE_TRY)
    assert ask(service, busy, 3) == ["well"] * 3


def test_who_stands_in_line_for_the_limiter_obeys_as_well() -> None:
    """It passed the first look before the service asked for silence."""
    busy = Busy(wait=1.5, until=0.3)
    service = Service("Model", per_second=4, concurrency=8, patience=ONE_TRY)
    ask(service, busy, 8)
    told = busy.asked[0] + 0.2
    assert not [at for at in busy.asked if told < at < busy.asked[0] + 1.5]


def test_waits_that_grow_too_long_together_go_to_the_caller() -> None:
    busy = Busy(wait=1.0, until=60)
    patience = Patience(timeout=5.0, waits=(0.01,), longest=2.0)
    service = Service("Model", per_second=1000, patience=patience)
    with pytest.raises(RateLimited):
        ask(service, busy, 1)
    assert len(busy.asked) == 3


def test_after_a_silence_one_goes_ahead_of_all() -> None:
    """Twenty that come at once to a service still too busy are twenty refusals for nothing."""
    busy = Busy(wait=1.0, until=1.5)
    service = Service("Model", per_second=1000, concurrency=8, patience=ONE_TRY)
    assert ask(service, busy, 8) == ["well"] * 8
    second = [at for at in busy.asked if busy.asked[0] + 0.9 < at < busy.until]
    assert len(second) == 1


def test_who_tries_nothing_twice_does_not_wait_either() -> None:
    """A person who tests a key may press again."""
    busy = Busy(wait=1.0, until=60)
    with pytest.raises(RateLimited):
        ask(Service("Model", patience=Patience(waits=())), busy, 1)
    assert len(busy.asked) == 1
