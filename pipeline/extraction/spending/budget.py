"""How careful to be with money. Pure: what is spent and what may be is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DOLLAR = 1_000_000
"""Money is counted in millionths of a US dollar."""


class Care(StrEnum):
    """How much is left, and what that allows."""

    STRONG = "strong"
    """More than 80% left: the strong model."""
    CHEAP = "cheap"
    """20% to 80% left: the cheap model."""
    SPARING = "sparing"
    """Less than 20% left: the cheap model, for messages the prefilter passed, and sources
    asked half as often."""
    RULES = "rules"
    """Nothing left: rules only, until the next day or month."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be spent in a day and in a month; None: no limit."""

    daily: int | None = None
    monthly: int | None = None


def in_dollars(daily: float | None, monthly: float | None) -> Budget:
    """The limits as a person sets them."""
    return Budget(*(None if one is None else round(one * DOLLAR) for one in (daily, monthly)))


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent today and this month."""

    today: int = 0
    month: int = 0


def left(budget: Budget, spent: Spent) -> float:
    """The part of the tighter limit that is left, from 0 to 1."""
    parts = [
        1.0 - done / limit if limit > 0 else 0.0
        for limit, done in ((budget.daily, spent.today), (budget.monthly, spent.month))
        if limit is not None
    ]
    return max(0.0, min(parts, default=1.0))


def care(budget: Budget, spent: Spent) -> Care:
    """How careful to be now."""
    part = left(budget, spent)
    if part <= 0:
        return Care.RULES
    if part < 0.2:
        return Care.SPARING
    return Care.CHEAP if part <= 0.8 else Care.STRONG
