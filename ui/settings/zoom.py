"""How large everything is drawn."""

from __future__ import annotations

import os

from ui.shell.memory import Memory

ZOOMS = (100, 125, 150, 200)
_VARIABLE = "QT_SCALE_FACTOR"


class Zoom:
    """A size in per cent. Qt reads it once, before there is a window: a new one shows at the
    next start."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.shown = self.wanted

    @property
    def wanted(self) -> int:
        """What was chosen; what a file remembers may be anything."""
        found = self._memory.read("zoom", "100")
        return int(found) if found in map(str, ZOOMS) else 100

    def choose(self, percent: int) -> None:
        """Remember a size for the next start."""
        self._memory.write("zoom", str(percent))

    def tell_qt(self) -> None:
        """Have the application that is made next draw so; the environment's own wish wins."""
        if self.wanted != 100:
            os.environ.setdefault(_VARIABLE, str(self.wanted / 100))
