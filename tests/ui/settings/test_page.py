"""Every choice of the settings is one key, and is remembered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.conftest import MakeWindow
from tests.ui.hand import press, said_in
from ui.settings.zoom import Zoom
from ui.shell.memory import Memory
from ui.shell.overlay import title_of
from ui.shell.window import MainWindow
from ui.theme import Choice
from ui.widgets import KeyButton


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    """A window that shows the settings."""
    made = make_window("imports")
    made.show_page("settings")
    return made


def key(window: MainWindow, letter: str) -> None:
    """Press a letter or digit."""
    press(window, Qt.Key(ord(letter)), letter.lower())


def chosen(window: MainWindow) -> set[str]:
    """The choices that are in force, as their buttons say it."""
    page = window.page("settings")
    assert page is not None
    return {one.text() for one in page.widget.findChildren(QPushButton) if one.isChecked()}


def test_every_choice_has_a_key_of_its_own(window: MainWindow) -> None:
    """Printed on its button."""
    page = window.page("settings")
    assert page is not None
    buttons = page.widget.findChildren(KeyButton)
    assert len(buttons) > 12
    assert all(button.key for button in buttons)
    assert len({button.key for button in buttons}) == len(buttons)


def test_keys_choose(window: MainWindow) -> None:
    """Language, digits, theme, motion."""
    ui = window.ui
    key(window, "A")
    key(window, "2")
    key(window, "D")
    key(window, "N")
    assert (ui.language.name, ui.language.arabic_digits) == ("ar", True)
    assert (ui.theme.choice, ui.theme.motion) == (Choice.DARK, False)
    assert {"العربية", "٠١٢٣", "بلا حركة"} <= chosen(window)
    press(window, Qt.Key.Key_E, "ث")  # under the Arabic layout that is the key of E
    key(window, "1")
    key(window, "S")
    key(window, "M")
    assert {"English", "0123", "Like the system", "Short animations"} <= chosen(window)


def test_another_size_is_for_the_next_start(window: MainWindow, tmp_path: Path) -> None:
    """Qt reads it once; the page says so."""
    assert "next start" not in said_in(window)
    key(window, "8")
    assert "200%" in chosen(window)
    assert "Takes effect at the next start." in said_in(window)
    window.memory.save()
    assert Zoom(Memory(tmp_path)).wanted == 200
    key(window, "5")
    assert "next start" not in said_in(window)


def test_qt_is_told_the_size_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before there is an application."""
    monkeypatch.setenv("QT_SCALE_FACTOR", "")
    monkeypatch.delenv("QT_SCALE_FACTOR")

    memory = Memory(tmp_path)
    memory.write("zoom", "nonsense")
    Zoom(memory).tell_qt()
    assert "QT_SCALE_FACTOR" not in os.environ
    Zoom(memory).choose(150)
    Zoom(memory).tell_qt()
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"
    Zoom(memory).choose(200)
    Zoom(memory).tell_qt()
    assert os.environ["QT_SCALE_FACTOR"] == "1.5"


def test_the_palette_names_each_choice(window: MainWindow) -> None:
    """By what it is a choice of."""
    titles = [title_of(window.ui, action) for action in window.keys.here]
    assert "Theme: KAFD Noir (dark)" in titles
    assert "Language: العربية" in titles
