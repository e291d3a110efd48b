"""How every remote service is called: limiter, breaker, timeout and retries, in one place."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiolimiter import AsyncLimiter

from pipeline.errors import TakeOneError, Unavailable
from pipeline.remote.breaker import Breaker
from pipeline.remote.failure import BreakerOpen, BudgetSpent, RateLimited

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one piece of remote work may take, and how often it is tried.

    `waits` are the seconds before each new try; a service's own Retry-After wins when longer.
    A wait above `longest` is not sat out here: the error goes to the caller, who has a queue.
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

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.name)
        self._limiter = AsyncLimiter(max(1.0, self.per_second), max(1.0, 1 / self.per_second))
        self._slots = asyncio.Semaphore(self.concurrency)

    async def call(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do `work` with this service, trying again what may heal by itself.

        `work` turns the service's failures into `TakeOneError`s. Raises the last of them.
        """
        for wait in self.patience.waits:
            try:
                return await self._once(work)
            except (BreakerOpen, BudgetSpent):
                raise
            except Unavailable as error:
                pause = self._pause(wait, error)
                if pause > self.patience.longest:
                    raise
            await asyncio.sleep(pause)
        return await self._once(work)

    @property
    def quiet_for(self) -> float:
        """Seconds until the service may be called again after it asked us to wait."""
        return max(0.0, self._quiet_until - time.monotonic())

    async def _once(self, work: Callable[[], Awaitable[T]]) -> T:
        async with self._slots:
            await self._wait_quiet()
            await self._limiter.acquire()
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
                raise RateLimited(f"{self.name} asked us to wait {wait:.0f} s.", wait)
            await asyncio.sleep(wait)

    def _keep_quiet(self, wait: float | None) -> None:
        if wait:
            self._quiet_until = max(self._quiet_until, time.monotonic() + wait)

    def _pause(self, wait: float, error: Unavailable) -> float:
        own = wait * (1 + random.uniform(-self.patience.jitter, self.patience.jitter))
        asked = error.wait if isinstance(error, RateLimited) else None
        return max(own, asked or 0.0)
