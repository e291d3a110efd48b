"""Fields of a provider's card: a model chosen or typed, an address, a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pipeline.keys import KeyPlace
from ui.context import UiContext
from ui.models.desk import KeysSeen
from ui.models.words import Words
from ui.widgets import Flow, KeyButton, PrimaryButton, label, set_kind


class ModelBox(QComboBox):
    """A model's name, typed or taken from what the key offers."""

    typed = Signal()
    committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self.line)
        # The box has frame and padding already.
        self.line.setStyleSheet("border: none; background: transparent; padding: 0; min-height: 0;")
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(12)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self.committed)
        self.activated.connect(self.committed)

    def offer(self, models: Sequence[str]) -> None:
        """Offer these names; what is written stays."""
        written = self.currentText()
        self.blockSignals(True)
        self.clear()
        self.addItems(list(models))
        self.setCurrentIndex(self.findText(written, Qt.MatchFlag.MatchExactly))
        self.setEditText(written)
        self.blockSignals(False)

    def write(self, text: str) -> None:
        """Show a name, unless somebody types right now."""
        if not self.hasFocus() or not self.line.isModified():
            self.setEditText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; a list that drops down is no end of typing."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.committed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page: a passing wheel must not change a model."""
        event.ignore()


class KeyRow(QWidget):
    """Where a provider's key lies, and the way to enter another. What is typed is masked,
    handed on once, and wiped."""

    entered = Signal(str)
    removed = Signal()

    def __init__(self, ui: UiContext, words: Words, provider: str) -> None:
        super().__init__()
        self._ui = ui
        self._words = words
        self._provider = provider
        self._keys: KeysSeen | None = None
        self._sure = False
        self.where = label("", "muted", wrap=True)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.keep = PrimaryButton()
        self.change = KeyButton()
        self.remove = KeyButton(role="quiet")
        self.wrong = label("", "bad", wrap=True)
        self._lay_out()
        self.show_keys(None)

    @property
    def can_enter(self) -> bool:
        """Whether a key can be kept here."""
        keys = self._keys
        place = keys.places.get(self._provider, KeyPlace.NOWHERE) if keys else None
        return keys is not None and keys.keyring and place is not KeyPlace.ENVIRONMENT

    @property
    def _is_kept(self) -> bool:
        places = self._keys.places if self._keys else {}
        return places.get(self._provider) is KeyPlace.KEYRING

    def show_keys(self, keys: KeysSeen | None) -> None:
        """Say where the key lies."""
        self._keys = keys
        self.retranslate()

    def edit(self) -> None:
        """Let a key be typed."""
        if self.can_enter:
            self._open(True)
            self.line.setFocus()

    def close_line(self) -> None:
        """Forget what was typed."""
        self._open(False)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        text = self._ui.language.text
        said = self._words.key(self._provider, self._keys)
        self.where.setText(said.text)
        set_kind(self.where, said.kind)
        self.change.setText(text(f"models.{'change' if self._is_kept else 'enter'}_key"))
        self.keep.setText(text("models.keep_key"))
        self.remove.setText(text(f"models.remove_key{'_sure' if self._sure else ''}"))
        self.line.setPlaceholderText(text("models.key_place.hint"))
        self.line.setAccessibleName(f"{text('models.key')}, {self._words.name(self._provider)}")
        self.wrong.setText(text("models.wrong.key"))
        self._show_buttons()

    def _show_buttons(self) -> None:
        typing = not self._entry.isHidden()
        self.change.setVisible(self.can_enter and not typing)
        self.remove.setVisible(self._is_kept and self.can_enter and not typing)

    def _open(self, typing: bool) -> None:
        self.line.clear()
        self._sure = False
        self._entry.setVisible(typing)
        self.wrong.hide()
        self.retranslate()

    def _check(self) -> None:
        text = self.line.text().strip()
        wrong = bool(text) and (" " in text or not text.isprintable())
        self.wrong.setVisible(wrong)
        self.keep.setEnabled(bool(text) and not wrong)

    def _enter(self) -> None:
        if self.keep.isEnabled():
            key = self.line.text().strip()
            self._open(False)
            self.entered.emit(key)

    def _remove(self) -> None:
        if self._sure:
            self._sure = False
            self.removed.emit()
        else:
            self._sure = True
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.where)
        self._entry = QWidget()
        row = QHBoxLayout(self._entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        self._entry.hide()
        column.addWidget(self._entry)
        column.addWidget(self.wrong)
        self.wrong.hide()
        buttons = Flow()
        buttons.addWidget(self.change)
        buttons.addWidget(self.remove)
        column.addLayout(buttons)
        self.keep.setEnabled(False)
        self.line.textChanged.connect(self._check)
        self.line.returnPressed.connect(self._enter)
        self.keep.clicked.connect(self._enter)
        self.change.clicked.connect(self.edit)
        self.remove.clicked.connect(self._remove)
