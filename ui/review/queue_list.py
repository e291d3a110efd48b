"""Lists of cards: keys are the page's, and only what is seen is asked after."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.context import UiContext
from ui.review.card_delegate import CardDelegate
from ui.review.row_delegate import RowDelegate
from ui.review.rows_model import RowsModel


class CardList(QListView):
    """Scrolls smoothly; a letter that decides nothing just now moves nothing either."""

    def __init__(
        self, ui: UiContext, rows: QAbstractItemModel, delegate: CardDelegate, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ui = ui
        delegate.setParent(self)
        self.setModel(rows)
        self.setItemDelegate(delegate)
        # Scrolling then moves what is painted, and paints only the rows that come into sight.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        ui.theme.changed.connect(self.viewport().update)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumWidth(220)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, which nobody else paints, and the rows."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._ui.theme.tokens.surface))
        painter.end()
        super().paintEvent(event)

    def go_to(self, row: int) -> None:
        """Go to a row and show it; -1 is none, and goes nowhere."""
        if row >= 0:
            index = self.model().index(row, 0)
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
            self.scrollTo(index)

    def keyboardSearch(self, _: str) -> None:
        """Letters are keys here: none looks for a title that begins with it."""


class QueueList(CardList):
    """The calls that are reviewed."""

    def __init__(
        self,
        ui: UiContext,
        rows: RowsModel,
        parent: QWidget,
        overdue: timedelta | None = None,
    ) -> None:
        super().__init__(ui, rows, RowDelegate(ui, overdue=overdue), parent)
        self._rows = rows

    def seen(self) -> list[int]:
        """The calls one can see, and the one that is chosen."""
        area = self.viewport().rect()
        first = max(self.indexAt(area.topLeft()).row(), 0)
        last = self.indexAt(area.bottomLeft()).row()
        held = self._rows.rows
        shown = held[first : last + 1] if last >= 0 else held[first:]
        chosen = self.currentIndex().row()
        return [row.id for row in ((*shown, held[chosen]) if chosen >= 0 else shown)]
