"""The page of models over a real workspace, a keyring of its own, and services on this machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from pipeline.extraction.configured import ModelChoice, ModelConfig, read_config, write_config
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.servers.llm import ModelServer
from tests.ui.conftest import MakeWindow
from tests.ui.hand import NONE, focus, press, run, said_in, type_in, until
from ui.models.page import ModelsPage
from ui.models.provider_card import ProviderCard
from ui.shell.window import MainWindow

CLAUDE = ModelChoice(provider="anthropic", strong="claude-sonnet-5-5", cheap="claude-haiku-5-5")
GPT = ModelChoice(provider="openai", strong="gpt-6.2-sol", cheap="gpt-6-luna")


class Drawer(KeyringBackend):
    """A keyring without a desktop behind it."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[username]


@dataclass(slots=True)
class Desk:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: ModelsPage
    services: Services

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        press(self.window, key, text, held)

    def type(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        type_in(self.window, keys)

    @property
    def focus(self) -> QWidget:
        """Where keys go."""
        return focus(self.window)

    @property
    def said(self) -> str:
        """Every word one can see."""
        return said_in(self.page.widget)

    @property
    def card(self) -> ProviderCard:
        """The card keys act on."""
        assert self.page.body.providers.current is not None
        return self.page.body.providers.current

    @property
    def order(self) -> list[str]:
        """The cards from above."""
        return [card.provider for card in self.page.body.providers.cards]

    @property
    def toast(self) -> str:
        """What was said last."""
        return self.window._toast.text

    @property
    def config(self) -> ModelConfig:
        """What is saved."""
        with self.services.database.reading() as session:
            return read_config(session)

    def decide(self, config: ModelConfig, by: str = "other") -> None:
        """As another desk would."""
        with self.services.database.writing() as session:
            write_config(session, config, by=by)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        await until(holds)


Scenario = Callable[[Desk], Awaitable[None]]
AtDesk = Callable[..., None]


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawer]:
    """A keyring that is empty at first."""
    for name in ("ANTHROPIC", "OPENAI", "LOCAL"):
        monkeypatch.delenv(f"TAKEONE_KEY_{name}", raising=False)
    before = keyring.get_keyring()
    made = Drawer()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def llm() -> Iterator[ModelServer]:
    """llmock, once for all tests; and the library, which a busy machine takes long to load."""
    import_module("anthropic")
    with ModelServer() as server:
        yield server


@pytest.fixture
def at_desk(qapp: QApplication, make_window: MakeWindow, tmp_path: Path, drawer: Drawer) -> AtDesk:
    """Runs a scenario; `urls` moves services elsewhere, `before` fills the workspace."""

    def run_it(
        scenario: Scenario,
        *choices: ModelChoice,
        urls: dict[str, str] | None = None,
        before: Callable[[Services], object] = lambda _: None,
        daily: float | None = None,
    ) -> None:
        settings = Settings(workspace=str(tmp_path / "work"), service_urls=urls or {})
        with assemble(settings) as services:
            with services.database.writing() as session:
                config = ModelConfig(choices=choices, daily_usd=daily)
                write_config(session, config, by="noura")
            before(services)
            run(qapp, _at_it(scenario, make_window, services))

    return run_it


async def _at_it(scenario: Scenario, make_window: MakeWindow, services: Services) -> None:
    window = make_window("imports", "models")
    window.use(services)
    window.show_page("models")
    page = window.page("models")
    assert isinstance(page, ModelsPage)
    desk = Desk(window, page, services)
    try:
        await until(lambda: page._seen is not None and page.body.keys is not None)
        await scenario(desk)
    finally:
        page.deactivate()
        await page.tasks.drain()
        await services.extractor.close()
