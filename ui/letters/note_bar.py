"""One line to say why letters need no more work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import KeyMap
from ui.context import UiContext
from ui.review.line_edit import LineEdit
from ui.widgets import KeyButton, PrimaryButton, label

LONGEST = 500


class NoteBar(QWidget):
    """Asks for a note about some letters; hidden while nobody resolves any."""

    def __init__(self, ui: UiContext, keys: KeyMap) -> None:
        super().__init__()
        self._ui = ui
        self.ids: tuple[int, ...] = ()
        self._question = label("", "heading", wrap=True)
        self.line = LineEdit(ui)
        self.line.setMaxLength(LONGEST)
        self.buttons = {"keep": PrimaryButton(), "leave": KeyButton(role="quiet")}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._question)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        for name, button in self.buttons.items():
            keys.print_on(button, f"letters.note.{name}")
            row.addWidget(button)
        column.addLayout(row)
        self.hide()
        ui.language.follow(self._retranslate)

    def ask(self, ids: Sequence[int]) -> None:
        """Ask about these letters."""
        self.ids = tuple(ids)
        self.line.clear()
        self._retranslate()
        self.show()
        self.line.setFocus()

    def _retranslate(self) -> None:
        language = self._ui.language
        for name, button in self.buttons.items():
            button.setText(language.text(f"letters.note.{name}"))
        many = len(self.ids) > 1
        self._question.setText(
            language.plural("letters.note.these", len(self.ids))
            if many
            else language.text("letters.note.this")
        )
        self.line.setAccessibleName(self._question.text())
