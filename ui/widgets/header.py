"""The top of a page: its name, and what belongs to all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.cards import label


class PageFrame(QWidget):
    """An empty page: a title, `head` at its end side, and `body` below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self._title = label("", "title")
        self._title.setMinimumHeight(34)
        self.head.addWidget(self._title)
        self.head.addStretch(1)
        column.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)

    def set_title(self, text: str) -> None:
        """Change the page's name."""
        self._title.setText(text)
        self.setAccessibleName(text)
