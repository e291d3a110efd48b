"""All fields of a call: what a reviewer has to look at first, then the rest."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pipeline.extraction.call import FieldName
from pipeline.review.values import CallDetail, FieldView
from ui.context import UiContext
from ui.review.field_row import FieldRow


class FieldsPanel(QScrollArea):
    """The fields in an order that stays as it is while one call is shown.

    `reviewing` brings what needs a look to the top and prints each field's key; without it
    they stand in reading order, and nothing is said of a message beside them.
    """

    focused = Signal(FieldName)
    committed = Signal(FieldName, str)

    def __init__(
        self, ui: UiContext, *, reviewing: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.setWidget(inside)
        self.rows = {
            name: FieldRow(
                ui, name, str(number) if reviewing else "", inside, beside_message=reviewing
            )
            for number, name in enumerate(FieldName, 1)
        }
        self._reviewing = reviewing
        self._order = list(self.rows.values())
        self._call_id: int | None = None
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        for row in self._order:
            row.focused.connect(self._focused)
            row.committed.connect(self.committed)
            self._column.addWidget(row)
        self._column.addStretch(1)

    @property
    def open_row(self) -> FieldRow | None:
        """The row being edited."""
        return next((row for row in self._order if row.editor.hasFocus()), None)

    def show_detail(self, detail: CallDetail) -> None:
        """Show a call; one that is shown already keeps its order and what is being typed."""
        again = detail.id == self._call_id
        self._call_id = detail.id
        for view in detail.fields:
            self.rows[view.name].show_view(view, keep_typing=again)
        if not again:
            if self._reviewing:
                self._arrange(detail.fields)
            self.verticalScrollBar().setValue(0)

    def next_doubtful(self, step: int) -> FieldRow | None:
        """The next field that needs a look, from the one being edited on."""
        wanted = [row for row in self._order if row.needs_a_look or row is self.open_row]
        if not wanted:
            return None
        if self.open_row is None:
            return wanted[0] if step > 0 else wanted[-1]
        return wanted[(wanted.index(self.open_row) + step) % len(wanted)]

    def edit(self, name: FieldName) -> None:
        """Take the focus to a field."""
        self.rows[name].edit()

    def commit(self) -> None:
        """Hand over what is being typed."""
        if (row := self.open_row) is not None:
            row.commit()

    def _focused(self, name: FieldName) -> None:
        self.ensureWidgetVisible(self.rows[name], 0, 16)
        self.focused.emit(name)

    def _arrange(self, fields: tuple[FieldView, ...]) -> None:
        rows = [self.rows[view.name] for view in fields]
        wanted = sorted(rows, key=lambda row: (not row.needs_a_look, not row.view.value))
        if wanted == self._order:
            return
        self._order = wanted
        for at, row in enumerate(wanted):
            self._column.insertWidget(at, row)
        for before, after in pairwise(wanted):
            QWidget.setTabOrder(before.editor, after.editor)
