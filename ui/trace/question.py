"""A question asked before something is done again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.actions import KeyMap
from ui.context import UiContext
from ui.widgets import Flow, KeyButton, PrimaryButton, label


class Question(QFrame):
    """Stands under the timeline while it waits for a yes or a no."""

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self.setProperty("kind", "raised")
        self._ui = ui
        self._asked = ""
        self._on_yes: Callable[[], object] | None = None
        self._text = label("", wrap=True)
        self._yes, self._no = PrimaryButton(), KeyButton(role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._text)
        buttons = Flow()
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        column.addLayout(buttons)
        self._yes.clicked.connect(self.yes)
        self._no.clicked.connect(self.no)
        keys.print_on(self._yes, "trace.yes")
        keys.print_on(self._no, "trace.no")
        self.hide()
        ui.language.follow(self._retranslate)

    @property
    def waits(self) -> bool:
        """Whether something was asked and not answered yet."""
        return self._on_yes is not None

    def ask(self, what: str, on_yes: Callable[[], object]) -> None:
        """Ask whether to do `what`, a kind of replay."""
        self._asked, self._on_yes = what, on_yes
        self._retranslate()
        self.show()

    def yes(self) -> None:
        """Do it."""
        act = self._on_yes
        self.no()
        if act is not None:
            act()

    def no(self) -> None:
        """Leave it."""
        self._on_yes = None
        self.hide()

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._no.setText(text("trace.no"))
        self._yes.setText(text("trace.yes"))
        if self._asked:
            self._text.setText(text(f"trace.ask.{self._asked}"))
            self._yes.setText(text(f"trace.replay.{self._asked}"))
