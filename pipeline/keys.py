"""How the pipeline asks for a secret, wherever secrets are kept."""

from __future__ import annotations

from typing import Protocol


class Keys(Protocol):
    """Hands out keys by name. A key is never kept longer than a call needs it, never logged,
    and never part of an error."""

    def get(self, name: str) -> str | None:
        """The key called `name`, or None when nobody entered one. May block: call it in a
        thread when the loop must not wait."""
        ...
