"""Watches whether a shared workspace still answers, also while nobody looks at anything."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pipeline.errors import TakeOneError
from ui.tasks import Tasks

if TYPE_CHECKING:
    from db.session import Database

EVERY_MS = 5_000
AWAY_EVERY_MS = 1_500
"""Somebody waits for it then."""


class Reach(QObject):
    """Asks the workspace again and again, and says when it stops answering or begins again."""

    changed = Signal(bool)
    """Whether it can be reached now."""

    def __init__(self, database: Database, parent: QObject) -> None:
        super().__init__(parent)
        self._database = database
        self._there = True
        self._tasks = Tasks(self)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        """Begin to ask."""
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()
        self._tasks.cancel_all()

    def _ask(self) -> None:
        if not self._tasks.running("ask"):
            self._tasks.start("ask", self._look())

    async def _look(self) -> None:
        try:
            await asyncio.to_thread(self._database.ping)
        except TakeOneError:
            self._tell(there=False)
        else:
            self._tell(there=True)

    def _tell(self, *, there: bool) -> None:
        if there != self._there:
            self._there = there
            self._timer.setInterval(EVERY_MS if there else AWAY_EVERY_MS)
            self.changed.emit(there)
