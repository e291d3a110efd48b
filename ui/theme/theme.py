"""The theme in force, and the switch to another while the program runs."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.files import folder
from ui.theme.style import font, load_fonts, palette, style_sheet
from ui.theme.tokens import DARK, LIGHT, Tokens


class Choice(StrEnum):
    """What a person may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Knows the tokens in force and says when they change."""

    changed = Signal()

    def __init__(self, choice: Choice = Choice.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: QApplication | None = None
        self._choice = choice
        self.motion = True
        """Whether things may move. Off, they appear and go at once."""
        self._tokens = self._chosen()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def choice(self) -> Choice:
        """What was chosen; `SYSTEM` follows the desktop."""
        return self._choice

    @property
    def name(self) -> str:
        """`light` or `dark`."""
        return self._tokens.name

    def apply(self, app: QApplication) -> None:
        """Dress `app`, now and at every later change."""
        QDir.setSearchPaths("icons", [str(folder("icons"))])
        load_fonts()
        app.setStyle("Fusion")
        app.setFont(font())
        self._app = app
        self._tell_system()
        self._dress()

    def choose(self, choice: Choice) -> None:
        """Switch to `choice` at once."""
        self._choice = choice
        self._tell_system()
        self._update()

    def _system_changed(self) -> None:
        if self._choice is Choice.SYSTEM:
            self._update()

    def _tell_system(self) -> None:
        # The frame around the window is the desktop's to draw; it should match.
        schemes = {Choice.LIGHT: Qt.ColorScheme.Light, Choice.DARK: Qt.ColorScheme.Dark}
        hints = QGuiApplication.styleHints()
        if self._choice in schemes:
            hints.setColorScheme(schemes[self._choice])
        else:
            hints.unsetColorScheme()

    def _update(self) -> None:
        tokens = self._chosen()
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        if self._app is not None:
            self._app.setPalette(palette(self._tokens))
            self._app.setStyleSheet(style_sheet(self._tokens))

    def _chosen(self) -> Tokens:
        if self._choice is not Choice.SYSTEM:
            return DARK if self._choice is Choice.DARK else LIGHT
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
