"""Where the list of reasons is changed: one on a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from pipeline.review.reasons import KNOWN, MOST, OTHER
from ui.context import UiContext
from ui.review.reasons import reason_text
from ui.widgets import KeyButton, PrimaryButton, label

WIDTH = 420


class ReasonsEditor(QDialog):
    """Shows the list as text; a line that says a reason we know stays that reason."""

    saved = Signal(list)
    """The list as it is kept; whoever keeps it closes the dialog, or tells what is wrong."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = ui.language.text
        self.setWindowTitle(text("review.edit_reasons"))
        self.lines = QTextEdit(acceptRichText=False)
        self.lines.setTabChangesFocus(True)
        each_its_own = QTextOption()
        each_its_own.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.lines.document().setDefaultTextOption(each_its_own)
        self.lines.setAccessibleName(text("review.edit_reasons"))
        self.problem = label("", "bad", wrap=True)
        self.problem.hide()
        self.save = PrimaryButton(text("review.save"))
        self.save.setDefault(True)
        cancel = KeyButton(text("action.cancel"), "Esc")
        cancel.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self.saved.emit(self.reasons()))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(text("review.edit_reasons"), "large"))
        column.addWidget(label(text("review.reasons_hint", most=MOST), "muted", wrap=True))
        column.addWidget(self.lines, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.resize(WIDTH, WIDTH)

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Show a list to change."""
        shown = (reason_text(self._ui, reason) for reason in reasons if reason != OTHER)
        self.lines.setPlainText("\n".join(shown))
        self.open()
        self.lines.setFocus()

    def reasons(self) -> list[str]:
        """The list as it is kept."""
        by_text = {reason_text(self._ui, reason): reason for reason in KNOWN}
        lines = (line.strip() for line in self.lines.toPlainText().split("\n"))
        return [by_text.get(line, line) for line in lines if line]

    def tell(self, sentence: str) -> None:
        """Say why the list can't be kept like this."""
        self.problem.setText(sentence)
        self.problem.show()
