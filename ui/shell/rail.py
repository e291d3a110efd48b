"""The bar of pages at the window's side."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets.icons import icon

WIDTH = 96


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
        self._buttons: dict[str, QToolButton] = {}
        self._keys: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 16, 8, 12)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        ui.theme.changed.connect(self._paint_icons)
        ui.language.changed.connect(self._retranslate)

    def show_pages(self, names: Iterable[str], last: str, keys: dict[str, str]) -> None:
        """Make the buttons: `names` from the top, `last` at the bottom."""
        self._keys = keys
        for name in names:
            self._column.insertWidget(self._column.count() - 1, self._button(name))
        self._column.addWidget(self._button(last))
        self._paint_icons()
        self._retranslate()

    def select(self, name: str) -> None:
        """Show which page is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        elif chosen := self._group.checkedButton():
            self._group.setExclusive(False)  # an exclusive group can't have none chosen
            chosen.setChecked(False)
            self._group.setExclusive(True)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "rail")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(22, 22))
        button.setFixedSize(WIDTH - 16, 60)
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
            key = self._keys.get(name, "")
            button.setToolTip(f"{title}   {key}" if key else title)
