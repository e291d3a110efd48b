"""The window holds its pages, remembers how it was left, and answers to keys and drops."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pipeline.errors import Unavailable
from tests.ui.hand import CTRL, handle, press, said_in
from ui.actions import Action
from ui.context import UiContext
from ui.loop import Loop
from ui.settings.zoom import Zoom
from ui.shell.bug import BugDialog, report_of
from ui.shell.memory import Memory
from ui.shell.page import Frame, Page, PageSpec, Work
from ui.shell.pages import all_pages
from ui.shell.services import UiServices
from ui.shell.window import MainWindow
from ui.theme import Choice
from ui.widgets import KeyButton

NOTHING = cast(UiServices, None)
SERVICES = cast(UiServices, object())


class PlainPage:
    """A page that records what the window asks of it."""

    def __init__(self, name: str, frame: Frame) -> None:
        self._name = name
        self.frame = frame
        self.heard: list[str] = []
        self.files: list[Path] = []
        self._widget = QWidget()
        self.text = QTextEdit()
        QVBoxLayout(self._widget).addWidget(self.text)

    @property
    def title_key(self) -> str:
        """The page's name."""
        return f"page.{self._name}"

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        return self._widget

    def activate(self) -> None:
        """Record it."""
        self.heard.append("shown")

    def deactivate(self) -> None:
        """Record it."""
        self.heard.append("left")

    def actions(self) -> Sequence[Action]:
        """One letter."""
        return [Action(f"{self._name}.act", "action.undo", lambda: self.heard.append("act"), "A")]

    def open_files(self, paths: Sequence[Path]) -> None:
        """Record them."""
        self.files += paths


class House:
    """A window over two pages, and the pages built so far."""

    def __init__(self, ui: UiContext, folder: Path) -> None:
        self.built: dict[str, PlainPage] = {}
        specs = [
            PageSpec("review", self._builder("review")),
            PageSpec("imports", self._builder("imports"), takes_files=True),
        ]
        self.memory = Memory(folder)
        self.window = MainWindow(ui, self.memory, specs, "/home/desk/TakeOne")

    def _builder(self, name: str):
        def build(frame: Frame, _services: UiServices) -> Page:
            self.built[name] = PlainPage(name, frame)
            return self.built[name]

        return build


@pytest.fixture
def house(ui: UiContext, tmp_path: Path, qtbot: QtBot) -> Iterator[House]:
    """The window, shown, without services."""
    made = House(ui, tmp_path)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.hide()
    made.window.deleteLater()


def test_it_opens_before_the_services_are_there(house: House) -> None:
    """And says so; no page is built."""
    assert "Opening the workspace…" in said_in(house.window)
    assert house.built == {}


def test_pages_are_built_on_their_first_visit(house: House) -> None:
    """The second visit shows the same page."""
    house.window.use(SERVICES)
    assert list(house.built) == ["review"]
    house.window.show_page("imports")
    house.window.show_page("review")
    assert list(house.built) == ["review", "imports"]
    assert house.built["review"].heard == ["shown", "left", "shown"]
    assert house.window.windowTitle() == "Review — TakeOne"


def test_a_pages_keys_work_only_while_it_is_shown(house: House) -> None:
    """Settings have no A."""
    house.window.use(SERVICES)
    press(house.window, Qt.Key.Key_A, "a")
    press(house.window, Qt.Key.Key_Comma, ",", CTRL)
    assert house.window.shown_page == "settings"
    press(house.window, Qt.Key.Key_A, "a")
    assert house.built["review"].heard == ["shown", "act", "left"]
    press(house.window, Qt.Key.Key_1, "1", CTRL)
    assert house.window.shown_page == "review"


def test_the_palette_finds_commands_and_runs_one(house: House) -> None:
    """By some letters of its name, in whichever language is on."""
    house.window.use(SERVICES)
    press(house.window, Qt.Key.Key_K, "\x0b", CTRL)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("import")
    press(house.window, Qt.Key.Key_Return, "\r")
    assert house.window.shown_page == "imports"


def test_the_palette_works_in_arabic(house: House) -> None:
    """Hamza or not, the word is found."""
    house.window.use(SERVICES)
    house.window.ui.language.choose("ar")
    press(house.window, Qt.Key.Key_K, "\x0b", CTRL)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("الاعدادات انتقل")
    press(house.window, Qt.Key.Key_Return, "\r")
    assert house.window.shown_page == "settings"


def test_escape_closes_what_lies_over_the_page(house: House) -> None:
    """Then the page has its keys and the focus again."""
    house.window.use(SERVICES)
    house.built["review"].widget.setFocus()
    press(house.window, Qt.Key.Key_Question, "?")
    assert "All keys" in said_in(house.window)
    press(house.window, Qt.Key.Key_A, "a")
    assert house.built["review"].heard == ["shown"]
    press(house.window, Qt.Key.Key_Escape, "\x1b")
    press(house.window, Qt.Key.Key_A, "a")
    assert house.built["review"].heard == ["shown", "act"]


