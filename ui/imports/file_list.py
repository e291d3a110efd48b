"""The files on their way in, when there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.context import UiContext
from ui.i18n import isolate
from ui.imports.entry import Entry, Stage
from ui.imports.file_view import about
from ui.widgets import icon

WIDTH = 264
_ICONS = {
    Stage.READY: ("dump", "muted"),
    Stage.FAILED: ("warning", "bad"),
    Stage.IMPORTING: ("play", "accent"),
    Stage.DONE: ("check", "good"),
    Stage.CANCELLED: ("cross", "warn"),
}


class FileList(QListWidget):
    """One row a file: its state as an icon and in words."""

    chosen = Signal(object)

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._entries: Sequence[Entry] = ()
        self.setFixedWidth(WIDTH)
        self.setIconSize(QSize(18, 18))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentRowChanged.connect(self._choose)
        ui.language.follow(self._retranslate)
        ui.theme.changed.connect(self._retranslate)

    def show_entries(self, entries: Sequence[Entry], current: Entry | None) -> None:
        """Show these, with one of them chosen."""
        self._entries = list(entries)
        self.blockSignals(True)
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            self.addItem(QListWidgetItem())
        for row, entry in enumerate(entries):
            self._fill(self.item(row), entry)
        if current in self._entries:
            self.setCurrentRow(self._entries.index(current))
        self.blockSignals(False)
        self.setVisible(len(entries) > 1)

    def _fill(self, item: QListWidgetItem, entry: Entry) -> None:
        name, colour = _ICONS.get(entry.stage, ("clock", "muted"))
        item.setIcon(icon(name, getattr(self._ui.theme.tokens, colour), size=18))
        if entry.stage is Stage.READY:
            second = about(self._ui, entry)
        else:
            second = self._ui.language.text(f"imports.stage.{entry.stage.value}")
        item.setText(f"{isolate(entry.path.name)}\n{second}")
        item.setToolTip(entry.problem or str(entry.path))
        item.setSizeHint(QSize(0, 52))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            self.chosen.emit(self._entries[row])

    def _retranslate(self) -> None:
        self.setAccessibleName(self._ui.language.text("page.imports"))
        for row, entry in enumerate(self._entries):
            self._fill(self.item(row), entry)
