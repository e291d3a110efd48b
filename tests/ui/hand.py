"""What every test of the window does: press keys, read what is said, wait, run a scenario."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.loop import Loop

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
ARABIC = ROOT / "tests" / "data" / "dumps" / "written_ar_android_arabic_indic.txt"


def focus(window: QWidget) -> QWidget:
    """Where keys go."""
    return QApplication.focusWidget() or window


def handle(widget: QWidget) -> QWindow:
    """Whom the system tells of keys and drags over a widget: its window's handle."""
    found = widget.window().windowHandle()
    assert found is not None
    return found


def press(
    window: QWidget, key: Qt.Key | int, text: str = "", held: Qt.KeyboardModifier = NONE
) -> None:
    """Press and release a key where the focus is; `text` is what the layout types by it."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(handle(focus(window)), QKeyEvent(kind, key, held, text))


def type_in(window: QWidget, keys: str) -> None:
    """Press Latin keys one by one where the focus is."""
    for key in keys:
        press(window, ord(key.upper()), key)


def said_in(widget: QWidget) -> str:
    """The texts of all labels one can see."""
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(shown)


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds, but not for ever."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


def run(qapp: QApplication, scenario: Coroutine[Any, Any, None]) -> None:
    """Run to the end on the real loop."""
    with asyncio.Runner(loop_factory=lambda: Loop(qapp)) as runner:
        runner.run(scenario)
    gc.collect()  # the loop's timer must end in this thread, not in that of a later import
