"""The bar of pages at the window's side."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets.icons import icon

WIDTH = 96
HEIGHT, LOW = 64, 50
_GAP, _AROUND = 4, 28
_COUNT = 16


class RailButton(QToolButton):
    """A page's icon and name, and below them its key."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self.count = 0
        """What waits on the page; 0 shows nothing."""
        self.badge, self.on_badge = "", ""
        """Colours of the count."""
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(22, 22))
        self.show_name(True)

    def show_name(self, shown: bool) -> None:
        """Without its name, which is told on hover, it needs less room."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextUnderIcon if shown else style.ToolButtonIconOnly
        )
        self.setFixedSize(WIDTH - 16, HEIGHT if shown else LOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key into the room the style sheet leaves at the bottom."""
        super().paintEvent(event)
        painter = QPainter(self)
        small = QFont(self.font())
        small.setPixelSize(10)
        small.setBold(False)
        painter.setFont(small)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        place = self.rect().adjusted(0, self.height() - 20, 0, -5)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.key)
        if self.count:
            self._draw_count(painter)

    def _draw_count(self, painter: QPainter) -> None:
        text = str(self.count) if self.count < 100 else "99+"
        width = max(_COUNT, painter.fontMetrics().horizontalAdvance(text) + 8)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        middle = self.width() // 2
        place = QRect(middle - 10 - width if mirrored else middle + 10, 4, width, _COUNT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.badge))
        painter.drawRoundedRect(place, _COUNT / 2, _COUNT / 2)
        painter.setPen(QColor(self.on_badge))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """One button a page; settings stand apart, at the bottom."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._ui = ui
        self._group = QButtonGroup(self)
        self._buttons: dict[str, RailButton] = {}
        self._keys: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, _AROUND - 12, 8, 12)
        self._column.setSpacing(_GAP)
        self._column.addStretch(1)
        ui.theme.changed.connect(self._paint_icons)
        ui.language.changed.connect(self._retranslate)

    def show_pages(self, names: Iterable[str], last: str) -> None:
        """Make the buttons: `names` from the top, `last` at the bottom."""
        for name in names:
            self._column.insertWidget(self._column.count() - 1, self._button(name))
        self._column.addWidget(self._button(last))
        self._paint_icons()
        self._retranslate()

    def print_keys(self, keys: dict[str, str]) -> None:
        """Print other keys."""
        self._keys = keys
        self._retranslate()

    def select(self, name: str) -> None:
        """Show which page is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        elif chosen := self._group.checkedButton():
            self._group.setExclusive(False)  # an exclusive group can't have none chosen
            chosen.setChecked(False)
            self._group.setExclusive(True)

    def mark(self, name: str, count: int) -> None:
        """Show how many things wait on a page."""
        if name in self._buttons and self._buttons[name].count != count:
            self._buttons[name].count = count
            self._retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window pages go by their icons."""
        super().resizeEvent(event)
        wanted = _AROUND + len(self._buttons) * (HEIGHT + _GAP)
        for button in self._buttons.values():
            button.show_name(self.height() >= wanted)

    def minimumSizeHint(self) -> QSize:
        """Room for the icons."""
        return QSize(WIDTH, _AROUND + len(self._buttons) * (LOW + _GAP))

    def _button(self, name: str) -> RailButton:
        button = RailButton()
        button.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[name] = button
        return button

    def _paint_icons(self) -> None:
        tokens = self._ui.theme.tokens
        for name, button in self._buttons.items():
            button.setIcon(icon(name, tokens.rail_text, tokens.on_rail_selected))
            button.badge, button.on_badge = tokens.bad, tokens.ground

    def _retranslate(self) -> None:
        for name, button in self._buttons.items():
            title = self._ui.language.text(f"page.{name}")
            button.setText(title)
            waits = self._ui.language.plural("action.waits", button.count) if button.count else ""
            button.setAccessibleName(f"{title}, {waits}" if waits else title)
            button.setToolTip(title)
            button.key = self._keys.get(name, "")
            button.update()
