"""A short numbered list to choose from, with a line for what is not in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.context import UiContext
from ui.i18n import isolate
from ui.review.line_edit import LineEdit
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH = 360
ROW_HEIGHT = 34
MOST_ROWS = 9


class NumberedList(QListWidget):
    """A digit chooses the row of that number at once."""

    numbered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, all else is as in any list."""
        number = event.text()
        if number.isdigit() and 1 <= int(number) <= self.count():
            self.setCurrentRow(int(number) - 1)
            self.numbered.emit()
        else:
            super().keyPressEvent(event)


class ChoiceDialog(QDialog):
    """Enter takes the chosen row, or what was typed."""

    chosen = Signal(object)
    """The value of the row, or the typed words."""

    def __init__(
        self,
        ui: UiContext,
        parent: QWidget,
        title: str,
        choices: Sequence[tuple[str, object]],
        *,
        other: str = "",
    ) -> None:
        """With `other`, which says what may be typed, there is a line to type in."""
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        self._values = [value for _, value in choices]
        self.list = NumberedList()
        self.list.setAccessibleName(title)
        for number, (said, _) in enumerate(choices, 1):
            item = QListWidgetItem(f"{number}  {isolate(said)}", self.list)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(ROW_HEIGHT * min(len(choices), MOST_ROWS) + 2)
        self.list.numbered.connect(self._take)
        self.words = LineEdit(ui)
        self.words.setParent(self)
        self.words.setPlaceholderText(other)
        self.words.setAccessibleName(other or title)
        self.words.setVisible(bool(other))
        take = PrimaryButton(ui.language.text("review.choice.take"), "Enter")
        take.setDefault(True)
        take.clicked.connect(self._take)
        cancel = KeyButton(ui.language.text("action.cancel"), "Esc")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "large", wrap=True))
        column.addWidget(self.list)
        self.list.setVisible(bool(choices))
        if other:
            column.addWidget(self.words)
        column.addLayout(buttons)

    def ask(self) -> None:
        """Show the list."""
        self.open()
        (self.list if self._values else self.words).setFocus()

    def _take(self) -> None:
        typed = self.words.text().strip()
        if not typed and not self._values:
            return
        value = typed or self._values[self.list.currentRow()]
        self.accept()
        self.chosen.emit(value)
