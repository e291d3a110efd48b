"""How the page of models is laid out: providers on one side, money on the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pipeline.extraction.building import PROVIDERS
from pipeline.extraction.spending.budget import Spent
from pipeline.extraction.spending.report import Period
from ui.context import UiContext
from ui.models.batches_card import BatchesCard
from ui.models.budget_card import BudgetCard
from ui.models.costs_card import CostsCard
from ui.models.desk import KeysSeen
from ui.models.provider_list import ProviderList
from ui.models.words import Words
from ui.widgets import Card, Flow, KeyButton, PageFrame, label, scrolled

NARROW = 860
"""Below this width the money comes under the providers."""


class ModelsBody(QWidget):
    """The pieces of the page, and what they say together."""

    def __init__(self, ui: UiContext, period: Period) -> None:
        super().__init__()
        self._ui = ui
        self._words = Words(ui.language)
        self.page = PageFrame()
        self.keys: KeysSeen | None = None
        self.providers = ProviderList(ui)
        self.budget = BudgetCard(ui)
        self.batches = BatchesCard(ui)
        self.costs = CostsCard(ui, period)
        self.adding = {name: KeyButton() for name in PROVIDERS}
        self.undo = KeyButton()
        self._spent = label("", "muted")
        self.page.head.addWidget(self._spent)
        self.page.head.addWidget(self.undo)
        self._order, self._everywhere = label("", "heading"), label("", "muted")
        self.empty = Card(padding=24)
        self._empty, self._reach = label("", "large", wrap=True), label("", "muted", wrap=True)
        self.empty.body.addWidget(self._empty)
        self.empty.body.addWidget(self._reach)
        self._add_hint = label("", "muted")
        self._inside = QWidget()
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(16)
        self._across.addLayout(self._left(), 1)
        self._across.addLayout(self._right(), 1)
        self._inside.installEventFilter(self)
        scrolled(self, self._inside)
        area = self.findChild(QScrollArea)
        assert area is not None
        self._area = area
        self.providers.current_changed.connect(self._show_current)
        ui.language.follow(self._retranslate)

    def turn(self, pages: float) -> None:
        """Show what is further down, or up again: not everything there takes the focus."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + round(bar.pageStep() * pages))

    def show_keys(self, keys: KeysSeen) -> None:
        """Where keys lie."""
        self.keys = keys
        for card in self.providers:
            card.show_keys(keys)

    def focus_batch(self) -> None:
        """Go to the button that ends the next batch under way."""
        if (button := self.batches.next_to_end) is not None:
            button.setFocus()
            self._area.ensureWidgetVisible(button)

    def focus_first(self) -> None:
        """Where keys act: the current card, or the page."""
        (self.providers.current or self.page).setFocus()

    def say(self, spent: Spent | None, *, can_undo: bool, can_add: Callable[[str], bool]) -> None:
        """What the page says as a whole."""
        if spent is not None:
            money = self._words.money
            said = self._ui.language.text(
                "models.head.spent", today=money(spent.today), month=money(spent.month)
            )
            self._spent.setText(said)
        self.undo.setEnabled(can_undo)
        self.empty.setVisible(not self.providers.cards)
        for name, button in self.adding.items():
            button.setVisible(can_add(name))
        self._add_hint.setVisible(any(can_add(name) for name in self.adding))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the halves one below the other where they have no room side by side."""
        if watched is self._inside and event.type() == QEvent.Type.Resize:
            way = QBoxLayout.Direction
            narrow = self._inside.width() < NARROW
            self._across.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        return False

    def _show_current(self) -> None:
        card, layout = self.providers.current, self._inside.layout()
        if card is None or layout is None or not self.empty.isHidden():  # nothing stands yet
            return
        layout.activate()
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        top = card.mapTo(self._inside, QPoint(0, 0)).y()
        if top < bar.value() or card.height() > room:
            bar.setValue(top)
        elif top + card.height() > bar.value() + room:
            bar.setValue(top + card.height() - room)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._order)
        column.addWidget(self.empty)
        column.addWidget(self.providers)
        column.addWidget(self._add_hint)
        bar = Flow()
        for button in self.adding.values():
            bar.addWidget(button)
        column.addLayout(bar)
        column.addStretch(1)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._everywhere)
        column.addWidget(self.budget)
        column.addWidget(self.batches)
        column.addWidget(self.costs)
        column.addStretch(1)
        return column

    def _retranslate(self) -> None:
        text = self._ui.language.text
        self._order.setText(text("models.providers"))
        self._everywhere.setText(text("models.everywhere"))
        self.undo.setText(text("action.undo"))
        self.undo.setAccessibleName(text("models.undo"))
        self._empty.setText(text("models.empty"))
        self._reach.setText(text("models.empty_reach"))
        self._add_hint.setText(text("models.add_hint"))
        for name, button in self.adding.items():
            button.setText(text(f"models.add.{name}"))
