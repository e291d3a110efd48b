"""What the window remembers from one day to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ui.context import UiContext
from ui.i18n import LANGUAGES, Language
from ui.keys import is_key
from ui.theme.theme import Choice, Theme

FILE = "window.ini"
_PERSONAL = ("language", "digits", "theme", "motion", "zoom", "geometry")


class Memory:
    """Geometry, page, theme, language and keys, in a small file of the workspace's folder."""

    def __init__(self, folder: Path) -> None:
        self._file = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def read(self, name: str, default: str = "") -> str:
        """A remembered word."""
        return str(self._file.value(name, default))

    def write(self, name: str, value: str) -> None:
        """Remember a word."""
        self._file.setValue(name, value)

    @property
    def geometry(self) -> QByteArray:
        """Where the window was; empty at the first start."""
        return self.state("geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self.keep_state("geometry", value)

    def state(self, name: str) -> QByteArray:
        """What Qt said of itself under this name; empty when it said nothing."""
        found = self._file.value(name, QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep_state(self, name: str, value: QByteArray) -> None:
        """Remember what Qt says of itself."""
        self._file.setValue(name, value)

    @property
    def keys(self) -> dict[str, str]:
        """Which actions were put on other keys."""
        self._file.beginGroup("keys")
        found = {name: str(self._file.value(name)) for name in self._file.childKeys()}
        self._file.endGroup()
        return {name: key for name, key in found.items() if is_key(key)}

    def context(self, system_language: str) -> UiContext:
        """Theme and language as they were left; at first those of the system."""
        wanted = self.read("language", system_language)
        language = Language(
            wanted if wanted in LANGUAGES else "en",
            arabic_digits=self.read("digits") == "arabic",
        )
        chosen = self.read("theme", Choice.SYSTEM)
        theme = Theme(Choice(chosen) if chosen in list(Choice) else Choice.SYSTEM)
        theme.motion = self.read("motion", "on") == "on"
        return UiContext(theme, language)

    def keep(self, ui: UiContext) -> None:
        """Remember what `context` gives back."""
        self.write("language", ui.language.name)
        self.write("digits", "arabic" if ui.language.arabic_digits else "latin")
        self.write("theme", ui.theme.choice)
        self.write("motion", "on" if ui.theme.motion else "off")

    def inherit(self, other: Memory) -> None:
        """Take over what belongs to the person rather than to the workspace."""
        for name in _PERSONAL:
            if other._file.contains(name):
                self._file.setValue(name, other._file.value(name))

    def save(self) -> None:
        """Write to the disk now."""
        self._file.sync()
