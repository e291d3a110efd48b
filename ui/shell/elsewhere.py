"""Which workspace the window should open instead of the one it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Whose workspace it is."""

    OWN = "own"
    """The one the settings name."""
    SAMPLE = "sample"
    """The bundled chat, in a workspace that is thrown away afterwards."""
    ALONE = "alone"
    """The one of this machine, while the shared one that the settings name can't be reached."""
    SHARED = "shared"
    """A Postgres database shared by many desks; from then on the settings name it."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A wish to work in another workspace."""

    where: Where
    address: str = ""
    """Of a shared one."""
