"""Why a call is rejected: numbered reasons, a note for any of them, own words for the last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pipeline.review.reasons import KNOWN, OTHER
from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.widgets import ElidedLabel, KeyButton, label

WIDTH = 300
NUMBERS = range(1, 10)


class ReasonButton(QPushButton):
    """A reason after its number, as in a list."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cap = label(key, "cap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        cap.setFixedSize(22, 22)
        self._reason = ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(cap)
        row.addWidget(self._reason, 1)
        for piece in (cap, self._reason):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str) -> None:
        """Change the reason's words."""
        self._reason.set_text(text)
        self.setAccessibleName(text)


class ReasonsPanel(QFrame):
    """Lies over the page while a reason is chosen."""

    chosen = Signal(str, str)
    """A reason, and a note or nothing."""
    edit_wanted = Signal()

    def __init__(self, ui: UiContext, parent: QWidget, fixed: Sequence[str] | None = None) -> None:
        """With `fixed` reasons the list is not to be changed."""
        super().__init__(parent)
        self._ui = ui
        self._offered: Sequence[str] = fixed or (*KNOWN, OTHER)
        self._needs_words = False
        self.setProperty("kind", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = label("", "heading")
        self.note = LineEdit(ui)
        self.note_button = KeyButton(role="quiet")
        self.note_button.clicked.connect(self.write_note)
        self.edit_button = KeyButton(role="quiet")
        self.edit_button.clicked.connect(self.edit_wanted)
        self.edit_button.setVisible(fixed is None)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(6)
        self.buttons = [ReasonButton(str(number)) for number in NUMBERS]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, n=number: self.choose(n))
            column.addWidget(button)
        column.addSpacing(6)
        column.addWidget(self.note)
        below = QHBoxLayout()
        below.addWidget(self.note_button)
        below.addStretch(1)
        below.addWidget(self.edit_button)
        column.addLayout(below)
        ui.language.follow(self._retranslate)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a reason is being chosen."""
        return self.isVisible()

    @property
    def writes_note(self) -> bool:
        """Whether the reviewer's own words are being typed."""
        return self.is_open and self.note.hasFocus()

    def offer(self, reasons: Sequence[str]) -> None:
        """Offer another list; the last asks for words."""
        self._offered = tuple(reasons)
        self._retranslate()

    def open_over(self, button: QWidget) -> None:
        """Ask for a reason, above the button that wants one."""
        self._needs_words = False
        self.note.clear()
        self.note.hide()
        over = self.parentWidget()
        assert over is not None
        place = button.mapTo(over, QPoint(0, -8))
        mirrored = self._ui.language.right_to_left
        self._place(place.x() + (button.width() - WIDTH if mirrored else 0), place.y())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def choose(self, number: int) -> None:
        """Take the reason of this place in the list; the last asks for words first."""
        if number >= len(self._offered):
            return
        reason = self._offered[number]
        if reason == OTHER and not self.note.text().strip():
            self._needs_words = True
            self.write_note()
            return
        self._finish(reason)

    def write_note(self) -> None:
        """Let the reviewer say more."""
        bottom = self.geometry().bottom()
        self.note.show()
        self._place(self.x(), bottom)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def confirm(self) -> None:
        """The note is written: choose a reason now, or be done if it was the reason."""
        if not self._needs_words:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.note.text().strip():
            self._finish(OTHER)

    def _finish(self, reason: str) -> None:
        self.hide()
        self.chosen.emit(reason, self.note.text().strip())

    def _place(self, x: int, bottom: int) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.adjustSize()
        over = self.parentWidget()
        assert over is not None
        self.move(max(8, min(x, over.width() - WIDTH - 8)), max(8, bottom - self.height()))

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("review.why_reject"))
        self.note_button.setText(text("review.add_note"))
        self.edit_button.setText(text("review.edit_list"))
        self.note.setPlaceholderText(text("review.note"))
        self.note.setAccessibleName(text("review.note"))
        for button in self.buttons[len(self._offered) :]:
            button.hide()
        for reason, button in zip(self._offered, self.buttons, strict=False):
            button.say(reason_text(self._ui, reason))
            button.show()


def reason_text(ui: UiContext, reason: str) -> str:
    """A reason we know in the language of the interface, any other as it was written."""
    key = f"review.reason.{reason}"
    return ui.language.text(key) if ui.language.has(key) else reason
