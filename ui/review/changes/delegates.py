"""What the cards of proposals, and of calls that may be meant, say."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from pipeline.extraction.call import FieldState, Intent
from pipeline.intents.linking import VARIANT
from pipeline.intents.values import Card, Choice
from pipeline.riyadh import since
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.card_delegate import CardDelegate, Lines
from ui.review.changes.rows_model import CARD_ROLE

CHOICE_ROLE = Qt.ItemDataRole.UserRole
_ICONS = {Intent.CLOSING.value: "cross", VARIANT: "copies"}


class ChangeDelegate(CardDelegate):
    """A proposal: the call it means, what is asked of it, and since when."""

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """The call's title; then what kind of change it is, and of which fields."""
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return None
        language = self._ui.language
        kind = language.text(f"review.change.kind.{card.intent}")
        names = (language.text(f"review.field.{one.name}") for one in card.changes)
        doubtful = any(one.state == FieldState.DOUBTFUL for one in card.changes)
        return Lines(
            title=card.call.title,
            facts=" · ".join((kind, *names)),
            icon=_ICONS.get(card.intent, "edit"),
            age=language.age(since(card.sent_at, card.received)),
            warnings=("warning",) if doubtful else (),
        )


class ChoiceDelegate(CardDelegate):
    """A call that may be meant: its title, and what speaks for it."""

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """Title; then how it stands, where it is, and why it may be meant."""
        choice = index.data(CHOICE_ROLE)
        if not isinstance(choice, Choice):
            return None
        language = self._ui.language
        facts = [
            language.text(f"review.status.{choice.status}"),
            *([isolate(" ".join(choice.location.split()))] if choice.location else []),
            *why(self._ui, choice.signs),
        ]
        return Lines(
            title=choice.title,
            facts=" · ".join(facts),
            icon="clapper",
            age=language.age(choice.posted),
        )


def why(ui: UiContext, signs: tuple[str, ...]) -> list[str]:
    """In words what speaks for a call."""
    return [ui.language.text(f"review.change.sign.{sign}") for sign in signs]
