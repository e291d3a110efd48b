"""Why a call is rejected: numbered reasons, the last one in the reviewer's own words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.widgets import label

REASONS = (
    "not_a_call",
    "expired",
    "scam",
    "not_region",
    "no_contact",
    "duplicate",
    "self_promotion",
    "unclear",
    "other",
)
OTHER = REASONS[-1]
WIDTH = 300


class ReasonButton(QPushButton):
    """A reason after its number, as in a list."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        cap = label(key, "cap")
        cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        cap.setFixedSize(22, 22)
        self._reason = label()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(cap)
        row.addWidget(self._reason, 1)
        for piece in (cap, self._reason):
            piece.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str) -> None:
        """Change the reason's words."""
        self._reason.setText(text)
        self.setAccessibleName(text)


class ReasonsPanel(QFrame):
    """Lies over the page while a reason is chosen."""

    chosen = Signal(str, str)
    """A reason, and a note or nothing."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setProperty("kind", "overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._title = label("", "heading")
        self.note = LineEdit(ui)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addSpacing(6)
        self.buttons = [ReasonButton(str(n)) for n in range(1, len(REASONS) + 1)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, n=number: self.choose(n))
            column.addWidget(button)
        column.addWidget(self.note)
        ui.language.follow(self._retranslate)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a reason is being chosen."""
        return self.isVisible()

    @property
    def writes_note(self) -> bool:
        """Whether the reviewer's own words are being typed."""
        return self.is_open and self.note.isVisible()

    def open_over(self, button: QWidget) -> None:
        """Ask for a reason, above the button that wants one."""
        self.note.clear()
        self.note.hide()
        over = self.parentWidget()
        assert over is not None
        place = button.mapTo(over, QPoint(0, -8))
        mirrored = self._ui.language.right_to_left
        self._place(place.x() + (button.width() - WIDTH if mirrored else 0), place.y())
        self.show()
        self.raise_()

    def choose(self, number: int) -> None:
        """Take the reason of this place in the list; the last asks for words first."""
        if REASONS[number] != OTHER:
            self._finish(REASONS[number], "")
            return
        bottom = self.geometry().bottom()
        self.note.show()
        self._place(self.x(), bottom)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def confirm(self) -> None:
        """Take the reviewer's own words."""
        self._finish(OTHER, self.note.text().strip())

    def _finish(self, reason: str, note: str) -> None:
        self.hide()
        self.chosen.emit(reason, note)

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
        self.note.setPlaceholderText(text("review.note"))
        self.note.setAccessibleName(text("review.note"))
        for reason, button in zip(REASONS, self.buttons, strict=True):
            button.say(text(f"review.reason.{reason}"))
