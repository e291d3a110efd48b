"""The two buttons that decide all calls a filter leaves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.review.bulk import Bulk
from ui.review.detail_card import guarded
from ui.shell.page import Frame
from ui.widgets import KeyButton


class BulkBar(QWidget):
    """Stands beside the number of calls while it is narrowed down."""

    def __init__(self, frame: Frame, bulk: Bulk, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = frame.ui.language
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.buttons = [(action, KeyButton(role="quiet")) for action in bulk.commands()]
        for action, button in self.buttons:
            button.clicked.connect(guarded(action))
            frame.keys.print_on(button, action.id)
            row.addWidget(button)
        self.hide()
        self._language.follow(self._retranslate)

    def _retranslate(self) -> None:
        for action, button in self.buttons:
            button.setText(self._language.text(action.title_key))
