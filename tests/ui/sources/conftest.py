"""The page of sources over a real workspace, a keyring of its own, and services on loopback."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.servers.web import WebServer
from tests.servers.whapi import TOKEN, WhapiStandIn, message
from tests.ui.conftest import MakeWindow
from tests.ui.hand import NONE, press, run, said_in, type_in, until
from ui.shell.window import MainWindow
from ui.sources.page import SourcesPage

GROUP = "120363025246125486@g.us"
CALL = "مطلوب ممثلين لإعلان تجاري في الرياض، الأجر ١٥٠٠ ريال، للتواصل 0550001234"
CHATTER = "صباح الخير"


class Drawer(KeyringBackend):
    """A keyring without a desktop behind it."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, str] = {"whapi": TOKEN}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[username]


@dataclass(slots=True)
class Room:
    """The window, its page, the services behind them, and the service they ask."""

    window: MainWindow
    page: SourcesPage
    services: Services
    whapi: WebServer
    ring: Drawer

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        press(self.window, key, text, held)

    def type(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    def enter(self) -> None:
        """Press Enter."""
        self.press(Qt.Key.Key_Return, "\r")

    def escape(self) -> None:
        """Press Escape."""
        self.press(Qt.Key.Key_Escape)

    @property
    def said(self) -> str:
        """All one can read."""
        return said_in(self.window)

    @property
    def face(self) -> str:
        """What the side beside the list shows."""
        return self.page.pane.face

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        await until(holds)

    async def shows(self, *words: str) -> None:
        """Wait until all of these can be read."""
        await until(lambda: all(word in self.said for word in words))

    async def add_by_keyboard(self, name: str = "Riyadh") -> None:
        """Make a source of the group as a person does."""
        if self.page.has_sources:
            self.type("n")
        await self.until(lambda: self.face == "kinds")
        self.type("1")
        await self.until(lambda: self.face == "form")
        self.type(GROUP)
        self.press(Qt.Key.Key_Tab, "\t")
        self.type(name)
        self.enter()
        await self.until(lambda: self.face == "detail" and self.page.pane.detail.shown)


Scenario = Callable[[Room], Awaitable[None]]
InRoom = Callable[[Scenario], None]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    for name in ("WHAPI", "APIFY", "FIRECRAWL", "INSTAGRAM"):
        monkeypatch.delenv(f"TAKEONE_KEY_{name}", raising=False)
    before, drawer = keyring.get_keyring(), Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


@pytest.fixture
def whapi() -> Iterator[WebServer]:
    """Whapi with one group: chatter, and a call after it."""
    now = int(time.time())
    chat = [message(1, now - 600, CHATTER), message(2, now - 300, CALL)]
    with WhapiStandIn({GROUP: chat}).serve() as server:
        yield server


@pytest.fixture
def in_room(
    qapp: QApplication, make_window: MakeWindow, whapi: WebServer, ring: Drawer, tmp_path: Path
) -> Iterator[InRoom]:
    """Runs a scenario on the page; sources are asked while it runs, but none by itself yet."""
    settings = Settings(workspace=str(tmp_path / "work"), service_urls={"Whapi": whapi.url})
    with assemble(settings) as services:
        services.orchestrator.start()

        async def in_it(scenario: Scenario) -> None:
            window = make_window("review", "sources")
            window.use(services)
            window.show_page("sources")
            page = window.page("sources")
            assert isinstance(page, SourcesPage)
            room = Room(window, page, services, whapi, ring)
            window.activateWindow()
            try:
                await room.until(lambda: page._read_once and window.isActiveWindow())
                await scenario(room)
            finally:
                page.deactivate()
                for tasks in (
                    page.tasks, page.commands.tasks, page.keys.tasks, page.files.tasks
                ):  # fmt: skip
                    await tasks.drain()

        yield lambda scenario: run(qapp, in_it(scenario))
