"""Changes of the configuration: saved at once, told with a way back, and taken back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pipeline.extraction.configured import ModelConfig
from ui.models.desk import ModelsDesk
from ui.shell.page import Frame
from ui.tasks import Tasks

MOST_UNDO = 50

Edit = Callable[[ModelConfig], ModelConfig]


class Changing(QObject):
    """Makes changes one after another, as edits of what is decided at that moment."""

    changed = Signal(object)
    """The `ModelConfig` that holds now."""

    def __init__(self, frame: Frame, desk: ModelsDesk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._text = frame.ui.language.text
        self._desk = desk
        self._tasks = tasks
        self._done: list[tuple[ModelConfig, ModelConfig]] = []
        self._in_turn = asyncio.Lock()
        self._count = itertools.count()

    @property
    def can_undo(self) -> bool:
        """Whether there is a change of ours to take back."""
        return bool(self._done)

    def change(
        self, edit: Edit, said: Callable[[], str], then: Callable[[], None] = lambda: None
    ) -> None:
        """Save a change; `said` tells of it, `then` follows when it is shown."""
        self._tasks.start(f"change-{next(self._count)}", self._change(edit, said, then))

    def take_back(self) -> None:
        """Undo the newest change, once those before it are saved."""
        self._tasks.start(f"undo-{next(self._count)}", self._take_back())

    async def _change(self, edit: Edit, said: Callable[[], str], then: Callable[[], None]) -> None:
        async with self._in_turn:
            before, after = await asyncio.to_thread(self._desk.change, edit)
            if before != after:
                self._done = [*self._done, (before, after)][-MOST_UNDO:]
        if before != after:
            self._frame.toast(said(), self._text("action.undo"), self.take_back, key="U")
        self.changed.emit(after)
        then()

    async def _take_back(self) -> None:
        async with self._in_turn:
            if not self._done:
                return
            before, after = self._done.pop()
            await asyncio.to_thread(self._desk.put_back, before, after)
        self.changed.emit(before)
        self._frame.toast(self._text("models.done.undone"))
