"""What each day cost, as bars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pipeline.extraction.spending.report import Day
from ui.context import UiContext

HEIGHT = 96
FOOT = 18
HEAD = 16
WIDEST = 40.0


class DayChart(QWidget):
    """One bar a day, oldest at the left in every language: time runs as on the plots."""

    def __init__(self, ui: UiContext, money: Callable[[float], str]) -> None:
        super().__init__()
        self._ui = ui
        self._money = money
        self._days: tuple[Day, ...] = ()
        self._lit = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        ui.theme.changed.connect(self.update)

    def show_days(self, days: Sequence[Day], lit: int) -> None:
        """Show these days, the last `lit` of them in the accent."""
        self._days = tuple(days)
        self._lit = lit
        text = self._ui.language.text
        told = [
            text(
                "models.costs.day", day=self._ui.language.date(day.day), money=self._money(day.cost)
            )
            for day in self._days
            if day.cost
        ]
        self.setAccessibleName(text("models.costs.chart"))
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(200, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """A hover tells the day under it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._days:
            number = int(event.pos().x() / max(1.0, self.width() / len(self._days)))
            day = self._days[max(0, min(number, len(self._days) - 1))]
            QToolTip.showText(event.globalPos(), self._told(day), self)
            return True
        return super().event(event)

    def _told(self, day: Day) -> str:
        date, money = self._ui.language.date(day.day), self._money(day.cost)
        return self._ui.language.text("models.costs.day", day=date, money=money)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Bars on a line, the highest with its amount, the days below."""
        if not self._days:
            return
        tokens = self._ui.theme.tokens
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPixelSize(11)
        painter.setFont(small)
        ground = self.height() - FOOT
        most = max(day.cost for day in self._days)
        room = self.width() / len(self._days)
        every = max(1, round(34 / room + 0.5))
        painter.fillRect(QRectF(0, ground, self.width(), 1), QColor(tokens.line))
        last = len(self._days) - 1
        highest = max(range(len(self._days)), key=lambda n: self._days[n].cost)
        for number, day in enumerate(self._days):
            lit = number > last - self._lit
            wide = min(WIDEST, room * 0.6)
            middle = room * (number + 0.5)
            height = (ground - HEAD) * day.cost / most if most else 0.0
            bar = QRectF(middle - wide / 2, ground - height, wide, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent if lit else tokens.edge))
            painter.drawRoundedRect(bar, 2, 2)
            painter.setPen(QColor(tokens.muted))
            if (last - number) % every == 0:
                below = QRectF(middle - 30, ground + 3, 60, FOOT - 3)
                text = self._ui.language.number(day.day.day)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
            if most and number == highest:
                self._write_above(painter, middle, ground - height, day.cost)

    def _write_above(self, painter: QPainter, middle: float, top: float, cost: int) -> None:
        wide = 80.0
        left = max(0.0, min(middle - wide / 2, self.width() - wide))
        align = Qt.AlignmentFlag.AlignCenter
        if left != middle - wide / 2:
            align = Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
            )
        painter.setPen(QColor(self._ui.theme.tokens.text))
        painter.drawText(QRectF(left, top - HEAD, wide, HEAD), align, self._money(cost))
