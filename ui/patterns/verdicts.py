"""What a person says of an example: it is a call, or none. Each can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pipeline.learning.desk import PatternDesk
from ui.patterns.back import Back
from ui.shell.page import Frame
from ui.tasks import Tasks


class Verdicts(QObject):
    """Keeps what is said, and offers the way back. Says `changed` when it is kept."""

    changed = Signal()

    def __init__(
        self, frame: Frame, desk: PatternDesk, user: str, back: Back, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._back = back
        self._frame = frame
        self._desk = desk
        self._user = user
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def say(self, message_id: Callable[[], int | None], *, is_call: bool) -> None:
        """Say of the example one looks at what it is."""
        if (one := message_id()) is not None:
            self.tasks.start(f"say-{one}", self._say(one, is_call))

    async def _say(self, message_id: int, is_call: bool) -> None:
        await asyncio.to_thread(
            lambda: self._desk.reports.report(message_id, self._user, is_call=is_call)
        )
        text = self._frame.ui.language.text
        self._back.offer(
            text("patterns.said_call" if is_call else "patterns.said_none"),
            lambda: self.tasks.start(f"say-{message_id}", self._withdraw(message_id)),
        )
        self.changed.emit()

    async def _withdraw(self, message_id: int) -> None:
        await asyncio.to_thread(self._desk.reports.withdraw, message_id, self._user)
        self.changed.emit()
