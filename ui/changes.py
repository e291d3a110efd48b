"""Tells the window's thread that the workspace changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from db.session import Changed, Database

GATHER_MS = 150
"""Changes come in crowds; one look serves those that came meanwhile."""


class Changes(QObject):
    """Emits `heard` after commits that changed rows of the named kinds, while it listens."""

    heard = Signal()
    _came = Signal()

    def __init__(
        self, database: Database, kinds: Iterable[str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._database = database
        self._kinds = frozenset(kinds)
        self._ends: list[Callable[[], None]] = []
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self.heard)
        self._came.connect(self._start_gathering)
        ends = self._ends
        # Bound to the list, not to self: by the time the signal comes, self is half gone.
        self.destroyed.connect(lambda: _end(ends))

    def listen(self) -> None:
        """Begin to hear; once is enough."""
        if not self._ends:
            self._ends.append(self._database.listen(self._hear))

    def stop(self) -> None:
        """Hear no more."""
        _end(self._ends)
        self._gather.stop()

    def _hear(self, change: Changed) -> None:
        # On the thread that committed: all that may be done here is to say so to ours.
        if change.kind in self._kinds and self._ends:
            self._came.emit()

    def _start_gathering(self) -> None:
        if self._ends and not self._gather.isActive():
            self._gather.start()


def _end(ends: list[Callable[[], None]]) -> None:
    while ends:
        ends.pop()()
