"""The files on their way in, when there are several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.context import UiContext
from ui.i18n import isolate
from ui.imports.entry import Entry, Stage
from ui.imports.file_view import kind_and_size
from ui.imports.ring import draw_ring
from ui.widgets import icon

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and a ring while arrows move in it."""
        super().paintEvent(event)
        draw_ring(self, self._ui)

    def _fill(self, item: QListWidgetItem, entry: Entry) -> None:
        name, colour = _ICONS.get(entry.stage, ("clock", "muted"))
        item.setIcon(icon(name, getattr(self._ui.theme.tokens, colour), size=18))
        if entry.stage is Stage.READY:
            second = kind_and_size(self._ui, entry)
        else:
            second = self._ui.language.text(f"imports.stage.{entry.stage.value}")
        item.setText(f"{isolate(entry.path.name)}\n{second}")
        item.setToolTip(self._ui.language.sentence(entry.problem) or str(entry.path))
        item.setSizeHint(QSize(0, 52))

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            self.chosen.emit(self._entries[row])

    def _retranslate(self) -> None:
        self.setAccessibleName(self._ui.language.text("page.imports"))
        for row, entry in enumerate(self._entries):
            self._fill(self.item(row), entry)