def drop(widget: QWidget, *paths: Path) -> None:
    """Drop files on a widget, as the system does: it tells the window's handle."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    at = widget.mapTo(widget.window(), QPoint(9, 9))
    QApplication.sendEvent(handle(widget), QDragEnterEvent(at, copy, data, left, none))
    QApplication.sendEvent(handle(widget), QDropEvent(QPointF(at), copy, data, left, none))


def test_files_dropped_anywhere_reach_the_page_that_takes_them(
    house: House, tmp_path: Path, qtbot: QtBot
) -> None:
    """Even over a text, which would otherwise take their names."""
    house.window.use(SERVICES)
    chat = tmp_path / "_chat.txt"
    with qtbot.waitSignal(house.window.files_dropped) as heard:
        drop(house.built["review"].text.viewport(), chat)
    assert heard.args == [[chat]]
    assert house.window.shown_page == "imports"
    assert house.built["imports"].files == [chat]
    assert house.built["review"].text.toPlainText() == ""


def test_one_key_asks_for_files_from_any_page(house: House, tmp_path: Path) -> None:
    """Even while typing; what is chosen goes where drops go."""
    house.window.use(SERVICES)
    house.built["review"].text.setFocus()
    press(house.window, Qt.Key.Key_O, "\x0f", CTRL)
    assert house.window.shown_page == "imports"
    (dialog,) = house.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(tmp_path / "_chat.txt")])
    dialog.close()
    assert house.built["imports"].files == [tmp_path / "_chat.txt"]


def test_a_drop_before_the_services_are_there_asks_for_patience(
    house: House, tmp_path: Path
) -> None:
    """Nothing is lost silently."""
    drop(house.window, tmp_path / "chat.zip")
    assert "One moment" in said_in(house.window)


def test_it_remembers_how_it_was_left(house: House, ui: UiContext, tmp_path: Path) -> None:
    """Page, theme, language, digits and size."""
    house.window.use(SERVICES)
    house.window.show_page("imports")
    house.window.resize(1100, 700)
    ui.theme.choose(Choice.DARK)
    ui.language.choose("ar", arabic_digits=True)
    house.window.close()

    memory = Memory(tmp_path)
    left = memory.context("en")
    assert (left.theme.choice, left.language.name) == (Choice.DARK, "ar")
    assert left.language.arabic_digits
    assert memory.read("page") == "imports"
    again = House(left, tmp_path).window
    assert again.height() == 700  # the width of the screen tests have is less than ours
    again.deleteLater()


def test_a_splitter_keeps_the_sizes_it_was_given(
    house: House, ui: UiContext, tmp_path: Path, qtbot: QtBot
) -> None:
    """From one day to the next."""

    def split(window: MainWindow) -> QSplitter:
        made = QSplitter()
        qtbot.addWidget(made)
        made.addWidget(QWidget())
        made.addWidget(QWidget())
        made.resize(500, 100)
        made.setSizes([250, 245])
        window.keep_split("published", made)
        return made

    first = split(house.window)
    first.moveSplitter(100, 1)
    house.memory.save()
    again, another = House(ui, tmp_path).window, House(ui, tmp_path / "another").window
    assert split(again).sizes() == first.sizes() != split(another).sizes()
    again.deleteLater()
    another.deleteLater()


def test_another_workspace_takes_over_what_is_the_persons(tmp_path: Path) -> None:
    """Language, theme and size; not the page that was open."""
    one, other = Memory(tmp_path / "one"), Memory(tmp_path / "other")
    one.write("language", "ar")
    one.write("zoom", "150")
    one.write("page", "published")
    other.inherit(one)
    assert other.read("language") == "ar"
    assert Zoom(other).wanted == 150
    assert other.read("page") == ""


def test_closing_waits_and_says_for_what(house: House, qtbot: QtBot) -> None:
    """The window stays until whoever owns the services lets it go."""
    house.window.use(SERVICES)
    works = Work("Importing chat.txt"), Work("Trying the change")
    for work in works:
        house.window.show_work(work)
    with qtbot.waitSignal(house.window.close_wanted):
        house.window.close()
    assert house.window.isVisible()
    assert house.built["review"].heard == ["shown", "left"]
    for work in works:
        qtbot.waitUntil(lambda what=work.text: f"Waiting for {what}…" in said_in(house.window))
        work.finish()
    qtbot.waitUntil(lambda: "Waiting for running work…" in said_in(house.window))


def test_background_work_shows_progress_and_can_be_cancelled(house: House, qtbot: QtBot) -> None:
    """And takes no room once it is finished."""
    house.window.use(SERVICES)
    work = Work("Importing")
    house.window.show_work(work)
    work.report("Importing chat.txt, 12,000 of 48,000", 12_000, 48_000)
    assert "25%" in said_in(house.window)
    status = house.window._status
    with qtbot.waitSignal(work.cancelled):
        status._cancel.click()
    work.finish()
    assert not status.isVisible()


def test_a_failure_to_start_is_one_sentence_on_the_whole_window(house: House) -> None:
    """With a way out."""
    house.window.fail("The workspace is open in another TakeOne. Close it there first.")
    said = said_in(house.window)
    assert "TakeOne could not start" in said
    assert "open in another TakeOne" in said


def test_a_failure_is_said_in_the_language_of_the_window(house: House) -> None:
    """And follows a switch."""
    house.window.fail("The workspace /w is open in another TakeOne. Close it there first.")
    house.window.ui.language.choose("ar")
    assert "مفتوحة في نافذة TakeOne أخرى" in said_in(house.window)
    house.window.tell(Unavailable("The site's database at desk/site does not answer."))
    assert "لا تجيب" in said_in(house.window)
    house.window.ui.language.choose("en")
    assert "open in another TakeOne" in said_in(house.window)


def test_a_problem_is_told_as_its_sentence(house: House) -> None:
    """Whatever page it came from."""
    house.window.tell(Unavailable("The site does not answer. It will be tried again."))
    assert "The site does not answer." in said_in(house.window)


def test_every_action_of_the_window_has_a_key_and_a_name(house: House) -> None:
    """No action without a key."""
    house.window.use(SERVICES)
    actions = house.window.keys.everywhere
    assert all(action.key for action in actions)
    assert len({action.key for action in actions}) == len(actions)
    assert all(house.window.ui.language.has(action.title_key) for action in actions)


def test_an_action_can_be_put_on_another_key(house: House, tmp_path: Path) -> None:
    """By pressing it; a key that is taken is refused, and the choice is remembered."""
    house.window.use(SERVICES)
    house.window.edit_keys()
    editor = house.window._key_editor
    assert list(house.built) == ["review", "imports"]
    editor._buttons["review.act"].click()
    press(house.window, Qt.Key.Key_K, "\x0b", CTRL)
    assert "Ctrl+K is already the key for “Find a command”." in said_in(house.window)
    editor._buttons["review.act"].click()
    press(house.window, Qt.Key.Key_P, "p")
    editor.close_it()
    press(house.window, Qt.Key.Key_P, "p")
    assert house.built["review"].heard == ["shown", "act"]
    house.memory.save()
    assert Memory(tmp_path).keys == {"review.act": "P"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_that_can_be_pressed_has_a_name_and_takes_the_focus(
    house: House, language: str
) -> None:
    """For screen readers, and for whoever has no mouse."""
    house.window.ui.language.choose(language)
    house.window.use(SERVICES)
    house.window.show_page("settings")
    buttons = [b for b in house.window.findChildren(QAbstractButton) if b.isVisible()]
    assert len(buttons) > 8
    for button in buttons:
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.text(QAccessible.Text.Name).strip()
        # Of buttons that exclude each other one is reached by Tab, the others by arrows.
        first = button.group().checkedButton() if button.group() else button
        assert first.focusPolicy() & Qt.FocusPolicy.TabFocus, button.text()
    house.window.ui.language.choose("en")


def test_closing_asks_background_work_to_stop(house: House, qapp: QApplication) -> None:
    """And waits for it, but not for ever."""
    stops, hangs = Work("Importing"), Work("Stuck")
    stops.cancelled.connect(stops.finish)
    house.window.show_work(stops)
    house.window.show_work(hangs)
    with asyncio.Runner(loop_factory=lambda: Loop(qapp)) as runner:
        runner.run(house.window.stop_work(0.1))
    assert house.window._status.running == [hangs]


def test_a_bug_is_shown_once_and_can_be_copied(house: House, ui: UiContext) -> None:
    """Bugs come in crowds; the first one tells most."""
    try:
        raise ZeroDivisionError("somewhere inside")
    except ZeroDivisionError as error:
        report = report_of(type(error), error, error.__traceback__, "1.0")
    BugDialog.show_once(ui, report, house.window)
    BugDialog.show_once(ui, "another", house.window)
    (dialog,) = house.window.findChildren(BugDialog)
    dialog.findChild(KeyButton).click()
    copied = QApplication.clipboard().text()
    assert "TakeOne 1.0" in copied
    assert "somewhere inside" in copied
    dialog.close()


def test_the_tenth_page_is_on_the_tenth_digit(ui: UiContext, tmp_path: Path, qtbot: QtBot) -> None:
    """Every page of the program opens by a key of its own."""
    window = MainWindow(ui, Memory(tmp_path), all_pages(), "here")
    qtbot.addWidget(window)
    keys = [one.key for one in window.keys.everywhere if one.id.startswith("go.")]
    wanted = [f"Ctrl+{digit}" for digit in "1234567890"]
    assert keys == [*wanted[: len(all_pages())], "Ctrl+,"]
