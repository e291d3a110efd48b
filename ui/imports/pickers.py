"""Lets a person say which column of a table holds what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from pipeline.dumps.table import ColumnMapping
from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import label

_FIELDS = ("text", "sender", "sent_at", "id")


class Pickers(QWidget):
    """Which column of a table holds what."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self._question = label("", "warn", wrap=True)
        grid.addWidget(self._question, 2, 0, 1, len(_FIELDS))
        self.boxes: dict[str, Picker] = {}
        self._captions = {}
        for place, field in enumerate(_FIELDS):
            caption, box = label("", "small"), Picker()
            caption.setBuddy(box)
            box.activated.connect(self._choose)
            box.entered.connect(self.entered)
            grid.addWidget(caption, 0, place)
            grid.addWidget(box, 1, place)
            grid.setColumnStretch(place, 1)
            self.boxes[field], self._captions[field] = box, caption

    def show_columns(self, columns: tuple[str, ...], mapping: ColumnMapping | None) -> None:
        """Offer the table's columns, and show what is chosen."""
        none = self._ui.language.text("imports.no_column")
        for field, box in self.boxes.items():
            box.clear()
            if field != "text":
                box.addItem(none, None)
            for column in columns:
                box.addItem(isolate(column), column)
            value = getattr(mapping, field) if mapping else None
            box.setCurrentIndex(box.findData(value) if value is not None else 0)

    def ask(self, guessed: bool) -> None:
        """Say that the choice is a person's, where the heads told nothing."""
        self._question.setVisible(guessed)

    def retranslate(self) -> None:
        """Name the fields in the language in force."""
        self._question.setText(self._ui.language.text("imports.choose_columns"))
        for field, caption in self._captions.items():
            name = self._ui.language.text(f"imports.column.{field}")
            caption.setText(name)
            self.boxes[field].setAccessibleName(name)

    def _choose(self) -> None:
        values = {field: box.currentData() for field, box in self.boxes.items()}
        self.chosen.emit(ColumnMapping(**values))


class Picker(QComboBox):
    """A list whose Enter is the page's: the window leaves it to whatever list has the focus."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys but Enter choose."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)
