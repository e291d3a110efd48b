"""A dressed application, a real workspace, and windows over it, for every test of the window."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from takeone_desktop.assemble import Services, assemble
from takeone_desktop.settings import Settings
from tests.ui.hand import ROOT
from ui.context import UiContext
from ui.i18n import Language
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.window import MainWindow
from ui.theme import Choice, Theme

HERE = Path(__file__).parent

MakeWindow = Callable[..., MainWindow]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so each time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def ui(qapp: QApplication) -> UiContext:
    """English, light, applied to the application; nothing moves."""
    context = UiContext(Theme(Choice.LIGHT), Language("en"))
    context.theme.motion = False
    context.theme.apply(qapp)
    context.language.apply()
    return context


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A real, empty workspace; its engine takes no jobs, so what waits stays countable."""
    with assemble(Settings(workspace=str(tmp_path / "work"))) as made:
        yield made


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace the demo chat went through, to copy from."""
    folder = tmp_path_factory.mktemp("demo") / "work"
    chat = ROOT / "resources" / "demo" / "whatsapp-casting-riyadh.txt"
    command = [sys.executable, str(ROOT / "main.py"), "triage", str(chat)]
    subprocess.run(
        [*command, "--workspace", str(folder)], check=True, capture_output=True, cwd=ROOT
    )
    return folder


@pytest.fixture
def demo_services(demo_workspace: Path, tmp_path: Path) -> Iterator[Services]:
    """Services over a copy of it."""
    shutil.copytree(demo_workspace, tmp_path / "work")
    with assemble(Settings(workspace=str(tmp_path / "work"))) as made:
        yield made


@pytest.fixture
def make_window(ui: UiContext, tmp_path: Path) -> Iterator[MakeWindow]:
    """Makes shown windows of the named pages, all of them when none is named."""
    made: list[MainWindow] = []

    def make(*pages: str) -> MainWindow:
        specs = [spec for spec in all_pages() if not pages or spec.name in pages]
        window = MainWindow(ui, Memory(tmp_path), specs, "here")
        window.resize(1280, 800)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()
        window.deleteLater()
    # Now, in this thread: left to the collector, they may go in a thread of an import.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
