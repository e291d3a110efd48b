"""Shows which list the arrows move in."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView

from ui.context import UiContext

WIDTH = 2


def draw_ring(view: QAbstractItemView, ui: UiContext) -> None:
    """Draw the ring while `view` has the focus; call it at the end of its `paintEvent`."""
    if not view.hasFocus():
        return
    painter = QPainter(view.viewport())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ui.theme.tokens.focus), WIDTH))
    painter.drawRoundedRect(QRectF(view.viewport().rect()).adjusted(1, 1, -1, -1), 6, 6)
