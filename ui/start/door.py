"""One way to begin: a large button that says what happens behind it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionButton, QStylePainter, QVBoxLayout

from ui.context import UiContext
from ui.widgets import IconLabel, KeyButton, label

_ICON = 28


class Door(KeyButton):
    """An icon, what it is called, what it does, and its key. Arrows go from door to door."""

    def __init__(self, ui: UiContext, icon: str) -> None:
        super().__init__(role="door")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(True)  # Enter opens it
        self._title = label("", "large")
        self._hint = label("", "muted", wrap=True)
        self._cap = label("", "cap")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self._title)
        texts.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 20, 20)
        row.setSpacing(20)
        row.addWidget(IconLabel(ui.theme, icon, "accent", _ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._cap, 0, Qt.AlignmentFlag.AlignVCenter)
        for piece in (self._title, self._hint, self._cap):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, title: str, hint: str) -> None:
        """Name it, and what it does."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)

    def set_key(self, key: str) -> None:
        """Print another key."""
        super().set_key(key)
        self._cap.setText(key)
        self._cap.setVisible(bool(key))

    def sizeHint(self) -> QSize:
        """Room for its texts."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The hint wraps, so it may be narrow."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Only the frame: the labels on it draw themselves."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
