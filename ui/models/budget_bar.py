"""A limit as a bar: what is spent, and where the bands begin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme.theme import Theme

HEIGHT = 12
BANDS = ((0.0, 0.2, "good"), (0.2, 0.8, "accent"), (0.8, 1.0, "warn"))
"""Parts of a limit that are spent in each band; the words beside it say what they mean."""


class BudgetBar(QWidget):
    """Spent from the side the interface starts at; the rest of each band is faint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._spent = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def spent(self) -> float:
        """The part that is spent, from 0 to 1."""
        return self._spent

    def show_spent(self, part: float) -> None:
        """Show another part."""
        self._spent = max(0.0, min(1.0, part))
        self.update()

    def sizeHint(self) -> QSize:
        """A low bar, as wide as there is room."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Bands with gaps between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        round_off = QPainterPath()
        round_off.addRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setClipPath(round_off)
        for begin, end, name in BANDS:
            colour = QColor(getattr(self._theme.tokens, name))
            faint = QColor(colour)
            faint.setAlphaF(0.22)
            painter.fillRect(self._part(begin, end), faint)
            if self._spent > begin:
                painter.fillRect(self._part(begin, min(end, self._spent)), colour)
            if begin:
                gap = QRectF(self.width() * begin - 1, 0, 2, self.height())
                painter.fillRect(gap, QColor(self._theme.tokens.surface))

    def _part(self, begin: float, end: float) -> QRectF:
        return QRectF(self.width() * begin, 0, self.width() * (end - begin), self.height())
