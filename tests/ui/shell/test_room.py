"""With everything drawn twice as large, a usual screen still has room for every page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import run, until
from ui.context import UiContext
from ui.shell.rail import WIDTH, Rail, RailButton
from ui.shell.window import SMALLEST

LOW_RAIL = 260
PAGES = ("start", "settings", "published", "imports")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_needs_more_than_the_smallest_window(
    qapp: QApplication, make_window: MakeWindow, services: Services, language: str
) -> None:
    """What needs more would be cut."""

    async def main() -> None:
        window = make_window("published", "imports")
        window.ui.language.choose(language)
        window.use(services)
        for name in PAGES:
            window.show_page(name)
            page = window.page(name)
            assert page is not None
            await until(page.widget.isVisible)
            least = page.widget.minimumSizeHint()
            assert least.width() + WIDTH <= SMALLEST[0], name
            assert least.height() <= SMALLEST[1], name
        window.ui.language.choose("en")
        published = window.page("published")
        assert published is not None
        published.deactivate()

    run(qapp, main())


def test_in_a_low_window_pages_go_by_their_icons(ui: UiContext, qtbot: QtBot) -> None:
    """None is cut; a hover tells its name."""
    host = QWidget()
    qtbot.addWidget(host)
    rail = Rail(ui, host)
    rail.show_pages(["review", "published", "imports"], "settings")
    rail.resize(WIDTH, 400)
    host.show()
    buttons = rail.findChildren(RailButton)
    named, icons = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    assert {button.toolButtonStyle() for button in buttons} == {named}
    rail.resize(WIDTH, LOW_RAIL)
    qtbot.waitUntil(lambda: {button.toolButtonStyle() for button in buttons} == {icons})
    qtbot.waitUntil(lambda: max(b.geometry().bottom() for b in buttons) < LOW_RAIL)
    tops = sorted(button.y() for button in buttons)
    assert all(low - high >= buttons[0].height() for high, low in pairwise(tops))
    assert all(button.toolTip() for button in buttons)
