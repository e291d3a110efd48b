"""A day as a funnel: each step a number, and how much of the first step is left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.theme.theme import Theme
from ui.widgets import ElidedLabel, label

HEIGHT = 6


class FunnelView(QWidget):
    """Steps side by side, in reading order."""

    def __init__(self, ui: UiContext, names: Sequence[str]) -> None:
        super().__init__()
        self._ui = ui
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._steps = {name: _Step(ui.theme) for name in names}
        for step in self._steps.values():
            row.addWidget(step, 1)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show one number for each step."""
        language = self._ui.language
        most = max([1, *counts.values()])
        for name, step in self._steps.items():
            caption = language.text(f"overview.funnel.{name}")
            step.say(caption, language.number(counts[name]), counts[name] / most)


class _Step(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._caption = label("", "small")
        self._number = ElidedLabel("–", "title")
        self._bar = _ShareBar(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for piece in (self._caption, self._number, self._bar):
            column.addWidget(piece)

    def say(self, caption: str, number: str, share: float) -> None:
        self._caption.setText(caption)
        self._number.set_text(number)
        self._bar.show_share(share)
        self.setAccessibleName(f"{caption}: {number}")


class _ShareBar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, HEIGHT)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.line))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        # However few, they are there to be seen.
        width = max(HEIGHT, self.width() * self._share) if self._share else 0
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.setBrush(QColor(self._theme.tokens.accent))
        painter.drawRoundedRect(
            QRectF(self.width() - width if mirrored else 0, 0, width, HEIGHT), 3, 3
        )
