"""The pieces say what they should, in both languages and both themes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.context import UiContext
from ui.files import folder
from ui.theme import Choice
from ui.widgets import Badge, ElidedLabel, KeyButton, RowTable, StateStack, Toast, pixmap


def labels(widget: QWidget) -> list[str]:
    """All texts shown inside."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_quick_work_never_shows_a_loading_state(ui: UiContext, qtbot: QtBot) -> None:
    """It would only flicker."""
    stack = StateStack(ui, QLabel("rows"))
    qtbot.addWidget(stack)
    stack.show_loading()
    assert stack.face == "content"
    stack.show_content()
    qtbot.wait(200)
    assert stack.face == "content"


def test_slow_work_says_so(ui: UiContext, qtbot: QtBot) -> None:
    """After 150 ms."""
    stack = StateStack(ui, QLabel("rows"))
    qtbot.addWidget(stack)
    stack.show_loading()
    qtbot.waitUntil(lambda: stack.face == "loading")
    assert "Loading…" in labels(stack.currentWidget())


def test_an_error_offers_to_try_again(ui: UiContext, qtbot: QtBot) -> None:
    """One sentence, one button."""
    stack = StateStack(ui, QLabel("rows"))
    qtbot.addWidget(stack)
    stack.show_error("The workspace does not answer.")
    assert "The workspace does not answer." in labels(stack.currentWidget())
    with qtbot.waitSignal(stack.retry):
        stack.currentWidget().findChild(KeyButton).click()


def test_an_empty_list_says_what_to_do_next(ui: UiContext, qtbot: QtBot) -> None:
    """And its button does it."""
    stack = StateStack(ui, QLabel("rows"))
    qtbot.addWidget(stack)
    done: list[bool] = []
    stack.show_empty("Nothing to review", "Drop a chat here", action="Import",
                     on_action=lambda: done.append(True))  # fmt: skip
    assert stack.face == "empty"
    stack.currentWidget().findChild(KeyButton).click()
    assert done == [True]


def test_a_badge_has_an_icon_and_a_word_in_the_language(ui: UiContext, qtbot: QtBot) -> None:
    """Never a colour alone; an unknown source is a file."""
    badge = Badge(ui, "WHATSAPP")
    qtbot.addWidget(badge)
    assert labels(badge) == ["WhatsApp"]
    ui.language.choose("ar")
    assert labels(badge) == ["واتساب"]
    ui.language.choose("en")
    badge.show_source("something new")
    assert labels(badge) == ["File"]


def test_a_toast_undoes_and_goes(ui: UiContext, qtbot: QtBot) -> None:
    """Its button acts once and it is gone."""
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    over.show()
    done: list[bool] = []
    toast = Toast(over, ui.theme)
    toast.say("Approved", "Undo", lambda: done.append(True), key="U")
    assert toast.isVisible()
    assert over.rect().contains(toast.geometry())
    toast.findChild(KeyButton).click()
    assert done == [True]
    assert not toast.isVisible()
    toast.say("Saved", seconds=0.01)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_long_label_is_cut_and_tells_all_on_hover(ui: UiContext, qtbot: QtBot) -> None:
    """Line ends become spaces."""
    label = ElidedLabel("casting call " * 20 + "\nnow")
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.shown.endswith(("…", "..."))  # not every font has the one sign
    assert label.toolTip() == label.text()
    assert "\n" not in label.text()


def test_a_key_cap_makes_room_for_itself(ui: UiContext, qtbot: QtBot) -> None:
    """A button with a key is wider, so that no text is cut."""
    plain, keyed = KeyButton("Approve"), KeyButton("Approve", "A")
    qtbot.addWidget(plain)
    qtbot.addWidget(keyed)
    assert keyed.sizeHint().width() > plain.sizeHint().width()
    assert keyed.focusPolicy() == Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("name", sorted(path.stem for path in folder("icons").glob("*.svg")))
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    """A broken SVG would be an empty square."""
    image = pixmap(name, "#000000", 24).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(24) for y in range(24))
    assert 20 < inked < 24 * 24


def test_a_theme_switch_dresses_everything(ui: UiContext, qtbot: QtBot) -> None:
    """And tells those who draw themselves."""
    with qtbot.waitSignal(ui.theme.changed):
        ui.theme.choose(Choice.DARK)
    assert ui.theme.name == "dark"
    assert ui.theme.tokens.ground in QApplication.instance().styleSheet()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_row_can_be_chosen_in_both_directions(ui: UiContext, qtbot: QtBot, language: str) -> None:
    """Qt's own way fails when mirrored."""
    ui.language.choose(language)
    table = RowTable()
    qtbot.addWidget(table)
    table.setModel(QStandardItemModel(50, 3))
    table.set_widths(80, 0, 80)
    table.resize(400, 200)
    table.show()
    table.select_row(40)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [40]
    assert table.visualRect(table.model().index(40, 1)).intersects(table.viewport().rect())
    assert table.columnWidth(1) > 100
    ui.language.choose("en")
