"""Starts coroutines from slots, keeps them alive, and routes their failures."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from pipeline.errors import TakeOneError


class Tasks(QObject):
    """Runs coroutines for one view; a view that closes takes its tasks with it."""

    problem = Signal(object)
    """A `TakeOneError` a person can be told. A bug, by contrast, goes to `sys.excepthook`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._asked_again: set[str] = set()
        running = self._running
        # Bound to the dict, not to self: by the time the signal comes, self is half gone.
        self.destroyed.connect(lambda: _cancel(running))

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Start `work`; the newest task of a name replaces the one before it."""
        self.cancel(name)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            work.close()  # the loop has ended, and a timer fired once more
            return
        task = loop.create_task(work, name=name)
        self._running[name] = task
        task.add_done_callback(self._settle)

    def refresh(self, name: str, look: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Look, and when asked again meanwhile look once more: what is being read may be stale."""
        self._asked_again.add(name)
        if not self.running(name):
            self.start(name, self._until_fresh(name, look))

    def asked_again(self, name: str) -> bool:
        """Whether `refresh` was called since its last look began."""
        return name in self._asked_again

    async def _until_fresh(self, name: str, look: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while name in self._asked_again:
            self._asked_again.discard(name)
            await look()

    def running(self, name: str) -> bool:
        """Whether a task of this name has not ended yet."""
        return name in self._running

    def cancel(self, name: str) -> None:
        """Stop the task of this name, if there is one."""
        if task := self._running.pop(name, None):
            task.cancel()

    def cancel_all(self) -> None:
        """Stop everything this view has running."""
        _cancel(self._running)

    async def drain(self) -> None:
        """Stop everything and wait until it has ended."""
        ending = list(self._running.values())
        self.cancel_all()
        await asyncio.gather(*ending, return_exceptions=True)

    def _settle(self, task: asyncio.Task[None]) -> None:
        if self._running.get(task.get_name()) is task:
            del self._running[task.get_name()]
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, TakeOneError):
            self.problem.emit(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)


def _cancel(running: dict[str, asyncio.Task[None]]) -> None:
    for task in list(running.values()):
        task.cancel()
    running.clear()
