"""A workspace with calls in it, as the pipeline stores them, and a window that reviews them."""

from __future__ import annotations

import asyncio
import gc
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QTextEdit, QWidget

from db.models import Call
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.ui.hand import press, type_in
from ui.context import UiContext
from ui.loop import Loop
from ui.review.page import ReviewPage
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.window import MainWindow

D = TypeVar("D", bound=QDialog)
ROOT = Path(__file__).parents[3]
CHAT = """\
[01/11/2026, 10:00:00] Noura: Casting call 🎬
Looking for a male presenter, 25-35, for a bank commercial.
Location: Riyadh
Fee: 2500 SAR
Deadline: 20 November 2026
WhatsApp +966 55 000 1004
[01/11/2026, 11:00:00] Abu Fahad: مطلوب ممثلات لمسلسل رمضاني
المكان: جدة
الأجر: ٣٠٠٠ ريال
آخر موعد للتقديم ٢٥ نوفمبر 2026
واتساب 0550001002
[01/11/2026, 12:00:00] Khalid: Casting: extras needed for a feature film in Dammam
Pay 300 SAR per day, apply by 28 November 2026: casting@palmframe.example
[02/11/2026, 09:00:00] Sara: Casting call: voice over artist for an Arabic documentary
Location: Abha
Budget 4000 SAR. Send demos to voice@palmframe.example before 30 November 2026
[02/11/2026, 10:00:00] Huda: Casting call: dancer wanted in Jeddah for a music video
Pay 900 SAR per day, deadline 27 November 2026
"""


@dataclass(slots=True)
class Desk:
    """The window, its review page and the services behind them."""

    window: MainWindow
    page: ReviewPage
    services: Services

    def press(self, keys: str) -> None:
        """Press Latin keys one by one where the focus is."""
        type_in(self.window, keys)

    def press_key(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press a named key."""
        press(self.window, key, held=held or Qt.KeyboardModifier.NoModifier)

    def said(self) -> str:
        """What the side of the call says that is shown."""
        view = self.page.detail.side.currentWidget()
        return view.toPlainText() if isinstance(view, QTextEdit) else ""

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        for _ in range(400):
            if holds():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it never came to that")

    async def asked(self, kind: type[D]) -> D:
        """Wait for a question, and until it hears the keys."""
        found: Callable[[], QWidget | None] = QApplication.activeModalWidget
        focus: Callable[[], QWidget | None] = QApplication.focusWidget
        await self.until(lambda: isinstance(found(), kind))
        dialog = found()
        assert isinstance(dialog, kind)
        await self.until(lambda: (has := focus()) is not None and has.window() is dialog)
        return dialog

    async def written(self) -> None:
        """Wait until every decision is stored."""
        tasks = self.page.queue.tasks
        await self.until(lambda: not any(name.startswith("write") for name in tasks._running))


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace the chat went through, to copy from."""
    folder = tmp_path_factory.mktemp("reviewed")
    chat = folder / "WhatsApp Chat with Casting.txt"
    chat.write_text(CHAT, encoding="utf-8")
    command = [sys.executable, str(ROOT / "main.py"), "triage", str(chat)]
    subprocess.run(
        [*command, "--workspace", str(folder / "work")], check=True, capture_output=True, cwd=ROOT
    )
    return folder / "work"


Scenario = Callable[[Desk], Awaitable[None]]


AtTheDesk = Callable[[Scenario], None]


@pytest.fixture
def at_the_desk(ui: UiContext, qapp: QApplication, imported: Path, tmp_path: Path) -> AtTheDesk:
    """Runs a scenario in a real window over a copy of the small workspace."""
    return partial(sit_down, ui, qapp, imported, tmp_path)


@pytest.fixture
def at_a_full_desk(
    ui: UiContext, qapp: QApplication, demo_workspace: Path, tmp_path: Path
) -> AtTheDesk:
    """The same with all calls of the demo chat."""
    return partial(sit_down, ui, qapp, demo_workspace, tmp_path)


def sit_down(
    ui: UiContext, qapp: QApplication, workspace: Path, folder: Path, scenario: Scenario
) -> None:
    """Run a scenario over a copy of a workspace."""
    shutil.copytree(workspace, folder / "work")

    async def run() -> None:
        with assemble(Settings(workspace=str(folder / "work"))) as services:
            window = MainWindow(ui, Memory(folder), all_pages(), "work")
            window.resize(1280, 800)
            window.show()
            window.use(services)
            window.show_page("review")
            page = window.page("review")
            assert isinstance(page, ReviewPage)
            desk = Desk(window, page, services)
            try:
                await desk.until(lambda: page.queue.detail is not None)
                window.activateWindow()  # a window that is not active has no focus
                await desk.until(QApplication.focusWidget)
                await scenario(desk)
            finally:
                page.deactivate()
                await desk.until(lambda: not page.claims.tasks.running("claim"))
                await page.queue.tasks.drain()
                window.hide()
                window.deleteLater()
                await asyncio.sleep(0)

    with asyncio.Runner(loop_factory=partial(Loop, qapp)) as runner:
        runner.run(run())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()  # what ends with the window must end in this thread, not in a later one


def call(desk: Desk, call_id: int | None) -> Call:
    """A call as it is stored."""
    assert call_id is not None
    with desk.services.database.reading() as session:
        return session.get_one(Call, call_id)
