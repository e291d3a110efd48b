"""The time zone of everybody this program works for."""

from datetime import timedelta, timezone

RIYADH = timezone(timedelta(hours=3))
"""Saudi Arabia has no summer time."""
