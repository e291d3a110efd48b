"""How people write an Instagram account."""

from __future__ import annotations

import re

ACCOUNT = re.compile(r"[A-Za-z0-9._]{1,30}")
ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?instagram\.com/([A-Za-z0-9._]{1,30})/?(?:\?.*)?")


def bare(given: str) -> str:
    """An account out of its address or behind its @; anything else as it was given."""
    given = given.strip()
    if found := ADDRESS.fullmatch(given):
        given = found.group(1)
    return given.removeprefix("@")


def is_account(given: str) -> bool:
    """Whether that is how Instagram writes an account."""
    return ACCOUNT.fullmatch(given) is not None
