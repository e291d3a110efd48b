"""The providers in the order they are asked, and rules at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipeline.extraction.configured import ModelChoice
from ui.context import UiContext
from ui.models.drafts import Draft
from ui.models.provider_card import ProviderCard
from ui.models.rules_card import RulesCard


class ProviderList(QWidget):
    """Cards one below the other. One is current: it is open, and keys act on it."""

    moved = Signal(object, int)
    """A card, and the place it was dragged to."""
    current_changed = Signal()
    made = Signal(object)
    """A new card, to be connected."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.rules = RulesCard(ui)
        self._column.addWidget(self.rules)
        self.cards: list[ProviderCard] = []
        self.current: ProviderCard | None = None
        self._mark = _Mark(ui, self)
        self._target: int | None = None

    def __iter__(self) -> Iterator[ProviderCard]:
        return iter(self.cards)

    def show_choices(self, choices: Sequence[ModelChoice]) -> None:
        """Show this order. Cards of the same providers stay the same widgets, so that nobody
        loses the focus; those not complete yet stay at the end."""
        left = list(self.cards)
        ordered: list[ProviderCard] = []
        for choice in choices:
            card = next((one for one in left if one.saved == choice), None)
            card = card or next((one for one in left if one.provider == choice.provider), None)
            if card is None:
                card = self._add(Draft.of(choice), choice)
            else:
                left.remove(card)
            card.show_choice(choice)
            ordered.append(card)
        for card in left:
            if card.saved is None:
                ordered.append(card)
            else:
                self._drop(card)
        self._order(ordered)

    def add_draft(self, provider: str) -> ProviderCard:
        """A card for a provider that is not complete yet."""
        card = self._add(Draft(provider), None)
        self._order([*self.cards, card])
        return card

    def remove(self, card: ProviderCard) -> None:
        """Take a card away."""
        self._drop(card)
        self._order([one for one in self.cards if one is not card])

    def choose(self, card: ProviderCard | None) -> None:
        """Make a card the current one."""
        if card is self.current:
            return
        self.current = card
        for one in self.cards:
            one.open_up(one is card)
        self.current_changed.emit()

    def choose_provider(self, provider: str) -> None:
        """Make a provider's card the current one, if it has one."""
        self.choose(next((one for one in self.cards if one.provider == provider), self.current))

    def step(self, by: int) -> None:
        """Go to a neighbour."""
        if not self.cards:
            return
        at = self.cards.index(self.current) + by if self.current in self.cards else 0
        card = self.cards[max(0, min(at, len(self.cards) - 1))]
        self.choose(card)
        card.setFocus()

    def print_keys(self, labels: Mapping[str, str]) -> None:
        """Print keys on the current card alone."""
        for card in self.cards:
            card.print_keys(labels if card is self.current else {})

    def _add(self, draft: Draft, saved: ModelChoice | None) -> ProviderCard:
        card = ProviderCard(self._ui, draft, saved)
        card.chosen.connect(lambda: self.choose(card))
        card.dragged.connect(lambda point: self._drag(card, point))
        card.dropped.connect(lambda: self._lay_down(card))
        self.made.emit(card)
        return card

    def _drop(self, card: ProviderCard) -> None:
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _order(self, cards: list[ProviderCard]) -> None:
        if cards != self.cards:
            self.cards = cards
            for number, card in enumerate(cards):
                if self._column.indexOf(card) != number:
                    self._column.insertWidget(number, card)
        for number, card in enumerate(cards, 1):
            card.set_place(number, len(cards))
        self.rules.set_place(len(cards) + 1)
        if self.current not in cards:
            self.current = None
            self.choose(cards[0] if cards else None)
            if not cards:
                self.current_changed.emit()

    # Dragging.

    def _drag(self, card: ProviderCard, point: QPoint) -> None:
        place = sum(
            point.y() > one.geometry().center().y() for one in self.cards if one is not card
        )
        self._target = place
        others = [one for one in self.cards if one is not card]
        beyond = others[place] if place < len(others) else self.rules
        y = beyond.geometry().top() - self._column.spacing() // 2 - 1
        self._mark.show_at(QRect(0, max(0, y - 1), self.width(), 3))

    def _lay_down(self, card: ProviderCard) -> None:
        self._mark.hide()
        target, self._target = self._target, None
        if target is not None and target != self.cards.index(card):
            self.moved.emit(card, target)


class _Mark(QWidget):
    """The line where a card that is dragged would be laid down."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, place: QRect) -> None:
        """Lie there."""
        self.setGeometry(place)
        self.raise_()
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        """In the accent."""
        QPainter(self).fillRect(self.rect(), QColor(self._ui.theme.tokens.accent))
