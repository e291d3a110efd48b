"""Tells people of alerts wherever they are: a number on the side bar, a toast, the desktop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QSystemTrayIcon

from db.models import Alert, AlertState
from db.session import Database
from pipeline.errors import TakeOneError
from pipeline.operations.alerts import AlertBook
from ui.changes import Changes
from ui.overview.words import alert_text
from ui.shell.window import MainWindow
from ui.tasks import Tasks

PAGE = "overview"


class Notices:
    """Follows the alerts for one window, for as long as that lives."""

    def __init__(self, window: MainWindow, database: Database, book: AlertBook) -> None:
        self._window = window
        self._book = book
        self._known: set[tuple[int, datetime]] | None = None
        self._tray: QSystemTrayIcon | None = None
        self.tasks = Tasks(window)
        self._changes = Changes(database, {"alert"}, window)
        self._changes.heard.connect(self.look)
        self._changes.listen()
        self.look()

    def look(self) -> None:
        """See which alerts are open. What was open before the window is only counted."""
        self.tasks.start("notices", self._look())

    async def _look(self) -> None:
        try:
            standing = await asyncio.to_thread(self._book.standing)
        except TakeOneError:
            return  # the pages say it
        opened = [one for one in standing if one.state == AlertState.OPEN]
        self._window.mark_page(PAGE, len(opened))
        now = {(one.id, one.raised_at) for one in opened}
        if self._known is not None:
            self._tell([one for one in opened if (one.id, one.raised_at) not in self._known])
        self._known = now

    def _tell(self, news: Sequence[Alert]) -> None:
        if not news:
            return
        language = self._window.ui.language
        text = alert_text(language, news[0])
        if len(news) > 1:
            text = f"{text} {language.plural('overview.more', len(news) - 1)}"
        if self._window.shown_page != PAGE:
            self._window.toast(
                text, language.text("page.overview"), lambda: self._window.show_page(PAGE)
            )
        if not self._window.isActiveWindow():
            self._tell_desktop(text)

    def _tell_desktop(self, text: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self._window)
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(self._come)
        self._tray.show()
        self._tray.showMessage("TakeOne", text)

    def _come(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self._window.show_page(PAGE)
