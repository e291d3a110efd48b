"""A circuit breaker: after repeated failures a service is left alone, then tried once.

Closed lets everything through. `limit` failures in a row open it for `rest` seconds; then one
call may try (half-open): its success closes the breaker, its failure opens it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from pipeline.remote.failure import BreakerOpen


class State(StrEnum):
    """What a breaker lets through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """One service's breaker. Used from one event loop; `clock` counts seconds, never back."""

    def __init__(
        self,
        service: str,
        *,
        limit: int = 5,
        rest: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.service = service
        self._limit = limit
        self._rest = rest
        self._clock = clock
        self._failures = 0
        self._opened_at: float | None = None
        self._first_opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        """What would happen to a call now."""
        if self._opened_at is None:
            return State.CLOSED
        return State.OPEN if self._remaining() > 0 else State.HALF_OPEN

    @property
    def failures(self) -> int:
        """Failures in a row so far."""
        return self._failures

    @property
    def open_for(self) -> float:
        """Seconds since the service was last well; 0 while the breaker is closed."""
        first = self._first_opened_at
        return 0.0 if first is None else self._clock() - first

    def enter(self) -> None:
        """Ask to make a call, to be followed by `succeed`, `fail` or `forget`.

        Raises `BreakerOpen` when the service rests or somebody else is trying it.
        """
        if self._opened_at is None:
            return
        wait = self._remaining()
        if wait > 0 or self._trying:
            raise BreakerOpen(
                f"{self.service} failed {self._failures} times in a row and is left alone; "
                f"the next try is in {max(wait, 1):.0f} s.",
                max(wait, 1.0),
            )
        self._trying = True

    def succeed(self) -> None:
        """The call was answered: the service is well."""
        self.reset()

    def fail(self) -> None:
        """The service did not do its work."""
        self._failures += 1
        if self._failures >= self._limit or self._trying:
            self._opened_at = self._clock()
            self._first_opened_at = self._first_opened_at or self._opened_at
        self._trying = False

    def forget(self) -> None:
        """The call ended without saying anything about the service: cancelled, or our fault."""
        self._trying = False

    def reset(self) -> None:
        """Let everything through again, as a person may order."""
        self._failures = 0
        self._opened_at = self._first_opened_at = None
        self._trying = False

    def _remaining(self) -> float:
        assert self._opened_at is not None
        return self._opened_at + self._rest - self._clock()
