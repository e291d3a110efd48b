"""The three doors of an empty workspace, opened by keys."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from pipeline.errors import Unavailable
from tests.ui.conftest import MakeWindow
from tests.ui.hand import ALT, press, said_in
from ui.imports.page import ImportsPage
from ui.shell.elsewhere import Elsewhere, Where
from ui.shell.services import UiServices
from ui.shell.window import MainWindow
from ui.start.page import StartPage

SERVICES = cast(UiServices, SimpleNamespace(database=None, foresight=None))


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """A window over an empty workspace."""
    made = make_window("imports")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.use(SERVICES, empty=True)
    return made


def page_of(window: MainWindow) -> StartPage:
    """The page under test."""
    return cast(StartPage, window.page("start"))


def test_an_empty_workspace_opens_with_three_doors(window: MainWindow) -> None:
    """The first has the focus; each prints its key."""
    assert window.shown_page == "start"
    doors = list(page_of(window).doors.values())
    assert [door.key for door in doors] == ["1", "2", "3"]
    assert QApplication.focusWidget() is doors[0]
    assert "Welcome to TakeOne" in said_in(window)


def test_arrows_walk_from_door_to_door(window: MainWindow) -> None:
    """As in any list."""
    doors = list(page_of(window).doors.values())
    press(window, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is doors[1]
    press(window, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is doors[2]
    press(window, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is doors[1]


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_1, "1"), (Qt.Key.Key_1, "١"),
                                           (Qt.Key.Key_Return, "\r")])  # fmt: skip
def test_the_first_door_asks_for_files(window: MainWindow, key: Qt.Key, text: str) -> None:
    """By its number, under an Arabic layout too, or by Enter."""
    press(window, key, text)
    assert window.shown_page == "imports"
    assert isinstance(window.page("imports"), ImportsPage)
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.close()


def test_the_second_door_opens_the_sample(window: MainWindow, qtbot: QtBot) -> None:
    """Whoever owns the services is asked for it."""
    with qtbot.waitSignal(window.elsewhere_wanted) as heard:
        press(window, Qt.Key.Key_2, "2")
    assert heard.args == [Elsewhere(Where.SAMPLE)]


def test_the_third_door_asks_for_an_address_and_says_why_it_fails(
    window: MainWindow, qtbot: QtBot
) -> None:
    """What was typed stays, to be corrected; Escape leads back to the door."""
    press(window, Qt.Key.Key_3, "3")
    line = page_of(window)._join.line
    assert QApplication.focusWidget() is line
    line.setText("postgresql://noura@server/takeone")
    with qtbot.waitSignal(window.elsewhere_wanted) as heard:
        press(window, Qt.Key.Key_Return, "\r")
    assert heard.args == [Elsewhere(Where.SHARED, "postgresql://noura@server/takeone")]
    assert not line.isEnabled()
    window.stay(Unavailable("The workspace at server/takeone does not answer."))
    assert "does not answer" in said_in(window)
    assert line.isEnabled()
    assert line.text() == "postgresql://noura@server/takeone"
    press(window, Qt.Key.Key_Escape, "\x1b")
    assert "does not answer" not in said_in(window)
    assert QApplication.focusWidget() in page_of(window).doors.values()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_doors_say_in_both_languages_what_is_behind_them(window: MainWindow, language: str) -> None:
    """Also to a screen reader."""
    window.ui.language.choose(language)
    for name, door in page_of(window).doors.items():
        interface = QAccessible.queryAccessibleInterface(door)
        title = window.ui.language.text(f"start.{name}.title")
        assert interface.text(QAccessible.Text.Name) == title
        assert title in said_in(window)
        assert interface.text(QAccessible.Text.Description)
    window.ui.language.choose("en")


def test_the_page_is_found_again(window: MainWindow) -> None:
    """From anywhere."""
    window.show_page("imports")
    press(window, Qt.Key.Key_Home, held=ALT)
    assert window.shown_page == "start"
