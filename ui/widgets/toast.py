"""A short word at the bottom of the window, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme.theme import Theme
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import label
from ui.widgets.motion import rise

SECONDS = 6
_MARGIN = 84


class Toast(QFrame):
    """Says what was done, offers to undo it, and goes away by itself; a hover keeps it."""

    def __init__(self, over: QWidget, theme: Theme) -> None:
        super().__init__(over)
        self.setProperty("kind", "toast")
        self._over = over
        self._theme = theme
        self._text = label()
        self._button = KeyButton()
        self._on_action: Callable[[], object] | None = None
        self._button.clicked.connect(self._act)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        *,
        key: str = "",
        seconds: float = SECONDS,
    ) -> None:
        """Show `text`; `action` names what its button does (with `key` printed on it)."""
        self._text.setText(text)
        self._text.setMinimumHeight(32)
        self._button.setText(action)
        self._button.set_key(key)
        self._button.setVisible(bool(action))
        self._on_action = on_action
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        rise(self, self._theme)
        self._timer.start(round(seconds * 1000))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is on it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go soon after the pointer left."""
        self._timer.start(1500)
        super().leaveEvent(event)

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()

    def _place(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.adjustSize()
        self.move(
            (self._over.width() - self.width()) // 2,
            self._over.height() - self.height() - _MARGIN,
        )
