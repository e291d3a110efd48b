"""With everything drawn twice as large, a usual screen still has room for every page."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from takeone_desktop.assemble import Services
from tests.ui.conftest import MakeWindow
from tests.ui.hand import run, until
from ui.shell.rail import WIDTH
from ui.shell.window import SMALLEST

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
