"""Paints the cards of a list: two lines, from the side the interface starts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.context import UiContext
from ui.widgets import pixmap

HEIGHT = 60
_PAD = 12
_ICON = 14
_GAP = 6
_KEPT = 48
"""How many painted cards are kept: a list shows a dozen, and draws all when one is gone."""
_ABSOLUTE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


@dataclass(frozen=True, slots=True)
class Lines:
    """What one card says. Icons are names; those of the first line are warnings."""

    title: str
    facts: str
    icon: str
    age: str = ""
    warnings: tuple[str, ...] = ()
    number: str = ""
    """Stands beside the last warning."""
    copies: bool = False
    late: bool = False
    """Whether the age warns."""
    faint: bool = False


class CardDelegate(QStyledItemDelegate):
    """Two lines: the title and its marks; then an icon, facts and age."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._painted: OrderedDict[object, QPixmap] = OrderedDict()

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """What the card of a row says; each list tells its own."""
        raise NotImplementedError

    def sizeHint(self, *_: object) -> QSize:
        """Every card has the same height, so scrolling never measures."""
        return QSize(200, HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a card the way the interface runs; one that was drawn before is only copied."""
        lines = self.lines(index)
        if lines is None:
            return
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        device = painter.device()
        density = device.devicePixelRatio() if device else 1.0
        looks = (
            bool(state & QStyle.StateFlag.State_Selected),
            bool(state & QStyle.StateFlag.State_MouseOver),
            self._ui.language.right_to_left,
            self._ui.theme.tokens.name,
        )
        key = (lines, place.size().toTuple(), density, *looks)
        card = self._painted.get(key)
        if card is None:
            card = QPixmap(place.size() * density)
            card.setDevicePixelRatio(density)
            drawing = QPainter(card)
            drawing.setFont(painter.font())
            self._paint(drawing, QRect(QPoint(0, 0), place.size()), lines, state)
            drawing.end()
            self._painted[key] = card
            if len(self._painted) > _KEPT:
                self._painted.popitem(last=False)
        else:
            self._painted.move_to_end(key)
        painter.drawPixmap(place.topLeft(), card)

    def _paint(
        self, painter: QPainter, place: QRect, lines: Lines, state: QStyle.StateFlag
    ) -> None:
        mirrored = self._ui.language.right_to_left
        painter.setLayoutDirection(_direction(mirrored))
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, QColor(self._ui.theme.tokens.surface))
        self._paint_ground(painter, place, state)
        inner = place.adjusted(_PAD, 8, -_PAD, -8)
        first = QRect(inner.x(), inner.y(), inner.width(), 22)
        second = QRect(inner.x(), inner.y() + 24, inner.width(), 20)
        self._paint_title(painter, first, lines, mirrored, strong=selected)
        self._paint_facts(painter, second, lines, mirrored)

    def _paint_ground(self, painter: QPainter, place: QRect, state: QStyle.StateFlag) -> None:
        tokens = self._ui.theme.tokens
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(tokens.selection))
            edge = place.right() - 2 if self._ui.language.right_to_left else place.left()
            painter.fillRect(QRect(edge, place.top(), 3, place.height()), QColor(tokens.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(tokens.hover))
        painter.setPen(QPen(QColor(tokens.line)))
        painter.drawLine(place.bottomLeft(), place.bottomRight())

    def _paint_title(
        self, painter: QPainter, place: QRect, lines: Lines, mirrored: bool, *, strong: bool
    ) -> None:
        tokens = self._ui.theme.tokens
        for name in lines.warnings:
            place = self._paint_icon(painter, place, name, tokens.warn, at_start=mirrored)
        if lines.number:
            place = self._paint_end(painter, place, lines.number, tokens.warn, mirrored)
        font = QFont(painter.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Medium)
        painter.setFont(font)
        plain = lines.title and not lines.faint
        painter.setPen(QColor(tokens.text if plain else tokens.muted))
        title = " ".join(lines.title.split()) or self._ui.language.text("review.untitled")
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        _draw(painter, place, title, mirrored)
        painter.setLayoutDirection(_direction(mirrored))

    def _paint_facts(self, painter: QPainter, place: QRect, lines: Lines, mirrored: bool) -> None:
        tokens = self._ui.theme.tokens
        muted = tokens.muted
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        if lines.age:
            place = self._paint_end(
                painter, place, lines.age, tokens.warn if lines.late else muted, mirrored
            )
        if lines.copies:
            place = self._paint_icon(painter, place, "copies", muted, at_start=mirrored)
        place = self._paint_icon(painter, place, lines.icon, muted, at_start=not mirrored)
        painter.setPen(QColor(muted))
        _draw(painter, place, lines.facts, mirrored)

    def _paint_icon(
        self, painter: QPainter, place: QRect, name: str, colour: str, *, at_start: bool
    ) -> QRect:
        """Draw at the left when `at_start`, and give back the room that is left."""
        device = painter.device()
        drawn = pixmap(name, colour, _ICON, device.devicePixelRatio() if device else 1.0)
        x = place.left() if at_start else place.right() - _ICON + 1
        painter.drawPixmap(x, place.top() + (place.height() - _ICON) // 2, drawn)
        taken = _ICON + _GAP
        return place.adjusted(taken if at_start else 0, 0, 0 if at_start else -taken, 0)

    def _paint_end(
        self, painter: QPainter, place: QRect, text: str, colour: str, mirrored: bool
    ) -> QRect:
        """Draw a short text at the end side, and give back the room that is left."""
        font = QFont(painter.font())
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        painter.drawText(place, int(side | _ABSOLUTE), text)
        taken = painter.fontMetrics().horizontalAdvance(text) + _GAP
        return place.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)


def _draw(painter: QPainter, place: QRect, text: str, mirrored: bool) -> None:
    """One line from the side the interface starts, elided at its own end."""
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | _ABSOLUTE), shown)


def _direction(mirrored: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
