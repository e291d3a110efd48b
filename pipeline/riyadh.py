"""The time zone of everybody this program works for."""

from datetime import UTC, datetime, timedelta, timezone

RIYADH = timezone(timedelta(hours=3))
"""Saudi Arabia has no summer time."""


def in_zone(sent_at: datetime) -> datetime:
    """The moment a message was sent: stored is what a clock in Riyadh showed, wherever the desk
    that looks at it stands."""
    return sent_at.replace(tzinfo=RIYADH)


def since(sent_at: datetime | None, received: datetime) -> datetime:
    """From when on something waits: since it was sent, or if that is not known, since we have
    it, which is noted in UTC."""
    return received.replace(tzinfo=UTC) if sent_at is None else in_zone(sent_at)
