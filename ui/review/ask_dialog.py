"""Asks one plain question before something that concerns somebody else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH = 400


class AskDialog(QDialog):
    """Enter says yes, Escape no."""

    def __init__(
        self, ui: UiContext, parent: QWidget, question: str, hint: str, answer: str
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question)
        self.setFixedWidth(WIDTH)
        yes = PrimaryButton(answer, "Enter")
        yes.setDefault(True)
        yes.clicked.connect(self.accept)
        no = KeyButton(ui.language.text("action.cancel"), "Esc")
        no.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(no)
        buttons.addWidget(yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(question, "large", wrap=True))
        column.addWidget(label(hint, "muted", wrap=True))
        column.addLayout(buttons)
        self.yes = yes

    def ask(self) -> None:
        """Show the question."""
        self.open()
        self.yes.setFocus()
