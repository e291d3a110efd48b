"""What a scene of the window is made of: the window, what lies behind it, and what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ui.shell.window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"


@dataclass(frozen=True, slots=True)
class Stage:
    """The window, the services behind it (None: it is still opening), and a folder for files."""

    window: MainWindow
    services: Any
    folder: Path

    def press(self, key: Qt.Key, text: str = "") -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.window
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key, none, text)
        QApplication.sendEvent(target.window().windowHandle(), event)

    def file(self, name: str, content: bytes) -> Path:
        """A file to be imported."""
        path = self.folder / name
        path.write_bytes(content)
        return path


class Over(StrEnum):
    """What lies behind the window."""

    NOTHING = "nothing"
    """It is still opening, or can't."""
    EMPTY = "empty"
    """A workspace nothing ever came into."""
    DEMO = "demo"
    """A workspace with the demo chat, and some of its calls published."""


Prepare = Callable[[Stage], Awaitable[None] | None]


@dataclass(frozen=True, slots=True)
class Scene:
    """How to bring the window to what is to be seen. Pages get time to load afterwards."""

    name: str
    prepare: Prepare
    over: Over = Over.NOTHING
    seconds: float = 0.3
    sample: bool = False
    dense: bool = False
    """Whether it is drawn at double density as well."""


def show(page: str) -> Prepare:
    """Go to a page."""
    return lambda stage: stage.window.show_page(page)


def press(*keys: tuple[Qt.Key, str], page: str = "published") -> Prepare:
    """Go to a page, let it load, and press keys there."""

    async def prepare(stage: Stage) -> None:
        stage.window.show_page(page)
        await asyncio.sleep(1.0)
        for key, text in keys:
            stage.press(key, text)

    return prepare
