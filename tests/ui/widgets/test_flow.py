"""Buttons go on in a second line instead of being cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.context import UiContext
from ui.widgets import Flow


def row_of(qtbot: QtBot, width: int, count: int = 4) -> tuple[QWidget, list[QPushButton]]:
    """Buttons of 100 pixels in a row of a width."""
    outer = QWidget()
    qtbot.addWidget(outer)
    column = QVBoxLayout(outer)
    column.setContentsMargins(0, 0, 0, 0)
    flow = Flow()
    buttons = [QPushButton(str(number)) for number in range(count)]
    for button in buttons:
        button.setFixedSize(100, 34)
        flow.addWidget(button)
    column.addLayout(flow)
    column.addStretch(1)
    outer.resize(width, 200)
    outer.show()
    qtbot.waitExposed(outer)
    return outer, buttons


def test_what_has_room_stands_in_one_line(qtbot: QtBot, ui: UiContext) -> None:
    """With the gap between."""
    _, buttons = row_of(qtbot, 600)
    assert [button.x() for button in buttons] == [0, 108, 216, 324]
    assert {button.y() for button in buttons} == {0}


def test_what_has_none_goes_to_the_next(qtbot: QtBot, ui: UiContext) -> None:
    """Whole, and the row is as high as its lines."""
    outer, buttons = row_of(qtbot, 250)
    assert [(button.x(), button.y()) for button in buttons] == [
        (0, 0),
        (108, 0),
        (0, 42),
        (108, 42),
    ]
    layout = outer.layout()
    assert layout is not None
    assert layout.heightForWidth(250) == 76


def test_it_starts_from_the_right_when_mirrored(qtbot: QtBot, ui: UiContext) -> None:
    """As all of the interface does."""
    outer, buttons = row_of(qtbot, 250)
    outer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: buttons[0].x() == 150)
    assert buttons[1].x() == 42


def test_hidden_pieces_leave_no_gap(qtbot: QtBot, ui: UiContext) -> None:
    """Nor do those taken out."""
    _, buttons = row_of(qtbot, 600)
    buttons[0].hide()
    qtbot.waitUntil(lambda: buttons[1].x() == 0)
