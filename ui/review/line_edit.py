"""A line to type in that begins where the language of the interface begins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from ui.context import UiContext
from ui.widgets import icon

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_OWN = Qt.AlignmentFlag.AlignLeading


class LineEdit(QLineEdit):
    """Typed text runs in its own direction. Qt takes an empty line for a Latin one, and would
    put the caret of an Arabic interface at the far end."""

    def __init__(self, ui: UiContext, *, can_clear: bool = False) -> None:
        super().__init__()
        self._ui = ui
        self._clear = QAction(self)
        self._clear.triggered.connect(self.clear)
        if can_clear:
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._follow_text)
        ui.theme.changed.connect(self._paint_cross)
        ui.language.follow(self._retranslate)
        self._paint_cross()

    def _follow_text(self) -> None:
        empty = not self.text()
        self.setAlignment(_RIGHT if empty and self._ui.language.right_to_left else _OWN)
        self._clear.setVisible(not empty)

    def _paint_cross(self) -> None:
        self._clear.setIcon(icon("cross", self._ui.theme.tokens.muted, size=16))

    def _retranslate(self) -> None:
        self._clear.setText(self._ui.language.text("review.empty_line"))
        self._follow_text()
