"""What lies over a page for a moment: the list of keys, and the search for a command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pipeline.text.normalise import fold
from ui.actions import Action, KeyMap
from ui.context import UiContext
from ui.theme.tokens import ROW
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import label, line
from ui.widgets.motion import rise

_ROWS = 10
_AROUND = 132
"""What help's panel needs besides the list."""


def title_of(ui: UiContext, action: Action) -> str:
    """An action's name in the language in force."""
    values = {name: ui.language.text(key) for name, key in (action.title_values or {}).items()}
    return ui.language.text(action.title_key, **values)


class Overlay(QWidget):
    """Dims the window and holds one panel; Escape or a click beside it closes it."""

    closed = Signal()

    def __init__(self, ui: UiContext, keys: KeyMap, over: QWidget) -> None:
        super().__init__(over)
        self._ui = ui
        self._keys = keys
        self._over = over
        self._focus: QWidget | None = None
        self.panel = QFrame(self)
        self.panel.setProperty("kind", "overlay")
        over.installEventFilter(self)
        self.hide()

    def open(self, actions: Sequence[Action] = ()) -> None:
        """Show it, and let only its own keys work."""
        self._focus = QApplication.focusWidget()
        close = Action("overlay.close", "action.close", self.close_it, "Esc", while_typing=True)
        self._keys.set_over([close, *actions])
        self._place()
        self.show()
        self.raise_()
        rise(self.panel, self._ui.theme)

    def close_it(self) -> None:
        """Go, and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        self._keys.set_over(None)
        if self._focus is not None:
            self._focus.setFocus()
        self.closed.emit()

    def head(self) -> tuple[QHBoxLayout, QLabel, KeyButton]:
        """A line for the top of a panel: its title, and the button that closes it."""
        title, close = label("", "title"), KeyButton("", "Esc", "quiet")
        close.clicked.connect(self.close_it)
        line = QHBoxLayout()
        line.addWidget(title)
        line.addStretch(1)
        line.addWidget(close)
        return line, title, close

    def panel_size(self) -> tuple[int, int]:
        """How large the panel wants to be."""
        return 720, 560

    def paintEvent(self, _: QPaintEvent) -> None:
        """Dim what lies below."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel closes it."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_it()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window at any size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(self._over.rect())
        wide, high = self.panel_size()
        width, height = min(wide, self.width() - 64), min(high, self.height() - 64)
        self.panel.setGeometry((self.width() - width) // 2, (self.height() - height) // 3,
                               width, height)  # fmt: skip


class Help(Overlay):
    """Every action of this page and of the window, with its key."""

    def __init__(self, ui: UiContext, keys: KeyMap, over: QWidget) -> None:
        super().__init__(ui, keys, over)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        head, self._title, self._close = self.head()
        column.addLayout(head)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column.addWidget(self._area, 1)
        self._note = label("", "small", wrap=True)
        column.addWidget(self._note)
        self._high = 0

    def show_keys(self) -> None:
        """Open with what works right now."""
        text = self._ui.language.text
        self._title.setText(text("help.title"))
        self._close.setText(text("action.close"))
        self._note.setText(text("help.physical"))
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(40)
        groups = (("help.here", self._keys.here), ("help.everywhere", self._keys.everywhere))
        for heading, actions in groups:
            shown = [a for a in actions if a.key and not a.hidden and self._is_shown(a)]
            if shown:
                columns.addLayout(self._group(text(heading), shown), 1)
        self._area.setWidget(body)
        self._high = body.sizeHint().height() + _AROUND
        again = Action("help.close", "action.close", self.close_it, "?")
        self.open([again])
        self._area.setFocus()

    def panel_size(self) -> tuple[int, int]:
        """As high as the list of keys."""
        return 720, self._high

    def _is_shown(self, action: Action) -> bool:
        # A page's actions come and go with what is selected; the window's tell its state.
        return action.enabled() or not action.id.startswith("window.")

    def _group(self, heading: str, actions: Sequence[Action]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(heading, "heading"))
        column.addWidget(line())
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        for row, action in enumerate(actions):
            grid.addWidget(label(title_of(self._ui, action), wrap=True), row, 0)
            cap = label(action.label, "cap")
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            grid.addWidget(cap, row, 1, end)
        column.addLayout(grid)
        column.addStretch(1)
        return column


class Palette(Overlay):
    """Type some letters of what you want, and press Enter."""

    def __init__(self, ui: UiContext, keys: KeyMap, over: QWidget) -> None:
        super().__init__(ui, keys, over)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        self._line = QLineEdit()
        self._line.textChanged.connect(self._filter)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._run)
        self._nothing = label("", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._line)
        column.addWidget(self._list, 1)
        column.addWidget(self._nothing)
        self._actions: list[Action] = []

    def panel_size(self) -> tuple[int, int]:
        """As high as its commands, up to a point: it must not jump while one types."""
        rows = min(len(self._actions), _ROWS)
        return 560, 12 + 34 + 8 + rows * (ROW + 1) + 28

    def show_commands(self) -> None:
        """Open with everything that can be done right now."""
        found = [*self._keys.here, *self._keys.everywhere]
        self._actions = [a for a in found if not a.hidden and a.enabled()]
        self._line.setPlaceholderText(self._ui.language.text("palette.placeholder"))
        self._line.setAccessibleName(self._line.placeholderText())
        self._nothing.setText(self._ui.language.text("palette.nothing"))
        self._line.clear()
        self._filter()
        run = Action("palette.run", "action.close", self._run, "Enter", while_typing=True)
        down = Action("palette.down", "action.close", lambda: self._move(1), "Down",
                      while_typing=True, repeats=True)  # fmt: skip
        up = Action("palette.up", "action.close", lambda: self._move(-1), "Up",
                    while_typing=True, repeats=True)  # fmt: skip
        self.open([run, down, up])
        self._line.setFocus()

    @property
    def shown(self) -> list[str]:
        """The ids of the commands that match."""
        return [self._list.item(row).data(Qt.ItemDataRole.UserRole).id
                for row in range(self._list.count())]  # fmt: skip

    def _filter(self) -> None:
        wanted = fold(self._line.text()).split()
        self._list.clear()
        for action in self._actions:
            title = title_of(self._ui, action)
            folded = fold(title)
            if all(word in folded for word in wanted):
                self._add(action, title)
        self._list.setCurrentRow(0)
        self._nothing.setVisible(self._list.count() == 0)

    def _add(self, action: Action, title: str) -> None:
        item = QListWidgetItem()
        item.setData(Qt.ItemDataRole.UserRole, action)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
        self._list.addItem(item)
        row = QWidget()
        row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line_up = QHBoxLayout(row)
        line_up.setContentsMargins(8, 0, 8, 0)
        line_up.addWidget(label(title))
        line_up.addStretch(1)
        if action.key:
            line_up.addWidget(label(action.label, "cap"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._list.setItemWidget(item, row)

    def _move(self, by: int) -> None:
        row = self._list.currentRow() + by
        self._list.setCurrentRow(max(0, min(row, self._list.count() - 1)))

    def _run(self) -> None:
        item = self._list.currentItem()
        self.close_it()
        if item is not None:
            action: Action = item.data(Qt.ItemDataRole.UserRole)
            action.run()
