"""How a live source is, as one word an admin can act on."""

from __future__ import annotations

from enum import StrEnum

from db.models import Source, SourceState
from pipeline.remote.failure import Kind

SILENT_AFTER = 3
"""Failed runs in a row after which waiting alone no longer counts as a remedy."""


class Health(StrEnum):
    """From what keeps a person up to what keeps nobody; the order is that of the list."""

    LOCKED = "locked"
    """The service does not accept the key, or wants to be paid."""
    GONE = "gone"
    """What was asked for is not there any more."""
    REFUSED = "refused"
    """It was refused, or the answer made no sense: asking again does not help."""
    SILENT = "silent"
    """It failed several times in a row."""
    FAILING = "failing"
    """It failed, and is asked again by itself."""
    SLOWED = "slowed"
    """The service asked us to wait."""
    CAPPED = "capped"
    """The day's money for it is spent."""
    WELL = "well"
    NEW = "new"
    """It was not asked yet."""
    PAUSED = "paused"

    @property
    def needs_person(self) -> bool:
        """Whether it stays ill until somebody does something."""
        return self in (Health.LOCKED, Health.GONE, Health.REFUSED, Health.SILENT)

    @property
    def is_ill(self) -> bool:
        """Whether its last run went wrong."""
        return self not in (Health.WELL, Health.NEW, Health.PAUSED)

    @property
    def rank(self) -> int:
        """Its place in the list: who is ill comes first, who rests comes last."""
        return list(Health).index(self)


_OF_STATE = {
    SourceState.LOCKED: Health.LOCKED,
    SourceState.GONE: Health.GONE,
    SourceState.PAUSED: Health.PAUSED,
}
_OF_OUTCOME = {
    Kind.RATE_LIMIT: Health.SLOWED,
    Kind.BUDGET: Health.CAPPED,
    Kind.PERMANENT: Health.REFUSED,
    Kind.INVALID: Health.REFUSED,
}


def health_of(source: Source, outcome: str) -> Health:
    """The health of a source whose last finished run ended with `outcome`."""
    if found := _OF_STATE.get(SourceState(source.state)):
        return found
    if source.failures:
        waits = Health.SILENT if source.failures >= SILENT_AFTER else Health.FAILING
        return _OF_OUTCOME.get(Kind(outcome), waits) if outcome in list(Kind) else waits
    return Health.WELL if source.last_run_at else Health.NEW
