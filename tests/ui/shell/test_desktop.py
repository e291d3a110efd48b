"""The window's whole life: services open behind it, and everything ends in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

STAND_IN = """
import sys, time
from contextlib import contextmanager
from types import SimpleNamespace
from PySide6.QtCore import QTimer
from pipeline.errors import Unavailable
from takeone_desktop import desktop
from takeone_desktop.settings import Settings

def say(word):
    print(word, flush=True)

@contextmanager
def assemble(settings):
    say("opened")
    engine = SimpleNamespace(start=lambda: say("started"))
    hearing = SimpleNamespace(start=lambda: say("hearing"))
    orchestrator = SimpleNamespace(start=lambda: say("asking"))
    desk = SimpleNamespace(warm_up=lambda: say("warm"))
    watch = SimpleNamespace(start=lambda: say("watching"))
    alerts = SimpleNamespace(standing=list)
    database = SimpleNamespace(listen=lambda listener: lambda: None)
    yield SimpleNamespace(
        engine=engine, hearing=hearing, orchestrator=orchestrator, watch=watch, desk=desk,
        alerts=alerts, database=database,
    )
    say("stopped")

@contextmanager
def refuse(settings):
    raise Unavailable("The workspace is open in another TakeOne.")
    yield

def after(seconds, act):
    make = desktop.make_window
    def made(app, settings, **how):
        window = make(app, settings, **how)
        QTimer.singleShot(round(seconds * 1000), lambda: act(app, window))
        return window
    desktop.make_window = made

desktop.all_pages = tuple  # this is about the frame; pages want real services
desktop.is_empty = lambda services: False
settings = Settings(workspace=sys.argv[1])
"""


STARTED = ["opened", "warm", "started", "hearing", "asking", "watching"]


def start(tmp_path: Path, script: str) -> subprocess.Popen[str]:
    """A process with a window of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", STAND_IN + script, str(tmp_path / "work")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("way", ["window.close()", "app.quit()"])
def test_closing_stops_the_services_first(tmp_path: Path, way: str) -> None:
    """By the window's cross or by the session's end."""
    script = f"""
after(0.5, lambda app, window: {way})
say(desktop.open_window(settings, assemble))
"""
    out, err = start(tmp_path, script).communicate(timeout=30)
    assert out.split() == [*STARTED, "stopped", "0"], err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    """Also while nothing happens in the window."""
    process = start(tmp_path, "say(desktop.open_window(settings, assemble))")
    assert process.stdout is not None
    assert [process.stdout.readline().strip() for _ in STARTED] == STARTED
    time.sleep(0.3)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert out.split() == ["stopped", "0"], err


def test_what_keeps_it_from_starting_is_said_in_the_window(tmp_path: Path) -> None:
    """The window stays until it is read; the exit code says it did not work."""
    script = """
def look(app, window):
    from PySide6.QtWidgets import QLabel
    said = [l.text() for l in window.findChildren(QLabel) if "another" in l.text()]
    if not said:
        return QTimer.singleShot(50, lambda: look(app, window))
    say(said)
    window.close()
after(0.1, look)
say(desktop.open_window(settings, refuse))
"""
    out, err = start(tmp_path, script).communicate(timeout=30)
    assert out.splitlines() == ["['The workspace is open in another TakeOne.']", "3"], err


def test_a_start_that_failed_is_tried_again_by_one_key(tmp_path: Path) -> None:
    """In the same window place; then it lives as any other, and ends well."""
    script = """
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

tries = []

def second_time(settings):
    tries.append(settings)
    return refuse(settings) if len(tries) == 1 else assemble(settings)

def look(app, window):
    if window._failed:
        say("failed")
        held = Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_R, held, "\\x12")
        app.sendEvent(window.windowHandle(), event)
    elif len(tries) == 2 and window.shown_page:
        window.close()
    else:
        QTimer.singleShot(50, lambda: look(app, window))
after(0.1, look)
say(desktop.open_window(settings, second_time))
"""
    out, err = start(tmp_path, script).communicate(timeout=30)
    assert out.split() == ["failed", *STARTED, "stopped", "0"], err


def test_without_a_display_it_says_what_to_do(tmp_path: Path) -> None:
    """Instead of Qt's abort."""
    if not sys.platform.startswith("linux"):
        # Windows and macOS always have a display; there is nothing to leave out there.
        pytest.skip("only X11 and Wayland can be missing")
    clean = {k: v for k, v in os.environ.items()
             if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}  # fmt: skip
    script = STAND_IN + "\ndesktop.open_window(settings, assemble)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT, env=clean, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert "There is no display for the window here." in done.stderr
