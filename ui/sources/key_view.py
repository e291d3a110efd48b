"""Entry of a service's key: once, masked, into the system's keyring, and tested."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from pipeline.keys import KeyPlace
from ui.actions import KeyMap
from ui.context import UiContext
from ui.sources.start_label import StartLabel
from ui.sources.words import Words
from ui.widgets import Flow, KeyButton, PrimaryButton, label, set_kind

_BUTTONS = ("keep_key", "test_key", "forget_key", "leave")


class KeyView(QWidget):
    """One service at a time. What was typed is handed out once by `take`, and is gone here."""

    def __init__(self, ui: UiContext, words: Words, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._place: KeyPlace | None = None
        self._said: tuple[str, str] = ("", "muted")
        self._title = label("", "large", wrap=True)
        self._lead = label("", "muted", wrap=True)
        self._service_caption = label("", "heading")
        self.service = QComboBox()
        self._state = StartLabel()
        self._key_caption = label("", "heading")
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._outcome = StartLabel("muted")
        self.buttons: dict[str, KeyButton] = {
            "keep_key": PrimaryButton(),
            "test_key": KeyButton(),
            "forget_key": KeyButton(role="danger"),
            "leave": KeyButton(),
        }
        for name, button in self.buttons.items():
            keys.print_on(button, f"sources.{name}")
        for kind in self.keyed.values():
            self.service.addItem(kind, None)
        self._lay_out()
        ui.language.follow(self._retranslate)

    @property
    def keyed(self) -> Mapping[str, str]:
        """The services that need a key, by the name of their kind."""
        return {name: kind.service for name, kind in self._words.kinds.items() if kind.key}

    @property
    def adapter(self) -> str:
        """The kind whose key is entered."""
        return list(self.keyed)[self.service.currentIndex()]

    def begin(self, adapter: str) -> None:
        """Show the key of a kind, ready to type."""
        names = list(self.keyed)
        self.service.setCurrentIndex(names.index(adapter) if adapter in names else 0)
        self.clear()
        self.key.setFocus()

    def clear(self) -> None:
        """Forget what was typed and what was said."""
        self._empty()
        self._place = None
        self.tell("")

    def take(self) -> str:
        """What was typed; it is not kept here."""
        typed = self.key.text()
        self._empty()
        return typed

    def show_place(self, place: KeyPlace) -> None:
        """Say where the key is kept now."""
        self._place = place
        self._retranslate()

    def tell(self, sentence: str, kind: str = "muted") -> None:
        """Say what came of it: `good`, `bad`, `warn` or `muted`."""
        self._said = sentence, kind
        set_kind(self._outcome, kind)
        self._outcome.setText(sentence)
        self._outcome.setVisible(bool(sentence))

    @property
    def said(self) -> str:
        """What came of it."""
        return self._said[0]

    def _empty(self) -> None:
        self.key.setText("")  # unlike `clear`, this leaves nothing to undo

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        _add(column, self._title, self._lead)
        column.addSpacing(8)
        _add(column, self._service_caption, self.service, self._state)
        column.addSpacing(8)
        _add(column, self._key_caption, self.key, self._outcome)
        column.addStretch(1)
        bar = Flow()
        for button in self.buttons.values():
            button.setAutoDefault(True)
            bar.addWidget(button)
        column.addLayout(bar)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("sources.key.title"))
        self._lead.setText(text("sources.key.lead"))
        self._service_caption.setText(text("sources.key.service"))
        self.service.setAccessibleName(text("sources.key.service"))
        self._key_caption.setText(text("sources.key.key"))
        self.key.setAccessibleName(text("sources.key.key"))
        for name in _BUTTONS:
            self.buttons[name].setText(text(f"sources.{name}"))
        kept = self._place is not None
        self._state.setVisible(kept)
        if self._place is not None and self.keyed:
            service = self.keyed[self.adapter]
            self._state.setText(text(f"sources.key.{self._place}", service=service))
            nowhere = self._place is KeyPlace.NOWHERE
            set_kind(self._state, "warn" if nowhere else "good")
        from_outside = self._place is KeyPlace.ENVIRONMENT
        self.key.setEnabled(not from_outside)
        self.buttons["keep_key"].setEnabled(not from_outside)
        self.buttons["test_key"].setEnabled(kept and self._place is not KeyPlace.NOWHERE)
        self.buttons["forget_key"].setEnabled(self._place is KeyPlace.KEYRING)
        self.key.setPlaceholderText(
            text("sources.key.kept_placeholder" if kept and self._place is KeyPlace.KEYRING
                 else "sources.key.placeholder")
        )  # fmt: skip


def _add(column: QVBoxLayout, *pieces: QWidget) -> None:
    for piece in pieces:
        column.addWidget(piece)
