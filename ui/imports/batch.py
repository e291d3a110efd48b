"""The files on the list, and the one that is shown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ui.imports.entry import Entry, Stage

FINISHED = (Stage.DONE, Stage.FAILED, Stage.CANCELLED)
_OPEN = (Stage.LOOKING, Stage.READY)


class Batch:
    """As long as there is a file, one of them is the current one."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.current: Entry | None = None

    @property
    def ready(self) -> list[Entry]:
        """Those that can be imported now."""
        return [entry for entry in self.entries if entry.stage is Stage.READY]

    @property
    def finished(self) -> list[Entry]:
        """Those an import is through with, and those it refused."""
        return [entry for entry in self.entries if entry.stage in FINISHED]

    @property
    def next_to_look_at(self) -> Entry | None:
        """The first that nobody looked into yet."""
        return next((one for one in self.entries if one.stage is Stage.LOOKING), None)

    @property
    def next_to_foresee(self) -> Entry | None:
        """The first ready one of which nobody knows what models would take."""
        return next((one for one in self.ready if not one.looked_ahead), None)

    def add(self, paths: Iterable[Path]) -> bool:
        """Put files on the list; False when all of them are there already."""
        known = {entry.path for entry in self.entries}
        new = [Entry(path) for path in dict.fromkeys(paths) if path not in known]
        self.entries += new
        self.current = self.current or next(iter(new), None)
        return bool(new)

    def remove_current(self) -> None:
        """Take the current file off; its neighbour takes its place."""
        if self.current is None:
            return
        row = self.entries.index(self.current)
        self.entries.remove(self.current)
        self.current = self.entries[min(row, len(self.entries) - 1)] if self.entries else None

    def step(self, by: int) -> None:
        """Go to the file so many rows away, if there is one."""
        if self.current is not None:
            row = self.entries.index(self.current) + by
            if 0 <= row < len(self.entries):
                self.current = self.entries[row]

    def forget_finished(self) -> None:
        """Keep what nobody decided about yet."""
        self.entries = [entry for entry in self.entries if entry.stage in _OPEN]
        self.current = next(iter(self.entries), None)

    def clear(self) -> None:
        """Leave all files alone."""
        self.entries, self.current = [], None
