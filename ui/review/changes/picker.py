"""Where another call is chosen that a message means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pipeline.intents.values import Choice
from ui.context import UiContext
from ui.review.changes.delegates import CHOICE_ROLE, ChoiceDelegate
from ui.review.line_edit import LineEdit
from ui.review.queue_list import CardList
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH, HEIGHT = 460, 420
MARGIN = 24
PAUSE_MS = 120
"""How long a typist pauses before the list follows."""


class CallPicker(QFrame):
    """Lies over the page: words to look for, and the calls that may be meant."""

    asked = Signal(str)
    """Calls that hold these words are wanted; with none, the likeliest ones."""
    chosen = Signal(int)

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setProperty("kind", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = label("", "heading")
        self._none = label("", "muted", wrap=True)
        self.search = LineEdit(ui, can_clear=True)
        self._model = QStandardItemModel(self)
        self.list = CardList(ui, self._model, ChoiceDelegate(ui), self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.doubleClicked.connect(self._take)
        self.choose = PrimaryButton(key="Enter")
        self.choose.clicked.connect(self.confirm)
        self.cancel = KeyButton(key="Esc")
        self.cancel.clicked.connect(self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.cancel)
        below.addWidget(self.choose)
        column.addLayout(below)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.asked.emit(self.search.text()))
        self.search.textChanged.connect(lambda: self._pause.start())
        ui.language.follow(self._retranslate)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a call is being chosen."""
        return self.isVisible()

    def open_over(self, place: QWidget) -> None:
        """Ask for a call, above the part of the page it is for."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.offer(())
        self._none.hide()
        over = self.parentWidget()
        assert over is not None
        self.setFixedSize(
            min(WIDTH, over.width() - 2 * MARGIN), min(HEIGHT, over.height() - 2 * MARGIN)
        )
        middle = place.mapTo(over, QPoint(place.width() // 2, 0)).x() - self.width() // 2
        self.move(
            max(MARGIN, min(middle, over.width() - self.width() - MARGIN)),
            (over.height() - self.height()) // 2,
        )
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.asked.emit("")

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer these calls, the first one chosen."""
        self._model.clear()
        for choice in choices:
            item = QStandardItem(choice.title)
            item.setData(choice, CHOICE_ROLE)
            self._model.appendRow(item)
        self._none.setVisible(not choices)
        self.choose.setEnabled(bool(choices))
        if choices:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def move_by(self, step: int) -> None:
        """Look at another one of the list."""
        rows = self._model.rowCount()
        if rows:
            to = max(0, min(self.list.currentIndex().row() + step, rows - 1))
            self.list.setCurrentIndex(self._model.index(to, 0))

    def confirm(self) -> None:
        """Take the one that is looked at."""
        self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        choice = index.data(CHOICE_ROLE)
        if isinstance(choice, Choice):
            self.hide()
            self.chosen.emit(choice.call_id)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("review.change.which"))
        self._none.setText(text("review.change.no_choice"))
        self.search.setPlaceholderText(text("review.search"))
        self.search.setAccessibleName(text("review.change.which"))
        self.list.setAccessibleName(text("review.change.choices"))
        self.choose.setText(text("review.change.choose"))
        self.cancel.setText(text("action.cancel"))
