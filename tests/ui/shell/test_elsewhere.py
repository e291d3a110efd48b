"""From an empty workspace into the sample and back, and into one that is shared."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from pipeline.errors import Invalid, Rejected, Unavailable
from takeone_desktop import elsewhere
from takeone_desktop.elsewhere import join_shared
from tests.servers.postgres import PostgresServer

ROOT = Path(__file__).parents[3]

WINDOW = """
import sys
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from takeone_desktop import desktop
from takeone_desktop.settings import Settings

windows, said = [], []

def tell(*words):
    said.append(words)
    print(*words, flush=True)

make = desktop.make_window

def made(app, settings, **how):
    window = make(app, settings, **how)
    windows.append((window, settings))
    return window

desktop.make_window = made

def press(window, key, text, held=Qt.KeyboardModifier.NoModifier):
    target = QApplication.focusWidget() or window
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, text)
    QApplication.sendEvent(target.window().windowHandle(), event)

STEPS

app = desktop.application()
QTimer.singleShot(100, look)
site = "" if "://" in sys.argv[1] else "sqlite:///" + sys.argv[1] + "-site.db"
settings = Settings(workspace=sys.argv[1], public_url=site)
print(desktop.open_window(settings))
"""

TOUR = """
def look():
    window, settings = windows[-1]
    texts = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    if len(said) == 0 and window.shown_page == "start":
        tell("empty")
        press(window, Qt.Key.Key_2, "2")
    elif len(said) == 1 and window.shown_page == "review":
        if window.page("review").queue.rows.rows:
            tell("sample", settings.public_url == "", any("sample" in t for t in texts))
            held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            press(window, Qt.Key.Key_S, "", held)
    elif len(said) == 2 and window.shown_page == "start":
        tell("back", settings.workspace == sys.argv[1])
        return window.close()
    QTimer.singleShot(50, look)
"""

JOINING = """
def look():
    window, settings = windows[-1]
    if len(said) == 0 and window.shown_page == "start":
        tell("empty")
        press(window, Qt.Key.Key_3, "3")
        QApplication.focusWidget().setText(sys.argv[2])
        press(window, Qt.Key.Key_Return, "\\r")
    elif len(windows) == 2 and window.shown_page == "start":
        tell("joined", settings.workspace == sys.argv[2])
        return window.close()
    QTimer.singleShot(50, look)
"""


ALONE = """
def look():
    window, settings = windows[-1]
    texts = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    if len(said) == 0 and "TakeOne could not start" in texts:
        tell("down")
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        press(window, Qt.Key.Key_A, "", held)
    elif len(said) == 1 and window.shown_page == "start":
        tell("alone", settings.workspace.startswith(sys.argv[2]))
        return window.close()
    QTimer.singleShot(50, look)
"""


def live(steps: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program's whole life, by keys."""
    return subprocess.run(
        [sys.executable, "-c", WINDOW.replace("STEPS", steps), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.slow
def test_the_sample_opens_by_one_key_and_leaves_nothing(tmp_path: Path) -> None:
    """Its calls come into a workspace of its own, and the site in the settings stays out."""
    own = tmp_path / "work"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = live(TOUR, own, TMPDIR=str(scratch))
    assert done.stdout.splitlines() == ["empty", "sample True True", "back True", "0"], done.stderr
    assert list(scratch.glob("takeone-sample-*")) == []


def apart(url: str) -> tuple[str, str]:
    """A database's password, and its address without it."""
    parts = make_url(url)
    assert parts.password
    return (
        parts.password,
        f"postgresql://{parts.username}@{parts.host}:{parts.port}/{parts.database}",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the settings' place is fixed")
@pytest.mark.slow
def test_a_shared_workspace_opens_in_place_of_the_own_one(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    """At once, and at the next start."""
    created = postgres_server.create_database()
    password, address = apart(created)
    home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = live(JOINING, tmp_path / "work", address, PGPASSWORD=password, **home)
    assert done.stdout.splitlines() == ["empty", "joined True", "0"], done.stderr
    (kept,) = (tmp_path / "config").rglob("settings.toml")
    assert tomllib.loads(kept.read_text(encoding="utf-8")) == {"workspace": address}
    postgres_server.drop_database(created)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the data's place is fixed")
@pytest.mark.slow
def test_a_desk_can_work_alone_while_the_shared_workspace_is_away(tmp_path: Path) -> None:
    """In the workspace of its machine, and the settings stay as they were."""
    home = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = live(ALONE, "postgresql://nobody@127.0.0.1:1/none", tmp_path / "data", **home)
    assert done.stdout.splitlines() == ["down", "alone True", "0"], done.stderr
    assert not list(tmp_path.rglob("settings.toml"))


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the settings are kept during the test."""
    file = tmp_path / "config" / "settings.toml"
    monkeypatch.setattr(elsewhere, "config_file", lambda: file)
    monkeypatch.delenv("TAKEONE_WORKSPACE", raising=False)
    return file


def test_a_shared_workspace_is_opened_once_and_then_remembered(
    postgres_server: PostgresServer, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside what the file said before."""
    settings_file.parent.mkdir()
    settings_file.write_text('user = "noura"\nworkspace = "/old"\n', encoding="utf-8")
    created = postgres_server.create_database()
    password, address = apart(created)
    monkeypatch.setenv("PGPASSWORD", password)
    join_shared(address)
    kept = tomllib.loads(settings_file.read_text(encoding="utf-8"))
    assert kept == {"user": "noura", "workspace": address}
    postgres_server.drop_database(created)


def test_an_address_that_leads_nowhere_is_not_remembered(settings_file: Path) -> None:
    """The program would not start any more."""
    with pytest.raises(Unavailable):
        join_shared("postgresql://nobody@127.0.0.1:1/takeone")
    with pytest.raises(Invalid, match="has an address like"):
        join_shared("takeone")
    assert not settings_file.exists()


def test_a_password_does_not_get_into_the_settings_file(settings_file: Path) -> None:
    """It has a place of its own."""
    with pytest.raises(Invalid, match="password"):
        join_shared("postgresql://noura:secret@127.0.0.1:1/takeone")
    assert not settings_file.exists()


def test_the_environment_is_not_overruled(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next start it would win again."""
    monkeypatch.setenv("TAKEONE_WORKSPACE", "/elsewhere")
    with pytest.raises(Rejected, match="TAKEONE_WORKSPACE"):
        join_shared("postgresql://noura@127.0.0.1:1/takeone")
