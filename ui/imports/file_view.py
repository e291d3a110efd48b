"""What a file turned out to be, and what can be chosen before it is stored."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from pipeline.dumps.date_order import UNNEEDED, DateOrder
from pipeline.dumps.detect import Format
from pipeline.dumps.dump import Preview
from ui.context import UiContext
from ui.i18n import isolate
from ui.imports.cost import cost_sentence, together
from ui.imports.entry import Entry
from ui.imports.pickers import Pickers
from ui.imports.preview_model import PreviewModel
from ui.imports.ring import draw_ring
from ui.widgets import Card, ElidedLabel, KeyButton, RowTable, label, line, scrolled, set_kind

_WHOLE = 72
"""Room for three lines of the chosen message."""
_LEAST = 140
"""Room for the head of the list and three messages."""


class FileView(QWidget):
    """Facts, choices, and the first messages of one file."""

    order_chosen = Signal(object)
    mapping_chosen = Signal(object)
    entered = Signal()
    """Enter was pressed where the window's keys don't reach."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._entry: Entry | None = None
        self._entries: tuple[Entry, ...] = ()
        self._facts = Card(padding=16)
        self._name = ElidedLabel("", "large")
        self._about = ElidedLabel("", "muted")
        self._dates = label("", "muted", wrap=True)
        self._facts.body.addWidget(self._name)
        self._facts.body.addWidget(self._about)
        self._note = label("", "warn", wrap=True)
        self._facts.body.addWidget(self._note)
        self._facts.body.addWidget(self._dates)
        self._cost = label("", "muted", wrap=True)
        self._facts.body.addWidget(self._cost)
        self._all = label("", "muted", wrap=True)
        self._facts.body.addWidget(self._all)
        self._choice = self._order_row()
        self._facts.body.addWidget(self._choice)
        self._pickers = Pickers(ui)
        self._pickers.chosen.connect(self.mapping_chosen)
        self._pickers.entered.connect(self.entered)
        self._facts.body.addWidget(self._pickers)
        self._model = PreviewModel(ui, self)
        self.table = PreviewTable(ui)
        self.table.setModel(self._model)
        self.table.set_widths(168, 144, 0)
        self._first = label("", "heading")
        self.table.setMinimumHeight(_LEAST)
        listed = Card(padding=16)
        listed.body.addWidget(self._first)
        listed.body.addWidget(self.table, 1)
        self._whole = whole_message()
        listed.body.addWidget(line())
        listed.body.addWidget(self._whole)
        self.table.selectionModel().currentRowChanged.connect(self._show_whole)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._facts)
        column.addWidget(listed, 1)
        scrolled(self, body)
        ui.language.follow(self._retranslate)
        ui.theme.changed.connect(self._retranslate)

    def show_entry(self, entry: Entry, among: Sequence[Entry]) -> None:
        """Show a file that was seen, `among` all that can be imported; the same one again keeps
        its chosen message."""
        if entry is not self._entry:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        self._entry, self._entries = entry, tuple(among)
        self._retranslate()

    def show_cost(self) -> None:
        """Show what models would take, once it is known; without models there is no such line."""
        foreseen = self._entry.foreseen if self._entry else None
        self._cost.setText(cost_sentence(self._ui, foreseen) if foreseen else "")
        self._cost.setVisible(foreseen is not None)
        said = together(self._ui, self._entries)
        self._all.setText(said)
        self._all.setVisible(bool(said))

    def choose_order(self, order: DateOrder) -> None:
        """As a click on its button does, where there is a choice."""
        if self.can_choose_order:
            self.order_chosen.emit(order)

    @property
    def can_choose_order(self) -> bool:
        """Whether day and month may be swapped."""
        entry = self._entry
        if entry is None or entry.seen is None:
            return False
        return entry.seen.date_order.ambiguous or entry.date_order is not None

    def _show_whole(self, row: QModelIndex) -> None:
        self._whole.setPlainText(self._model.text_of(row.row()) if row.isValid() else "")

    def _order_row(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._orders = QButtonGroup(self)
        self._order_buttons: dict[DateOrder, KeyButton] = {}
        for order, key in ((DateOrder.DMY, "D"), (DateOrder.MDY, "M")):
            button = KeyButton("", key)
            button.setCheckable(True)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _=False, one=order: self.choose_order(one))
            self._orders.addButton(button)
            self._order_buttons[order] = button
            row.addWidget(button)
        row.addStretch(1)
        return made

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for order, button in self._order_buttons.items():
            button.setText(text(f"imports.order.{order.value}"))
        self._pickers.retranslate()
        entry = self._entry
        if entry is None or entry.seen is None:
            return
        seen = entry.seen
        self._name.set_text(isolate(entry.title))
        self._about.set_text(f"{kind_and_size(self._ui, entry)} · {isolate(entry.path.name)}")
        self._dates.setText(_date_sentence(self._ui, entry, seen))
        set_kind(self._dates, "warn" if seen.date_order.ambiguous else "muted")
        self._note.setText(self._ui.language.sentence(seen.note or ""))
        self._note.setVisible(bool(seen.note))
        self.show_cost()
        self._choice.setVisible(self.can_choose_order)
        for order, button in self._order_buttons.items():
            button.setChecked(seen.date_order.order is order)
        self._pickers.setVisible(seen.format is Format.CSV)
        self._pickers.ask(entry.guessed)
        self._pickers.show_columns(seen.columns, entry.mapping)
        self._first.setText(self._ui.language.plural("imports.first", len(seen.messages)))
        self.table.setAccessibleName(self._first.text())
        chosen = max(0, self.table.currentIndex().row())
        self._model.show_messages(seen.messages)
        self.table.select_row(chosen)


