"""Asks for the address of a workspace shared by many desks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout

from ui.actions import Action
from ui.shell.elsewhere import Elsewhere, Where
from ui.shell.overlay import Overlay
from ui.shell.page import Frame
from ui.widgets import KeyButton, PrimaryButton, label

EXAMPLE = "postgresql://name@server/takeone"


class Join(Overlay):
    """One line to type. It stays open, with the reason, when the address leads nowhere."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.ui, frame.keys, frame.window())
        self._frame = frame
        self._title = label("", "title")
        self._caption = label("", "muted")
        self.line = QLineEdit(placeholderText=EXAMPLE)
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._caption.setBuddy(self.line)
        self._hint = label("", "small", wrap=True)
        self._problem = label("", "bad", wrap=True)
        self._busy = QProgressBar(textVisible=False)
        self._busy.setRange(0, 0)
        self._go = PrimaryButton("", "Enter")
        self._close = KeyButton("", "Esc")
        self._go.clicked.connect(self._join)
        self._close.clicked.connect(self.close_it)
        self.line.textEdited.connect(lambda: self._tell(""))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._go)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        for piece in (self._title, self._caption, self.line, self._hint, self._problem):
            column.addWidget(piece)
        column.addStretch(1)
        column.addWidget(self._busy)
        column.addLayout(buttons)
        frame.ui.language.follow(self._retranslate)

    def ask(self) -> None:
        """Open, with what was typed before."""
        self._tell("")
        enter = Action("join.go", "start.join.go", self._join, "Enter", while_typing=True)
        self.open([enter])
        self.line.setFocus()
        self.line.selectAll()

    def panel_size(self) -> tuple[int, int]:
        """Room for the line, its hint and a sentence of two lines."""
        column = self.panel.layout()
        wanted = column.totalHeightForWidth(560) if column else 0
        return 560, max(280, wanted)

    def _join(self) -> None:
        address = self.line.text().strip()
        if not address:
            return
        self._tell("")
        self._wait(True)
        self._frame.go_elsewhere(Elsewhere(Where.SHARED, address), self._refused)

    def _refused(self, problem: object) -> None:
        self._wait(False)
        self._tell(self._ui.language.sentence(problem))
        self.line.setFocus()

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if self.isVisible():
            self._place()

    def _wait(self, waiting: bool) -> None:
        self._busy.setVisible(waiting)
        for piece in (self.line, self._go):
            piece.setEnabled(not waiting)

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._title.setText(text("start.join.title"))
        self._caption.setText(text("start.join.address"))
        self._hint.setText(text("start.join.password"))
        self._go.setText(text("start.join.go"))
        self._close.setText(text("action.close"))
        self._wait(False)
