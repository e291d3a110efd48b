"""Buttons that print the key they answer to."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

_GAP = 8
_CAP_PAD = 6
_CAP_HEIGHT = 18


class KeyButton(QPushButton):
    """A push button with a key cap beside its text.

    A click leaves the focus where it was, so the keys go on working; Tab still reaches it.
    """

    def __init__(
        self, text: str = "", key: str = "", role: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._key = key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if role:
            self.setProperty("role", role)

    @property
    def key(self) -> str:
        """The key printed."""
        return self._key

    def set_key(self, key: str) -> None:
        """Print another key."""
        self._key = key
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the text and the cap."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._cap_room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its text."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and text as the style does, then the cap at the end side."""
        if not self._key:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = self._cap_room()
        inside = self.rect().adjusted(room if mirrored else 0, 0, 0 if mirrored else -room, 0)
        option.rect = inside
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._draw_cap(painter, self._cap_place(inside, mirrored))

    def _cap_place(self, inside: QRect, mirrored: bool) -> QRect:
        width = self._cap_width()
        text = self.fontMetrics().horizontalAdvance(self.text()) + self._icon_room()
        middle = inside.center().x()
        x = middle - text // 2 - _GAP - width if mirrored else middle + (text + 1) // 2 + _GAP
        return QRect(x, (self.height() - _CAP_HEIGHT) // 2, width, _CAP_HEIGHT)

    def _draw_cap(self, painter: QPainter, place: QRect) -> None:
        colour = self.palette().color(QPalette.ColorRole.ButtonText)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        faint = colour.toRgb()
        faint.setAlphaF(0.28)
        painter.setPen(faint)
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        colour.setAlphaF(0.85)
        painter.setPen(colour)
        painter.setFont(self._cap_font())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._key)

    def _cap_font(self) -> QFont:
        small = QFont(self.font())
        small.setPixelSize(11)
        small.setBold(False)
        return small

    def _cap_width(self) -> int:
        text = QFontMetrics(self._cap_font()).horizontalAdvance(self._key)
        return max(_CAP_HEIGHT, text + 2 * _CAP_PAD)

    def _cap_room(self) -> int:
        return self._cap_width() + _GAP if self._key else 0

    def _icon_room(self) -> int:
        return 0 if self.icon().isNull() else self.iconSize().width() + 4


class PrimaryButton(KeyButton):
    """The one button of a view that one most likely wants."""

    def __init__(self, text: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, key, "primary", parent)
