"""The calls on the public site, held in memory, and which of them a new call repeats."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.dedup.compare import compare
from pipeline.dedup.identity import identity
from pipeline.dedup.place import Candidate, bands_of
from pipeline.dedup.reading import Reading, read_call

CHECKED = 5
"""How many of those that share most bands are compared word by word."""


@dataclass(frozen=True, slots=True)
class _Live:
    said: Candidate
    content_hash: str
    bands: tuple[int, ...]


@dataclass(slots=True)
class LiveCalls:
    """What stands on the site, by its id there. One thread at a time."""

    _by_id: dict[str, _Live] = field(default_factory=dict)
    _by_hash: dict[str, set[str]] = field(default_factory=dict)
    _by_band: dict[int, set[str]] = field(default_factory=dict)

    def put(self, public_id: str, said: Candidate) -> None:
        """Take a call up as it stands now."""
        self.drop(public_id)
        reading = read_call(said)
        live = _Live(said, _identity(said), bands_of(reading))
        self._by_id[public_id] = live
        self._by_hash.setdefault(live.content_hash, set()).add(public_id)
        for band in live.bands:
            self._by_band.setdefault(band, set()).add(public_id)

    def drop(self, public_id: str) -> None:
        """Forget a call that is not there any more."""
        live = self._by_id.pop(public_id, None)
        if live is None:
            return
        _discard(self._by_hash, live.content_hash, public_id)
        for band in live.bands:
            _discard(self._by_band, band, public_id)

    def find(self, candidate: Candidate) -> str | None:
        """The id of the call on the site that this one is."""
        if not self._by_id:
            return None
        reading = read_call(candidate)
        by_fields = sorted(self._by_hash.get(_identity(candidate), ()))
        for public_id in by_fields:
            if self._same(reading, public_id, fields_agree=True):
                return public_id
        bands = bands_of(reading)
        shared = Counter(one for band in bands for one in self._by_band.get(band, ()))
        likeliest = sorted(shared, key=lambda one: (-shared[one], one))[:CHECKED]
        return next(
            (one for one in likeliest if self._same(reading, one, fields_agree=False)), None
        )

    def _same(self, reading: Reading, public_id: str, *, fields_agree: bool) -> bool:
        theirs = read_call(self._by_id[public_id].said)
        return compare(theirs, reading, fields_agree=fields_agree).same


def _identity(said: Candidate) -> str:
    return identity(said.title, said.location, said.requirements, said.text)


def _discard(index: dict[Any, set[str]], key: Any, public_id: str) -> None:
    index[key].discard(public_id)
    if not index[key]:
        del index[key]
