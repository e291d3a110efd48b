"""What the window shows when it can't show a page: opening, failed, closing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.actions import KeyMap
from ui.context import UiContext
from ui.widgets.buttons import KeyButton
from ui.widgets.cards import label
from ui.widgets.icons import IconLabel


class Face(QWidget):
    """A page of one sentence."""

    quit_wanted = Signal()
    retry_wanted = Signal()
    alone_wanted = Signal()

    def __init__(self, ui: UiContext, keys: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else a button would look chosen
        self._ui = ui
        self._icon = IconLabel(ui.theme, "clapper", "accent", 56)
        self._title = label("", "title")
        self._sentence = label("", "muted", wrap=True)
        self._sentence.setFixedWidth(560)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(160)
        self._retry, self._alone, self._quit = KeyButton(), KeyButton(), KeyButton()
        keys.print_on(self._retry, "window.retry")
        keys.print_on(self._alone, "window.alone")
        keys.print_on(self._quit, "window.quit")
        self._retry.clicked.connect(self.retry_wanted)
        self._alone.clicked.connect(self.alone_wanted)
        self._quit.clicked.connect(self.quit_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._retry)
        buttons.addWidget(self._alone)
        buttons.addWidget(self._quit)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(2)
        for piece in (self._icon, self._title, self._sentence, self._bar):
            column.addWidget(piece, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.setAlignment(buttons, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._said = ("start.opening", "")
        ui.language.follow(self._retranslate)
        self.opening()

    def opening(self) -> None:
        """The workspace is being opened."""
        self._say("start.opening", busy=True)

    def failed(self, sentence: str, *, alone: bool = False) -> None:
        """The program can't start, for this reason; `alone` offers to work without the others."""
        self._icon.show_icon("warning", "bad")
        self._say("start.failed", sentence, busy=False)
        self._alone.setVisible(alone)

    def closing(self, waiting_for: str) -> None:
        """The program waits for this before it ends."""
        self._say("closing.title", waiting_for, busy=True)

    def _say(self, title: str, sentence: str = "", *, busy: bool) -> None:
        self._said = (title, sentence)
        self._bar.setVisible(busy)
        self._retry.setVisible(not busy)
        self._alone.hide()
        self._quit.setVisible(not busy)
        self._sentence.setVisible(bool(sentence))
        self._retranslate()

    def _retranslate(self) -> None:
        title, sentence = self._said
        self._title.setText(self._ui.language.text(title))
        self._sentence.setText(self._ui.language.sentence(sentence))
        self._retry.setText(self._ui.language.text("state.try_again"))
        self._alone.setText(self._ui.language.text("start.alone"))
        self._quit.setText(self._ui.language.text("start.quit"))
