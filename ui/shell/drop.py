"""Catches files dropped anywhere on the window, also over widgets that take text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.handle import HandleFilter
from ui.widgets.cards import label
from ui.widgets.icons import IconLabel

_MARGIN = 24


class DropCatcher(QObject):
    """Turns a drop of files into one signal, and shows where to drop meanwhile."""

    dropped = Signal(list)

    def __init__(self, ui: UiContext, window: QWidget) -> None:
        super().__init__(window)
        self._target = DropTarget(ui, window)
        window.setAcceptDrops(True)
        self._filter = HandleFilter(window, self._before_widgets)

    def _before_widgets(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._target.hide()
        if not isinstance(event, QDragEnterEvent | QDragMoveEvent | QDropEvent):
            return False
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind == QEvent.Type.Drop:
            self._target.hide()
            self.dropped.emit(paths)
        elif kind == QEvent.Type.DragEnter:
            self._target.cover()
        return True


class DropTarget(QFrame):
    """Says that files may be dropped here."""

    def __init__(self, ui: UiContext, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("kind", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ui = ui
        self._over = over
        self._title = label("", "title")
        self._hint = label("", "muted")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(IconLabel(ui.theme, "imports", "accent", 48), 0, middle)
        column.addWidget(self._title, 0, middle)
        column.addWidget(self._hint, 0, middle)
        column.addStretch(1)
        self.hide()
        ui.language.follow(self._retranslate)

    def cover(self) -> None:
        """Lie over the whole window."""
        self.setGeometry(self._over.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.show()
        self.raise_()

    def _retranslate(self) -> None:
        self._title.setText(self._ui.language.text("drop.title"))
        self._hint.setText(self._ui.language.text("drop.hint"))
