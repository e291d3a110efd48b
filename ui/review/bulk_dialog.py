"""Asks before many calls are decided at once, and tells afterwards which could not be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from pipeline.review.reasons import OTHER
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.line_edit import LineEdit
from ui.review.reasons import reason_text
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH = 440
LIST_HEIGHT = 320


class BulkDialog(QDialog):
    """Says how many calls it is about; a rejection asks for its reason too."""

    confirmed = Signal(str, str)
    """A reason and a note; both empty for an approval."""

    def __init__(
        self, ui: UiContext, parent: QWidget, kind: str, number: int, reasons: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self._ui = ui
        self._kind = kind
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        text = ui.language.text
        asked = ui.language.plural(f"review.bulk.ask.{kind}", number)
        self.setWindowTitle(asked)
        self.reason = QComboBox(self)
        self.reason.setAccessibleName(text("review.why_reject"))
        for place, reason in enumerate(reasons, 1):
            # A digit at the front, so that pressing it chooses.
            self.reason.addItem(f"{place}  {isolate(reason_text(ui, reason))}", reason)
        self.note = LineEdit(ui)
        self.note.setParent(self)
        self.note.setPlaceholderText(text("review.bulk.note"))
        self.note.setAccessibleName(text("review.bulk.note"))
        self.reason.currentIndexChanged.connect(self._allow)
        self.note.textChanged.connect(self._allow)
        role = "danger" if kind == "reject" else "primary"
        self.confirm = KeyButton(text(f"review.bulk.{kind}"), "Enter", role)
        self.confirm.setDefault(True)
        self.confirm.clicked.connect(self._confirm)
        column = _column(self)
        column.addWidget(label(asked, "large", wrap=True))
        column.addWidget(label(text(f"review.bulk.hint.{kind}"), "muted", wrap=True))
        if kind == "reject":
            column.addWidget(label(text("review.why_reject"), "heading"))
            column.addWidget(self.reason)
            column.addWidget(self.note)
        else:
            self.reason.hide()
            self.note.hide()
        column.addLayout(_buttons(self, text("action.cancel"), self.confirm))

    def ask(self) -> None:
        """Show the question."""
        self.open()
        (self.reason if self._kind == "reject" else self.confirm).setFocus()

    def _allow(self) -> None:
        words = bool(self.note.text().strip())
        self.confirm.setEnabled(words or self.reason.currentData() != OTHER)

    def _confirm(self) -> None:
        reason = self.reason.currentData() if self._kind == "reject" else ""
        self.accept()
        self.confirmed.emit(reason, self.note.text().strip())


class FailuresDialog(QDialog):
    """Lists the calls that could not be decided, each with why."""

    def __init__(self, ui: UiContext, parent: QWidget, failures: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said = ui.language.plural("review.bulk.failed", len(failures))
        self.setWindowTitle(said)
        self.setModal(True)
        self.resize(WIDTH + 120, LIST_HEIGHT)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(said)
        for title, why in failures:
            self.list.addItem(f"{isolate(title)}\n{ui.language.sentence(why)}")
        close = PrimaryButton(ui.language.text("review.bulk.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = _column(self)
        column.addWidget(label(said, "large", wrap=True))
        column.addWidget(label(ui.language.text("review.bulk.failed_hint"), "muted", wrap=True))
        column.addWidget(self.list, 1)
        column.addLayout(buttons)


def _column(dialog: QDialog) -> QVBoxLayout:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    return column


def _buttons(dialog: QDialog, cancel_text: str, confirm: KeyButton) -> QHBoxLayout:
    cancel = KeyButton(cancel_text, "Esc")
    cancel.clicked.connect(dialog.reject)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(cancel)
    buttons.addWidget(confirm)
    return buttons
