"""Times as dumps write them, as the naive local time they show."""

from datetime import UTC, datetime

from pipeline.riyadh import RIYADH


def read_epoch(value: object) -> datetime | None:
    """Seconds or milliseconds since 1970 as the clock on a wall in Riyadh showed it."""
    try:
        seconds = float(str(value))
        if seconds > 1e11:
            seconds /= 1000
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(RIYADH).replace(tzinfo=None, microsecond=0)


def read_iso(value: object) -> datetime | None:
    """An ISO 8601 time; its own offset is what the wall clock showed."""
    try:
        return datetime.fromisoformat(str(value).strip()).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None


def read_time(value: object) -> datetime | None:
    """An ISO time or an epoch, whichever the value is."""
    if value is None or value == "":
        return None
    return read_iso(value) or read_epoch(value)
