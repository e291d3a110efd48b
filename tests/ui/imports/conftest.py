"""The import page over a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from db.models import Message
from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import NONE, press, said_in, until
from ui.imports.entry import Stage
from ui.imports.page import ImportsPage
from ui.shell.window import MainWindow


class Hand:
    """Presses keys and waits for what they bring."""

    def __init__(self, window: MainWindow, services: Services) -> None:
        self.window = window
        window.use(services)
        window.show_page("imports")
        self.page = cast(ImportsPage, window.page("imports"))

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        """Send a key to whatever has the focus."""
        press(self.window, key, text, held)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait, but not for ever."""
        await until(true)

    async def drop(self, *paths: Path) -> None:
        """Drop files on the window and wait until all were looked at."""
        self.window.files_dropped.emit(list(paths))
        await until(lambda: not self.page._tasks.running("look"))

    async def enter(self) -> None:
        """Import, to the end."""
        self.press(Qt.Key.Key_Return, "\r")
        await until(lambda: not self.page._tasks.running("import"))

    @property
    def said(self) -> str:
        """Everything labels say."""
        return said_in(self.page.widget)

    @property
    def stages(self) -> Sequence[Stage]:
        """How far each file is."""
        return [entry.stage for entry in self.page._batch.entries]


def stored(services: Services) -> int:
    """How many messages the workspace holds."""
    with services.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Message)) or 0


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """A window of nothing but the import page."""
    return make_window("imports")
