"""When a call waits for too long."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol, runtime_checkable


@runtime_checkable
class HasTarget(Protocol):
    """Settings that say within how many hours a call is to be decided."""

    @property
    def overdue_hours(self) -> float: ...


def overdue_after(settings: object) -> timedelta | None:
    """For how long a call may wait; None where nothing is set."""
    return timedelta(hours=settings.overdue_hours) if isinstance(settings, HasTarget) else None
