"""Corrects the text a message is read in: the original stays, and what differs is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from pipeline.errors import Invalid
from pipeline.jobs.letters_corrected import checked
from pipeline.jobs.letters_desk import Context
from pipeline.review.wording import Difference, Piece, compare
from ui.actions import KeyMap
from ui.context import UiContext
from ui.review.diff_view import DiffView
from ui.theme.style import message_font
from ui.theme.tokens import MESSAGE
from ui.widgets import Flow, KeyButton, PrimaryButton, label

PAUSE_MS = 150


class _Difference(DiffView):
    """The corrected text with what it says more and what it leaves out."""

    def write(self, cursor: QTextCursor) -> None:
        """Write all pieces, one after the other."""
        self.paragraph(cursor, own_direction=True)
        for piece in self._shown if isinstance(self._shown, tuple) else ():
            self.write_piece(cursor, piece, MESSAGE)


class EditView(QWidget):
    """A text to type in above, what differs below."""

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self.context: Context | None = None
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFont(message_font())
        self._difference = _Difference(ui, "letters.edit.difference")
        self._title, self._hint = label("", "large"), label("", "muted", wrap=True)
        self._below, self._wrong = label("", "heading"), label("", "bad", wrap=True)
        self.buttons = {
            "keep": PrimaryButton(),
            "original": KeyButton(),
            "leave": KeyButton(role="quiet"),
        }
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._compare)
        self.text.textChanged.connect(self._pause.start)
        self._lay_out(keys)
        ui.language.follow(self._retranslate)

    def open(self, context: Context) -> None:
        """Begin with what is read now, and let typing start."""
        self.context = context
        self.text.setPlainText(context.read_text)
        self._compare()
        self.text.setFocus()

    def put_original(self) -> None:
        """Begin anew with the message as it was received."""
        if self.context is not None:
            self.text.setPlainText(self.context.text)

    @property
    def written(self) -> str:
        """What was typed. Raises `Invalid` saying what is wrong with it."""
        return checked(self.text.toPlainText())

    def _compare(self) -> None:
        if self.context is None:
            return
        try:
            text = self.written
        except Invalid as error:
            self._say(str(error))
            text = self.text.toPlainText()
        else:
            self._say("")
        pieces = compare(self.context.text, text)
        if all(piece.difference == Difference.SAME for piece in pieces):
            none = self._ui.language.text("letters.edit.same")
            pieces = (Piece(Difference.SAME, none),)
        self._difference.begin(pieces)

    def _say(self, wrong: str) -> None:
        self._wrong.setText(self._ui.language.sentence(wrong) if wrong else "")
        self._wrong.setVisible(bool(wrong))
        self.buttons["keep"].setEnabled(not wrong)

    def _lay_out(self, keys: KeyMap) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 8, 0, 0)
        lower.addWidget(self._below)
        lower.addWidget(self._difference, 1)
        split = QSplitter(Qt.Orientation.Vertical, childrenCollapsible=False)
        split.addWidget(self.text)
        split.addWidget(below)
        column.addWidget(split, 1)
        column.addWidget(self._wrong)
        bar = Flow()
        for name, button in self.buttons.items():
            keys.print_on(button, f"letters.edit.{name}")
            bar.addWidget(button)
        column.addLayout(bar)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("letters.edit.title"))
        self._hint.setText(text("letters.edit.hint"))
        self._below.setText(text("letters.edit.difference"))
        self.text.setAccessibleName(text("letters.edit.title"))
        for name, button in self.buttons.items():
            button.setText(text(f"letters.edit.{name}"))
