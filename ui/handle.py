"""Hears what the system tells a window, before any widget in it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class HandleFilter(QObject):
    """Shows `hear` each event of the window's handle; what it answers True to goes no further.

    Keys, drags and clicks come to the handle first. A filter on the application would hear them
    too, with every event of every object besides, which doubles the time a page takes to build.
    """

    def __init__(self, window: QWidget, hear: Callable[[QEvent], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._hear = hear
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the handle, which comes into being when the window is first shown."""
        if "_window" not in self.__dict__:
            return False  # being collected: Python's part goes before Qt's, which still asks
        if watched is not self._window:
            return self._hear(event)
        handle = self._window.windowHandle()
        if event.type() == QEvent.Type.Show and handle is not None:
            handle.installEventFilter(self)
        return False
