"""The four faces of whatever loads: content, empty, loading, failed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.context import UiContext
from ui.widgets.buttons import KeyButton, PrimaryButton
from ui.widgets.cards import label
from ui.widgets.icons import IconLabel

PATIENCE_MS = 150
"""What comes sooner needs no loading state; showing one would only flicker."""


class StateStack(QStackedWidget):
    """Shows its content, or says in its place why there is none."""

    retry = Signal()

    def __init__(self, ui: UiContext, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._content = content
        self._loading = LoadingState(ui)
        self._empty = EmptyState(ui)
        self._error = ErrorState(ui)
        for face in (content, self._loading, self._empty, self._error):
            self.addWidget(face)
        self._error.retry.connect(self.retry)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.setCurrentWidget(self._loading))

    @property
    def empty_button(self) -> KeyButton:
        """What the empty state offers: pages print its key on it."""
        return self._empty.button

    @property
    def face(self) -> str:
        """`content`, `loading`, `empty` or `error`."""
        faces = {self._loading: "loading", self._empty: "empty", self._error: "error"}
        return next((n for face, n in faces.items() if face is self.currentWidget()), "content")

    def show_content(self) -> None:
        """Show what was loaded."""
        self._show(self._content)

    def show_loading(self, text: str = "") -> None:
        """Say that it loads, unless it is done within a moment."""
        self._loading.say(text)
        if self.currentWidget() is not self._loading:
            self._patience.start()

    def show_empty(
        self,
        title: str,
        hint: str = "",
        *,
        icon: str = "empty",
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Say that there is nothing, and what to do next."""
        self._empty.say(title, hint, icon=icon, action=action, on_action=on_action)
        self._show(self._empty)

    def show_error(self, sentence: str) -> None:
        """Say what failed; “try again” emits `retry`."""
        self._error.say(sentence)
        self._show(self._error)

    def _show(self, face: QWidget) -> None:
        self._patience.stop()
        self.setCurrentWidget(face)


class EmptyState(QWidget):
    """Says that there is nothing here, and what to do next."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(ui.theme, "empty", "muted", 40)
        self._title = _centred("large")
        self._hint = _centred("muted")
        self.button = PrimaryButton()
        self._on_action: Callable[[], object] | None = None
        self.button.clicked.connect(self._act)
        _pile(self, self._icon, self._title, self._hint, self.button)

    def say(
        self,
        title: str,
        hint: str = "",
        *,
        icon: str = "empty",
        colour: str = "muted",
        action: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Change what is said and offered."""
        self._icon.show_icon(icon, colour)
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._on_action = on_action

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()


class LoadingState(QWidget):
    """Says that something is on its way."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._text = _centred("muted")
        bar = QProgressBar(textVisible=False)
        bar.setRange(0, 0)
        bar.setFixedWidth(160)
        _pile(self, bar, self._text)
        self._own = ""
        ui.language.follow(self._retranslate)

    def say(self, text: str = "") -> None:
        """Change what is said; empty is the usual “Loading…”."""
        self._own = text
        self._retranslate()

    def _retranslate(self) -> None:
        self._text.setText(self._own or self._ui.language.text("state.loading"))


class ErrorState(QWidget):
    """Says in one sentence what failed, and offers to try again."""

    retry = Signal()

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._said = ""
        self._title = _centred("large")
        self._sentence = _centred("muted")
        self.button = KeyButton()
        self.button.clicked.connect(self.retry)
        _pile(
            self, IconLabel(ui.theme, "warning", "bad", 40), self._title, self._sentence,
            self.button,
        )  # fmt: skip
        ui.language.follow(self._retranslate)

    def say(self, sentence: str) -> None:
        """Change what is said."""
        self._said = sentence
        self._retranslate()

    def _retranslate(self) -> None:
        self._sentence.setText(self._ui.language.sentence(self._said))
        self._title.setText(self._ui.language.text("state.error"))
        self.button.setText(self._ui.language.text("state.try_again"))


def _centred(kind: str) -> QLabel:
    made = label("", kind, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMaximumWidth(520)
    return made


def _pile(owner: QWidget, *pieces: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(16, 24, 16, 24)
    column.setSpacing(12)
    column.addStretch(2)
    for piece in pieces:
        row = QHBoxLayout()
        row.addStretch(1)
        # A label takes all the width it may have; at its own wish it would wrap early.
        row.addWidget(piece, 100 if isinstance(piece, QLabel) else 0)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(3)
