"""How every remote service is called: limiter, breaker, timeout and retries, in one place."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiolimiter import AsyncLimiter

from pipeline.errors import TakeOneError, Unavailable
from pipeline.remote.breaker import Breaker
from pipeline.remote.failure import BreakerOpen, BudgetSpent, RateLimited, StillSilent

T = TypeVar("T")

SHORTEST = 1.0
"""Seconds waited for when a service asks for less: it may ask for it again and again."""
HEAD_START = 1.0
"""Seconds: a refusal comes sooner, and then those that wait keep waiting."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one piece of remote work may take, and how often it is tried.

    `waits` are the seconds before each new try; without any nothing is tried twice. A service's
    own Retry-After is obeyed instead, and uses up no try. A wait above `longest`, or waits asked
    for that together are longer, are not sat out here: the error goes to the caller, who has a
    queue.
    """

    timeout: float = 30.0
    waits: tuple[float, ...] = (1.0, 5.0, 15.0)
    longest: float = 60.0
    jitter: float = 0.25


@dataclass(slots=True)
class Service:
    """One remote service as this process uses it. Belongs to one event loop.

    `per_second` is how many calls may start in a second, `concurrency` how many may run.
    After a 429 nobody calls before the service's Retry-After is over.
    """

    name: str
    per_second: float = 5.0
    concurrency: int = 5
    patience: Patience = field(default_factory=Patience)
    breaker: Breaker = field(init=False)
    _limiter: AsyncLimiter = field(init=False, repr=False)
    _slots: asyncio.Semaphore = field(init=False, repr=False)
    _quiet_until: float = field(default=0.0, init=False, repr=False)
    _scout_wanted: bool = field(default=False, init=False, repr=False)
    _alone_until: float = field(default=0.0, init=False, repr=False)

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.name)
        self._limiter = AsyncLimiter(max(1.0, self.per_second), max(1.0, 1 / self.per_second))
        self._slots = asyncio.Semaphore(self.concurrency)

    async def call(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` with this service, trying again what may heal by itself.

        `work` turns the service's failures into `TakeOneError`s. Raises the last of them.
        """
        waits, asked_for = iter(self.patience.waits), 0.0
        while True:
            try:
                return await self._once(work)
            except (BreakerOpen, BudgetSpent):
                raise
            except Unavailable as error:
                if not self.patience.waits:
                    raise
                if isinstance(error, RateLimited) and error.wait:
                    # It tells when it will be well: waiting for that uses up no try.
                    pause = max(error.wait, SHORTEST)
                    asked_for += pause
                    if asked_for > self.patience.longest:
                        raise
                elif (pause := self._jittered(next(waits, None))) > self.patience.longest:
                    raise
            await asyncio.sleep(pause)

    @property
    def quiet_for(self) -> float:
        """Seconds until the service may be called again after it asked us to wait."""
        return max(0.0, self._quiet_until - time.monotonic())

    async def _once(self, work: Callable[[], Awaitable[T]]) -> T:
        async with self._slots:
            await self._wait_quiet()
            await self._limiter.acquire()
            await self._wait_for_scout()  # silence may have been asked for while we stood in line
            self.breaker.enter()
            try:
                async with asyncio.timeout(self.patience.timeout):
                    result = await work()
            except TimeoutError as error:
                self.breaker.fail()
                raise Unavailable(
                    f"{self.name} did not answer within {self.patience.timeout:g} s."
                ) from error
            except RateLimited as error:
                # It answered, so it is well: being busy must not open the breaker.
                self.breaker.forget()
                self._keep_quiet(error.wait)
                raise
            except Unavailable:
                self.breaker.fail()
                raise
            except TakeOneError:
                self.breaker.succeed()
                raise
            except BaseException:
                self.breaker.forget()
                raise
            self.breaker.succeed()
            return result

    async def _wait_quiet(self) -> None:
        while (wait := self.quiet_for) > 0:
            if wait > self.patience.longest:
                raise StillSilent(f"{self.name} asked us to wait {wait:.0f} s.", wait)
            await asyncio.sleep(wait)

    async def _wait_for_scout(self) -> None:
        """After a silence one call goes ahead: a service that is still too busy refuses one, not
        all that waited. It has a head start, and is not waited for: its answer may take long."""
        while True:
            await self._wait_quiet()
            if self._scout_wanted:
                self._scout_wanted = False
                self._alone_until = time.monotonic() + HEAD_START
                return
            if (left := self._alone_until - time.monotonic()) <= 0:
                return
            await asyncio.sleep(left)

    def _keep_quiet(self, wait: float | None) -> None:
        if wait:
            self._quiet_until = max(self._quiet_until, time.monotonic() + wait)
            self._scout_wanted = True

    def _jittered(self, wait: float | None) -> float:
        """The seconds before the next try; endless when none is left."""
        if wait is None:
            return math.inf
        return wait * (1 + random.uniform(-self.patience.jitter, self.patience.jitter))
