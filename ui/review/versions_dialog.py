"""Two versions of a call side by side: for each field that differs one of them is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pipeline.extraction.call import FieldName
from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import KeyButton, PrimaryButton, label

SIDE_WIDTH = 250
NAME_WIDTH = 110
PADDING = 10
LONGEST = 240
"""Letters of a value that are shown; the whole of it is in the tooltip."""
MOST_HEIGHT = 560


@dataclass(frozen=True, slots=True)
class Versions:
    """What one field is in either version."""

    name: FieldName
    first: str
    second: str


class VersionButton(QPushButton):
    """One version of a value; held down while it is the chosen one."""

    def __init__(self, ui: UiContext, value: str, said: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(said)
        shown = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
        nothing = ui.language.text("review.not_announced")
        words = label(isolate(shown) if value else nothing, "" if value else "muted", wrap=True)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setToolTip(value)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.addWidget(words)
        self.setFixedWidth(SIDE_WIDTH)
        self.setFixedHeight(words.heightForWidth(SIDE_WIDTH - 2 * PADDING) + 2 * PADDING)


class VersionsDialog(QDialog):
    """Up and Down go from field to field, Left and Right choose, Enter takes what is chosen."""

    taken = Signal(object)
    """The chosen value of each field."""

    def __init__(
        self, ui: UiContext, parent: QWidget, title: str, hint: str, sides: tuple[str, str]
    ) -> None:
        super().__init__(parent)
        self._ui = ui
        self._sides = sides
        self._rows: list[tuple[Versions, tuple[VersionButton, VersionButton]]] = []
        self._names: list[QWidget] = []
        self._at = 0
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        self.take = PrimaryButton(ui.language.text("review.versions.take"), "Enter")
        self.take.setDefault(True)
        self.take.clicked.connect(self._take)
        leave = KeyButton(ui.language.text("review.versions.leave"), "Esc")
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(label(ui.language.text("review.versions.keys"), "small"), 1)
        buttons.addWidget(leave)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(label(title, "large", wrap=True))
        column.addWidget(label(hint, "muted", wrap=True))
        column.addWidget(self._area, 1)
        column.addLayout(buttons)
        for place, side in enumerate(sides, 1):
            self._grid.addWidget(label(side, "heading"), 0, place)

    def choose(self, versions: Sequence[Versions], *, second: bool = True) -> None:
        """Show these fields, with one side chosen for all of them at first."""
        for one in versions:
            self._add(one, second=second)
        self._grid.setRowStretch(len(versions) + 1, 1)
        self._go(0)
        width = NAME_WIDTH + 2 * SIDE_WIDTH + 80
        self.resize(width, min(MOST_HEIGHT, self._grid.sizeHint().height() + 200))
        self.open()
        self.setFocus()  # a button would keep the arrows for itself

    @property
    def chosen(self) -> Mapping[FieldName, str]:
        """The value chosen for each field."""
        return {
            one.name: one.second if pair[1].isChecked() else one.first for one, pair in self._rows
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose; a key pressed to the left means what stands there."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(self._at + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._rows:
            second = (key == Qt.Key.Key_Right) != self._ui.language.right_to_left
            self._rows[self._at][1][second].setChecked(True)
        else:
            super().keyPressEvent(event)

    def _add(self, one: Versions, *, second: bool) -> None:
        text = self._ui.language.text
        name = text(f"review.field.{one.name}")
        heading = label(name, "muted")
        heading.setFixedWidth(NAME_WIDTH)
        pair = (
            VersionButton(self._ui, one.first, f"{name}: {self._sides[0]}"),
            VersionButton(self._ui, one.second, f"{name}: {self._sides[1]}"),
        )
        group = QButtonGroup(self)
        row = len(self._rows) + 1
        self._grid.addWidget(heading, row, 0)
        for place, button in enumerate(pair, 1):
            group.addButton(button)
            self._grid.addWidget(button, row, place, Qt.AlignmentFlag.AlignTop)
            button.clicked.connect(lambda _=False, at=row - 1: self._go(at))
        pair[second].setChecked(True)
        self._rows.append((one, pair))
        self._names.append(heading)

    def _go(self, at: int) -> None:
        if not self._rows:
            return
        self._at = max(0, min(at, len(self._rows) - 1))
        for place, heading in enumerate(self._names):
            font = heading.font()
            font.setBold(place == self._at)
            font.setUnderline(place == self._at)
            heading.setFont(font)
        self._area.ensureWidgetVisible(self._rows[self._at][1][0])

    def _take(self) -> None:
        chosen = dict(self.chosen)
        self.accept()
        self.taken.emit(chosen)