def whole_message() -> QTextEdit:
    """A place for the chosen message as it was written; the arrows stay with the table."""
    made = QTextEdit()
    made.setReadOnly(True)
    made.setProperty("kind", "message")
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setFixedHeight(_WHOLE)
    made.setAcceptDrops(False)
    return made


class PreviewTable(RowTable):
    """Shows by a ring that arrows move in it."""

    def __init__(self, ui: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and the ring over them."""
        super().paintEvent(event)
        draw_ring(self, self._ui)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll without dragging the ring along."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()


def kind_and_size(ui: UiContext, entry: Entry) -> str:
    """What a file is, in a few words; empty before it was seen."""
    if entry.seen is None:
        return ""
    kind = ui.language.text(f"imports.format.{entry.seen.format.value}")
    return f"{kind} · {file_size(ui, entry.seen.size)}"


def file_size(ui: UiContext, size: int) -> str:
    """A size in the unit people use for it."""
    number, unit, digits = float(size), "b", 0
    for larger in ("kb", "mb", "gb"):
        if number < 1024:
            break
        number, unit, digits = number / 1024, larger, 1
    shown = ui.language.number(number, digits) if digits else ui.language.number(size)
    return ui.language.text(f"imports.size.{unit}", n=shown)


def _date_sentence(ui: UiContext, entry: Entry, seen: Preview) -> str:
    found = seen.date_order
    if found == UNNEEDED:
        return ui.language.text("imports.dates.own")
    if not any(message.sent_at for message in seen.messages):
        return ui.language.text("imports.dates.none")
    if len(seen.orders) > 1:
        orders = (ui.language.text(f"imports.order.{one.value}") for one in seen.orders)
        how = "several_unsure" if found.ambiguous else "several"
        return ui.language.text(f"imports.dates.{how}", orders=" · ".join(orders))
    order = ui.language.text(f"imports.order.{found.order.value}")
    if entry.date_order is not None:
        return ui.language.text("imports.dates.asked", order=order)
    how = "unsure" if found.ambiguous else "sure"
    return ui.language.text(f"imports.dates.{how}", order=order)
