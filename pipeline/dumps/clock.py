"""Times as dumps write them, as the naive local time they show."""

from datetime import UTC, datetime, timedelta

from pipeline.riyadh import RIYADH

Written = tuple[datetime | None, timedelta | None]
"""The time a clock showed, and how far that clock was ahead of UTC, where the dump tells."""


def read_epoch(value: object) -> datetime | None:
    """Seconds or milliseconds since 1970 as the clock on a wall in Riyadh showed it."""
    moment = _moment(value)
    return moment and moment.astimezone(RIYADH).replace(tzinfo=None)


def read_instant(value: object) -> datetime | None:
    """Seconds or milliseconds since 1970 in naive UTC."""
    moment = _moment(value)
    return moment and moment.replace(tzinfo=None)


def read_time(value: object) -> datetime | None:
    """An ISO time or an epoch, whichever the value is."""
    return read_written(value)[0]


def read_written(value: object) -> Written:
    """The same with its zone. An epoch names none: it is told as in Riyadh."""
    if value is None or value == "":
        return None, None
    try:
        return split_zone(datetime.fromisoformat(str(value).strip()))
    except ValueError:
        return read_epoch(value), None


def split_zone(moment: datetime) -> Written:
    """A time that may know its zone, to the second, and that zone."""
    return moment.replace(tzinfo=None, microsecond=0), moment.utcoffset()


def _moment(value: object) -> datetime | None:
    try:
        seconds = float(str(value))
        if abs(seconds) > 1e11:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
