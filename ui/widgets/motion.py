"""The one movement there is: what appears comes up a little, quickly."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPoint, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from ui.theme.theme import Theme

MS = 140
RISE = 12


def rise(widget: QWidget, theme: Theme) -> None:
    """Let `widget` rise to where it is; with motion off it is simply there."""
    if not theme.motion:
        return
    there = widget.pos()
    animation = QPropertyAnimation(widget, b"pos", widget)
    animation.setDuration(MS)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    animation.setStartValue(there + QPoint(0, RISE))
    animation.setEndValue(there)
    animation.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
