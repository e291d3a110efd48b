"""Shows a bug as a report one can copy, once; the program goes on."""

from __future__ import annotations

import platform
import traceback
from types import TracebackType

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.widgets.buttons import KeyButton, PrimaryButton
from ui.widgets.cards import label


def report_of(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, version: str
) -> str:
    """What whoever repairs it needs; no message text and no settings."""
    head = (
        f"TakeOne {version}, Python {platform.python_version()}, "
        f"Qt {PySide6.__version__}, {platform.platform()}"
    )
    return f"{head}\n\n{''.join(traceback.format_exception(kind, error, trace))}"


class BugDialog(QDialog):
    """The report, and a button that copies it."""

    def __init__(self, ui: UiContext, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = ui.language.text
        self._report = report
        self.setWindowTitle(text("app.name"))
        self.resize(720, 420)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(text("bug.title"), "title", wrap=True))
        column.addWidget(label(text("bug.hint"), "muted", wrap=True))
        body = QPlainTextEdit(report, readOnly=True)
        column.addWidget(body, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        copy = KeyButton(text("bug.copy"))
        copy.clicked.connect(self._copy)
        close = PrimaryButton(text("action.close"), "Esc")
        close.clicked.connect(self.close)
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)

    @staticmethod
    def show_once(ui: UiContext, report: str, parent: QWidget) -> None:
        """Show the report, unless one is shown already: bugs like to come in crowds."""
        if any(dialog.isVisible() for dialog in parent.findChildren(BugDialog)):
            return
        dialog = BugDialog(ui, report, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
