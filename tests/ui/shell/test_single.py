"""A second start on the same workspace brings its window forward."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalServer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeWindow
from tests.ui.shell.test_desktop import ROOT, STARTED, start
from ui.shell.single import Single, _name, call_forward

CALLED = """
make_single = desktop.Single
class Told(make_single):
    def __init__(self, folder):
        super().__init__(folder)
        self.called.connect(lambda: say("called"))
        self.called.connect(lambda: QTimer.singleShot(100, desktop.application().quit))
desktop.Single = Told
say(desktop.open_window(settings, assemble))
"""
AGAIN = "say(desktop.open_window(settings, assemble))"


def test_a_second_start_raises_the_first(tmp_path: Path) -> None:
    """And ends at once, having opened nothing; the first goes on as it was."""
    first = start(tmp_path, CALLED)
    assert first.stdout is not None
    assert [first.stdout.readline().strip() for _ in STARTED] == STARTED
    out, err = start(tmp_path, AGAIN).communicate(timeout=30)
    assert out.split() == ["0"], err
    out, err = first.communicate(timeout=30)
    assert out.split() == ["called", "stopped", "0"], err


def test_another_workspace_opens_beside_it(tmp_path: Path) -> None:
    """Each has a window of its own."""
    first = start(tmp_path / "one", "after(8, lambda app, window: window.close())" + "\n" + AGAIN)
    assert first.stdout is not None
    assert [first.stdout.readline().strip() for _ in STARTED] == STARTED
    script = "after(0.3, lambda app, window: window.close())\n" + AGAIN
    out, err = start(tmp_path / "two", script).communicate(timeout=30)
    assert out.split() == [*STARTED, "stopped", "0"], err
    first.terminate()
    first.communicate(timeout=30)


def test_what_a_killed_window_left_is_no_window(tmp_path: Path, qtbot: QtBot) -> None:
    """Nobody answers, so the workspace opens as usual, and is found from then on."""
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\nfrom ui.shell.single import Single\n"
        "app = QCoreApplication([])\nkept = Single(Path(sys.argv[1]))\nos._exit(9)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=False, env=dict(os.environ))
    assert not call_forward(tmp_path)
    single = Single(tmp_path)
    called: list[bool] = []
    single.called.connect(lambda: called.append(True))
    second = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QCoreApplication\n"
            "from ui.shell.single import call_forward\napp = QCoreApplication([])\n"
            "sys.exit(0 if call_forward(Path(sys.argv[1])) else 1)\n",
            str(tmp_path),
        ],
        cwd=ROOT,
    )
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert (second.returncode, called) == (0, [True])
    single.close()
    QLocalServer.removeServer(_name(tmp_path))


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_minimised_window_comes_back(
    qapp: QApplication, make_window: MakeWindow, qtbot: QtBot
) -> None:
    """With the size it had."""
    window = make_window("published")
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    window.come_forward()
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()
