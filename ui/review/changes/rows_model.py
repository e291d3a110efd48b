"""The list of proposed changes as Qt asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pipeline.intents.values import Card

CARD_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class CardsModel(QAbstractListModel):
    """The open proposals, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []

    @property
    def cards(self) -> Sequence[Card]:
        """What is held."""
        return self._cards

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many are held."""
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card itself for the painter, the call's title for everybody else."""
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.call.title
        return None

    def row_of(self, proposal_id: int | None) -> int:
        """Where a proposal stands, or -1."""
        return next((at for at, one in enumerate(self._cards) if one.id == proposal_id), -1)

    def replace(self, cards: Sequence[Card]) -> None:
        """Hold other cards; the same ones in the same places only change what they say."""
        if [one.id for one in cards] == [one.id for one in self._cards]:
            self._cards = list(cards)
            if cards:
                self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))
            return
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def take(self, at: int) -> Card:
        """Let go of one card."""
        self.beginRemoveRows(QModelIndex(), at, at)
        card = self._cards.pop(at)
        self.endRemoveRows()
        return card
