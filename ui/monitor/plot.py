"""A stretch of time as bars, or as lines of lengths of time."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.context import UiContext
from ui.i18n import END_ISOLATE
from ui.theme.tokens import Tokens

HIGH, HEAD, FOOT = 104, 16, 16
LEAST_MS = 10.0
NAMES = ("P50", "P95", "P99")
RIGHT_TO_LEFT = "\u2067"


class Plot(QWidget):
    """Time runs from left to right in every language, as on all plots."""

    def __init__(self, ui: UiContext, written: Callable[[float], str]) -> None:
        super().__init__()
        self._ui = ui
        self._written = written
        self._bars: Sequence[int] = ()
        self._lines: Sequence[Sequence[float | None]] = ()
        self._since = self._until = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ui.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(180, HIGH)

    def show_bars(self, bars: Sequence[int], since: str, until: str) -> None:
        """Show counts."""
        self._bars, self._lines = bars, ()
        self._since, self._until = since, until
        self.update()

    def show_lines(self, parts: Sequence[tuple[float, ...] | None], since: str, until: str) -> None:
        """Show lengths of time, the longest on top, on a scale of powers of ten."""
        self._bars = ()
        self._lines = [[part[number] if part else None for part in parts] for number in range(3)]
        self._since, self._until = since, until
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The ground line with its two ends, then what was measured."""
        tokens = self._ui.theme.tokens
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPixelSize(11)
        painter.setFont(small)
        place = QRectF(0, HEAD, self.width(), self.height() - HEAD - FOOT)
        painter.fillRect(QRectF(0, place.bottom(), self.width(), 1), QColor(tokens.line))
        painter.setPen(QColor(tokens.muted))
        below = QRectF(0, place.bottom() + 2, self.width(), FOOT - 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignLeft, self._since)
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignRight, self._until)
        if self._bars:
            self._draw_bars(painter, tokens, place)
        elif self._lines:
            self._draw_lines(painter, tokens, place)

    def _draw_bars(self, painter: QPainter, tokens: Tokens, place: QRectF) -> None:
        most = max(self._bars)
        if not most:
            return
        room = place.width() / len(self._bars)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        for number, count in enumerate(self._bars):
            if count:
                high = max(2.0, place.height() * count / most)
                bar = QRectF(place.left() + room * number, place.bottom() - high,
                             max(1.5, room - 1.5), high)  # fmt: skip
                painter.drawRoundedRect(bar, 1, 1)
        self._write_top(painter, tokens, most)

    def _draw_lines(self, painter: QPainter, tokens: Tokens, place: QRectF) -> None:
        said = [value for line in self._lines for value in line if value is not None]
        if not said:
            return
        top = max(math.log10(max(*said, LEAST_MS * 10)), 0.1)
        low = math.log10(LEAST_MS)
        room = place.width() / max(1, len(self._lines[0]))
        looks = ((tokens.accent, Qt.PenStyle.SolidLine), (tokens.warn, Qt.PenStyle.DashLine),
                 (tokens.bad, Qt.PenStyle.DotLine))  # fmt: skip
        for nth, (line, (colour, style)) in enumerate(zip(self._lines, looks, strict=True)):
            painter.setPen(QPen(QColor(colour), 1.75, style))
            painter.drawText(QRectF(nth * 30, 0, 30, HEAD), Qt.AlignmentFlag.AlignLeft, NAMES[nth])
            before: QPointF | None = None
            for number, value in enumerate(line):
                if value is None:
                    before = None
                    continue
                share = (math.log10(max(value, LEAST_MS)) - low) / (top - low)
                here = QPointF(
                    place.left() + room * (number + 0.5), place.bottom() - place.height() * share
                )
                if before is not None:
                    painter.drawLine(before, here)
                else:
                    painter.drawEllipse(here, 1.2, 1.2)
                before = here
        self._write_top(painter, tokens, max(said))

    def _write_top(self, painter: QPainter, tokens: Tokens, most: float) -> None:
        painter.setPen(QColor(tokens.muted))
        said = self._written(most)
        if self._ui.language.right_to_left:
            said = f"{RIGHT_TO_LEFT}{said}{END_ISOLATE}"
        painter.drawText(QRectF(0, 0, self.width(), HEAD), Qt.AlignmentFlag.AlignRight, said)
