"""Turns words into the bands by which near duplicates find each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import pairwise

from rensa import RMinHash

PERMUTATIONS = 80
BANDS = 20
ROWS = PERMUTATIONS // BANDS
SEED = 42
MARKS = 3


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Each word, and each two words that follow one another."""
    return frozenset(words) | {f"{left} {right}" for left, right in pairwise(words)}


def bands(of: frozenset[str]) -> tuple[int, ...]:
    """One signed 64-bit number for each band; none when there is nothing to compare."""
    if not of:
        return ()
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(of))
    rows = sketch.digest()
    return tuple(_band(at, rows[at * ROWS : (at + 1) * ROWS]) for at in range(BANDS))


def marks(names: Iterable[str]) -> tuple[int, ...]:
    """A number for each of these, to be found by like a band. The same names, the same numbers."""
    return tuple(_number(name.encode()) for name in sorted(names)[:MARKS])


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of shingles that both have."""
    either = len(left | right)
    return len(left & right) / either if either else 1.0


def _band(at: int, rows: Sequence[int]) -> int:
    return _number(bytes([at]) + b"".join(row.to_bytes(8, "little") for row in rows))


def _number(packed: bytes) -> int:
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "little", signed=True)
