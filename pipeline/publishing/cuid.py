"""Ids in the shape Prisma gives its rows."""

import itertools
import secrets
import time

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_counter = itertools.count(secrets.randbelow(36**4))


def new_cuid() -> str:
    """A fresh id: `c`, 8 digits of time, 4 of a counter, 12 of chance, all base 36."""
    millis = time.time_ns() // 1_000_000
    return f"c{_base36(millis, 8)}{_base36(next(_counter), 4)}{_base36(secrets.randbits(64), 12)}"


def _base36(number: int, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return digits.rjust(width, "0")[-width:]
