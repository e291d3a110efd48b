"""The list of causes: two lines each, with a small picture of the last days."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.context import UiContext
from ui.letters.causes_model import FACTS_ROLE, TREND_ROLE, CausesModel
from ui.widgets import RowTable

HIGH = 50
WIDTHS = {"what": 0, "trend": 104, "count": 72}
LEAST = {"trend": 380}
_PAD = 11
_Index = QModelIndex | QPersistentModelIndex


class CausesTable(RowTable):
    """One cause a row; narrow, it leaves out the trend."""

    def __init__(self, ui: UiContext, model: CausesModel) -> None:
        super().__init__()
        self.show_rows(model, WIDTHS, LEAST)
        self.verticalHeader().setDefaultSectionSize(HIGH)
        self._said = _Said(ui)
        self._trend = _Trend(ui)
        self.setItemDelegateForColumn(0, self._said)
        self.setItemDelegateForColumn(1, self._trend)


class _Bare(QStyledItemDelegate):
    """Draws the row's ground; what stands on it is drawn by each kind."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Two lines."""
        return QSize(120, HIGH)

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the row as the style does, without its text."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style() if bare.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)


class _Said(_Bare):
    """The error, and below it its kind and times."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Both lines on the side this interface starts from."""
        self.ground(painter, option, index)
        tokens = self._ui.theme.tokens
        painter.save()
        place = option.rect.adjusted(_PAD, 6, -_PAD, -6)
        half = place.height() // 2
        upper = place.adjusted(0, 0, 0, -half)
        lower = place.adjusted(0, half, 0, 0)
        self._line(painter, option, upper, str(index.data()), tokens.text, option.font)
        small = QFont(option.font)
        small.setPixelSize(12)
        self._line(painter, option, lower, str(index.data(FACTS_ROLE)), tokens.muted, small)
        painter.restore()

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, place: object, text: str,
              colour: str, font: QFont) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(colour))
        rect = QRectF(place)  # type: ignore[call-overload]
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(rect.width())
        )
        side = QStyle.visualAlignment(
            option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        painter.drawText(rect, side, shown)


class _Trend(_Bare):
    """A bar for each day, oldest at the left in every language: time runs as on the plots."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Bars on a line; days without letters leave a dot."""
        self.ground(painter, option, index)
        days = index.data(TREND_ROLE)
        if not days:
            return
        tokens = self._ui.theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        place = QRectF(option.rect).adjusted(_PAD, 12, -_PAD, -12)
        room = place.width() / len(days)
        most = max(1, *days)
        for number, count in enumerate(days):
            high = max(2.0, place.height() * count / most) if count else 1.5
            bar = QRectF(
                place.left() + room * number + 1, place.bottom() - high, max(2.0, room - 2), high
            )
            painter.setBrush(QColor(tokens.accent if count else tokens.edge))
            painter.drawRoundedRect(bar, 1, 1)
        painter.restore()
