"""The page of published calls under a person's keys, over a real workspace and site table."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.models import Publication, PublicationState
from pipeline.publishing.site import casting_call
from pipeline.review.decisions import pending_ids
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.ui.review.conftest import focus, imported  # noqa: F401  # a fixture
from ui.context import UiContext
from ui.loop import Loop
from ui.published.page import PublishedPage
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.window import MainWindow


@dataclass(slots=True)
class Shelved:
    """The window, its page and the services behind them."""

    window: MainWindow
    page: PublishedPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys where the focus is."""
        for key in keys:
            QTest.keyClick(focus(self.window), key)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        for _ in range(400):
            if holds():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came to that")

    def carry_out(self) -> None:
        """Do what the jobs would do."""
        with self.services.database.reading() as session:
            due = [(one.id, one.generation) for one in session.scalars(sa.select(Publication))]
        for publication_id, generation in due:
            self.services.publisher.carry_out(publication_id, generation)

    def on_site(self, column: str) -> list[str]:
        """What the site's table says, in the order it was published."""
        with self.services.site._engine.connect() as connection:
            order = casting_call.c.createdAt
            return list(connection.scalars(sa.select(casting_call.c[column]).order_by(order)))


Scenario = Callable[[Shelved], Awaitable[None]]


@pytest.fixture
def at_the_shelf(
    ui: UiContext,
    qapp: QApplication,
    imported: Path,  # noqa: F811
    tmp_path: Path,
) -> Callable[[Scenario], None]:
    """Runs a scenario with the first two calls of the queue live."""
    shutil.copytree(imported, tmp_path / "work")

    async def run(scenario: Scenario) -> None:
        with assemble(Settings(workspace=str(tmp_path / "work"))) as services:
            done = services.decisions.approve(pending_ids(services.database)[:2], "noura")
            assert len(done.changed) == 2
            window = MainWindow(ui, Memory(tmp_path), all_pages(), "work")
            window.show()
            window.use(services)
            window.show_page("published")
            page = window.page("published")
            assert isinstance(page, PublishedPage)
            shelf = Shelved(window, page, services)
            shelf.carry_out()
            try:
                page._look_again()
                await shelf.until(
                    lambda: (
                        page.model.rows
                        and page._detail is not None
                        and all(row.state == PublicationState.LIVE for row in page.model.rows)
                    )
                )
                await scenario(shelf)
            finally:
                page.deactivate()
                await page.tasks.drain()
                window.hide()
                window.deleteLater()
                await asyncio.sleep(0)

    def start(scenario: Scenario) -> None:
        with asyncio.Runner(loop_factory=partial(Loop, qapp)) as runner:
            runner.run(run(scenario))

    return start


def test_a_call_is_withdrawn_and_sent_again(
    at_the_shelf: Callable[[Scenario], None],
) -> None:
    """By W and R; the site follows."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        assert page.current is not None
        which = page.current.public_id
        shelf.press("w")
        await shelf.until(lambda: page.current and page.current.wanted == "withdrawn")
        shelf.carry_out()
        page._look_again()
        await shelf.until(lambda: page.current and page.current.state == PublicationState.WITHDRAWN)
        assert page.current.public_id == which
        assert sorted(shelf.on_site("status")) == ["published", "withdrawn"]
        shelf.press("r")
        await shelf.until(lambda: page.current and page.current.wanted == "live")
        shelf.carry_out()
        assert shelf.on_site("status") == ["published", "published"]

    at_the_shelf(scenario)


def test_a_live_call_is_corrected_in_place(at_the_shelf: Callable[[Scenario], None]) -> None:
    """E goes into the title; Enter saves it, and the site gets it."""

    async def scenario(shelf: Shelved) -> None:
        page = shelf.page
        shelf.press("e")
        shelf.press("Extras for a film")
        QTest.keyClick(focus(shelf.window), Qt.Key.Key_Return)
        await shelf.until(lambda: page.current and page.current.title == "Extras for a film")
        shelf.carry_out()
        assert "Extras for a film" in shelf.on_site("title")

    at_the_shelf(scenario)


def test_a_number_shows_one_state(at_the_shelf: Callable[[Scenario], None]) -> None:
    """What is withdrawn is nothing yet, and the page says so."""

    async def scenario(shelf: Shelved) -> None:
        shelf.press("5")
        await shelf.until(lambda: shelf.page.stack.face == "empty")
        shelf.press("2")
        await shelf.until(lambda: shelf.page.stack.face == "content")
        assert len(shelf.page.model.rows) == 2

    at_the_shelf(scenario)
