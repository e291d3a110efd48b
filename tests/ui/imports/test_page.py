"""Files are looked at, imported and summed up, by the keyboard alone, in a real workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from db.models import Message
from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from ui.context import UiContext
from ui.imports.entry import Stage
from ui.imports.page import ImportsPage
from ui.loop import Loop
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.window import MainWindow

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
ARABIC = ROOT / "tests" / "data" / "dumps" / "written_ar_android_arabic_indic.txt"
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A real workspace; its engine takes no jobs, so what waits stays countable."""
    with assemble(Settings(workspace=str(tmp_path / "work"))) as made:
        yield made


@pytest.fixture
def window(ui: UiContext, services: Services, tmp_path: Path) -> Iterator[MainWindow]:
    """The whole window."""
    pages = [spec for spec in all_pages() if spec.name == "imports"]
    made = MainWindow(ui, Memory(tmp_path), pages, "here")
    made.show()
    yield made
    made.hide()
    made.deleteLater()


class Hand:
    """Presses keys and waits for what they bring."""

    def __init__(self, window: MainWindow, services: Services) -> None:
        self.window = window
        window.use(services)
        window.show_page("imports")
        self.page = cast(ImportsPage, window.page("imports"))

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        """Send a key to whatever has the focus."""
        target = QApplication.focusWidget() or self.window
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, held, text))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait, but not for ever."""
        async with asyncio.timeout(20):
            while not true():
                await asyncio.sleep(0.01)

    async def drop(self, *paths: Path) -> None:
        """Drop files on the window and wait until all were looked at."""
        self.window.files_dropped.emit(list(paths))
        await self.until(lambda: not self.page._tasks.running("look"))

    async def enter(self) -> None:
        """Import, to the end."""
        self.press(Qt.Key.Key_Return, "\r")
        await self.until(lambda: not self.page._tasks.running("import"))

    @property
    def said(self) -> str:
        """Everything labels say."""
        return said_in(self.page.widget)

    @property
    def stages(self) -> Sequence[Stage]:
        """How far each file is."""
        return [entry.stage for entry in self.page._entries]


def said_in(widget: QWidget) -> str:
    """The texts of all labels one can see."""
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    return "\n".join(shown)


def run(qapp: QApplication, work: Coroutine[Any, Any, None]) -> None:
    """Run to the end on the real loop."""
    with asyncio.Runner(loop_factory=lambda: Loop(qapp)) as runner:
        runner.run(work)


def stored(services: Services) -> int:
    """How many messages the workspace holds."""
    with services.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Message)) or 0


def test_a_file_is_shown_before_anything_is_stored(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """Format, size, dates, and the first fifty messages."""

    async def main() -> None:
        hand = Hand(window, services)
        assert "Nothing to import yet" in hand.said
        await hand.drop(DEMO)
        assert "WhatsApp export · 45.1 KB" in hand.said
        assert "Dates are read as day/month/year; the file leaves no doubt." in hand.said
        assert hand.page._file.table.model().rowCount() == 50
        assert stored(services) == 0
        hand.press(Qt.Key.Key_Escape, "\x1b")
        assert "Nothing to import yet" in hand.said
        assert stored(services) == 0

    run(qapp, main())


def test_enter_imports_sums_up_and_leads_to_the_review(
    qapp: QApplication, window: MainWindow, services: Services
) -> None:
    """A second import of the same file adds nothing."""

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(DEMO)
        await hand.enter()
        assert hand.stages == [Stage.DONE]
        report = hand.page._entries[0].report
        assert report is not None
        assert report.stored == stored(services) > 100
        assert f"{report.messages} messages: {report.stored} new" in hand.said
        assert "being read for casting calls" in hand.said
        asked: list[bool] = []
        hand.page.review_wanted.connect(lambda: asked.append(True))
        hand.press(Qt.Key.Key_Return, "\r")
        assert asked == [True]

        await hand.drop(DEMO)
        await hand.enter()
        again = hand.page._entries[0].report
        assert again is not None
        assert (again.stored, again.messages) == (0, report.messages)

    run(qapp, main())


def test_a_bad_file_says_why_and_the_rest_go_on(
    qapp: QApplication, window: MainWindow, services: Services, tmp_path: Path
) -> None:
    """Whether it is bad at the first look or only when it is imported."""
    empty, gone = tmp_path / "empty.txt", tmp_path / "gone.txt"
    empty.touch()
    gone.write_bytes(ARABIC.read_bytes() + b"\n")

    async def main() -> None:
        hand = Hand(window, services)
        await hand.drop(empty, gone, ARABIC)
        assert hand.stages == [Stage.FAILED, Stage.READY, Stage.READY]
        assert "empty.txt is empty" in hand.said
        gone.unlink()
        await hand.enter()
        assert hand.stages == [Stage.FAILED, Stage.FAILED, Stage.DONE]
        assert "empty.txt is empty" in hand.said
        assert "gone.txt cannot be read" in hand.said
        assert stored(services) > 0

    run(qapp, main())
