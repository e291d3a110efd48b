"""How the pipeline asks for a secret, wherever secrets are kept."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class KeyPlace(StrEnum):
    """Where a key is kept."""

    KEYRING = "keyring"
    ENVIRONMENT = "environment"
    NOWHERE = "nowhere"


class Keys(Protocol):
    """Hands out keys by name. A key is never kept longer than a call needs it, never logged,
    and never part of an error."""

    def get(self, name: str) -> str | None:
        """The key called `name`, or None when nobody entered one. May block: call it in a
        thread when the loop must not wait."""
        ...


class KeyStore(Keys, Protocol):
    """Keys that can also be entered here. All methods may block: call them in a thread."""

    def put(self, name: str, key: str) -> None:
        """Keep a key. Raises `Invalid` for what can't be one, `Unavailable` without keyring."""
        ...

    def remove(self, name: str) -> None:
        """Forget a key. Raises `Unavailable` without keyring."""
        ...

    def place(self, name: str) -> KeyPlace:
        """Where the key called `name` is kept now."""
        ...
