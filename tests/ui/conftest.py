"""A dressed application for every test of the window."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from ui.context import UiContext
from ui.i18n import Language
from ui.theme import Choice, Theme

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell sizes to, and says so each time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def ui(qapp: QApplication) -> UiContext:
    """English, light, applied to the application; nothing moves."""
    context = UiContext(Theme(Choice.LIGHT), Language("en"))
    context.theme.motion = False
    context.theme.apply(qapp)
    context.language.apply()
    return context
