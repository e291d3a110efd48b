"""How hits are kept: three 32-bit numbers each, the form that was found, its start, its end."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence

from pipeline.prefilter.searching import Hit

WIDTH = 12


def pack(hits: Sequence[Hit], numbers: Sequence[int]) -> bytes:
    """Hits of terms, kept by the numbers of their forms."""
    flat = array("I")
    for index, start, end in hits:
        flat.extend((numbers[index], start, end))
    return _as_kept(flat).tobytes()


def unpack(kept: bytes, indexes: Mapping[int, int]) -> list[Hit]:
    """Kept hits as those of the terms that have their forms; the others are left out."""
    flat = _opened(kept)
    return [
        (index, start, end)
        for form, start, end in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
        if (index := indexes.get(form, -1)) >= 0
    ]


def forms_in(kept: bytes) -> array[int]:
    """The forms that were found, as often as they were."""
    return _opened(kept)[::3]


def _opened(kept: bytes) -> array[int]:
    flat = array("I")
    flat.frombytes(kept)
    return _as_kept(flat)


def _as_kept(flat: array[int]) -> array[int]:
    """Bytes in one order on every machine that shares the workspace."""
    if sys.byteorder == "big":
        flat.byteswap()
    return flat
