"""How fast an import goes, and how long it will still take."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.intake.importer import ImportProgress

SURE_AFTER = 0.5
"""Seconds before a rate says anything."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the progress view shows."""

    share: float
    read: int
    stored: int
    rate: float | None
    """Messages in a second."""
    seconds_left: float | None


class Meter:
    """Adds up several files that are imported one after another."""

    def __init__(self, total_bytes: int, started: float) -> None:
        self._total = max(1, total_bytes)
        self._started = started
        self._bytes = self._read = self._stored = 0

    def finish(self, size: int, read: int, stored: int) -> None:
        """A file is behind us, whether it was read to its end or not."""
        self._bytes += size
        self._read += read
        self._stored += stored

    def reading(self, now: ImportProgress | None, clock: float) -> Reading:
        """Where all of it is at `clock`."""
        done = self._bytes + (now.bytes_done if now else 0)
        read = self._read + (now.read if now else 0)
        stored = self._stored + (now.stored if now else 0)
        seconds = clock - self._started
        share = min(1.0, done / self._total)
        if seconds < SURE_AFTER or not done:
            return Reading(share, read, stored, None, None)
        left = max(0.0, self._total - done) * seconds / done
        return Reading(share, read, stored, read / seconds, left)
