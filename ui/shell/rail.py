"""The bar of pages at the window's side."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets.icons import icon

WIDTH = 96
HEIGHT, LOW = 70, 50
_GAP, _AROUND = 6, 28


class RailButton(QToolButton):
    """A page's icon and name, and below them its key."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
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

    def _retranslate(self) -> None:
        for name, button in self._buttons.items():
            title = self._ui.language.text(f"page.{name}")
            button.setText(title)
            button.setAccessibleName(title)
            button.setToolTip(title)
            button.key = self._keys.get(name, "")
            button.update()
