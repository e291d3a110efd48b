"""What can go wrong between us and a remote service, as the few answers that matter."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable

LONGEST_WAIT = 3600.0
"""No Retry-After may put us to sleep for longer; after an hour we ask again."""


class Kind(StrEnum):
    """The failure kinds of remote work; each is handled and counted by itself."""

    TRANSIENT = "transient"
    RATE_LIMIT = "rate_limit"
    BUDGET = "budget"
    PERMANENT = "permanent"
    INVALID = "invalid_output"


class RateLimited(Unavailable):
    """The service asked us to wait; `wait` in seconds, None when it did not say how long."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


class StillSilent(RateLimited):
    """The service asked us to wait, and that is not over: nothing was sent."""


class BreakerOpen(Unavailable):
    """The service failed so often that we leave it alone for `wait` seconds more."""

    def __init__(self, sentence: str, wait: float) -> None:
        super().__init__(sentence)
        self.wait = wait


class BudgetSpent(Unavailable):
    """The money set aside for this is used up; it comes back with the next day or month."""


class Gone(Rejected):
    """What we asked for is not there any more (404, 410)."""


class Locked(Rejected):
    """The service does not accept our key (401, 403), or wants to be paid (402)."""


def kind_of(error: TakeOneError) -> Kind:
    """Which failure kind an error is."""
    if isinstance(error, RateLimited):
        return Kind.RATE_LIMIT
    if isinstance(error, BudgetSpent):
        return Kind.BUDGET
    if isinstance(error, Unavailable):
        return Kind.TRANSIENT
    return Kind.INVALID if isinstance(error, Invalid) else Kind.PERMANENT


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds a Retry-After header asks to wait (RFC 9110, 10.2.3: seconds or an HTTP date).

    None when it says nothing we understand; never negative, never above `LONGEST_WAIT`.
    """
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    wait = (moment - (now or datetime.now(UTC))).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)
