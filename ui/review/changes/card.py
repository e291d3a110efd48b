"""One proposed change: the message that asks for it beside the call it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from db.models import CallStatus
from pipeline.extraction.call import Intent
from pipeline.intents.values import Card as Proposal
from pipeline.riyadh import since
from pipeline.text.span import Span
from ui.actions import Action
from ui.i18n import isolate
from ui.review.changes.meant_view import MeantView
from ui.review.detail_card import guarded
from ui.review.message_view import MessageView
from ui.shell.page import Frame
from ui.widgets import Badge, Card, ElidedLabel, Flow, KeyButton, PrimaryButton, label, line

PADDING = 12
HALF = 420


class ChangeCard(Card):
    """Shows one proposal, and a button with its key for each of the given actions."""

    def __init__(self, frame: Frame, parent: QWidget) -> None:
        super().__init__(padding=PADDING, parent=parent)
        self._frame = frame
        self._ui = frame.ui
        self._card: Proposal | None = None
        self._badge = Badge(self._ui)
        self._origin = ElidedLabel("", "muted")
        self._kind = label("", "heading")
        parts = QSplitter(Qt.Orientation.Horizontal, self, childrenCollapsible=False)
        parts.setHandleWidth(17)
        self.message = MessageView(self._ui, parts)
        self.meant = MeantView(self._ui)
        parts.addWidget(self.meant)
        parts.setSizes([HALF, HALF])
        self._effect = label("", "muted", wrap=True)
        self.buttons: dict[str, KeyButton] = {
            "accept": PrimaryButton(),
            "reject": KeyButton(role="danger"),
            "other": KeyButton(),
            "skip": KeyButton(),
            "undo": KeyButton(role="quiet"),
        }
        self.body.addLayout(self._head())
        self.body.addWidget(line())
        self.body.addWidget(parts, 1)
        self.body.addWidget(line())
        self.body.addWidget(self._effect)
        bar = Flow()
        for button in self.buttons.values():
            bar.addWidget(button)
        self.body.addLayout(bar)
        self._ui.language.follow(self._retranslate)

    def act_by(self, actions: Sequence[Action]) -> None:
        """Let each button do what its key does."""
        by_id = {action.id: action for action in actions}
        for name, button in self.buttons.items():
            action = by_id[f"review.change.{name}"]
            button.clicked.connect(guarded(action))
            self._frame.keys.print_on(button, action.id)

    def show_card(self, card: Proposal) -> None:
        """Show a proposal."""
        self._card = card
        self._badge.show_source(card.medium)
        self.message.show_message(card.text, Span(0, len(card.text)), card.evidence)
        self.meant.show_card(card)
        self._say(card)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._badge)
        head.addWidget(self._origin, 1)
        head.addWidget(self._kind)
        return head

    def _say(self, card: Proposal) -> None:
        language = self._ui.language
        at = since(card.sent_at, card.received)
        parts = [isolate(card.source), *([isolate(card.sender)] if card.sender else [])]
        self._origin.set_text(" · ".join([*parts, language.age(at)]))
        self._origin.setToolTip(language.moment(at))
        self._kind.setText(language.text(f"review.change.kind.{card.intent}"))
        status = language.text(f"review.status.{card.call.status}")
        self._effect.setText(language.text(f"review.change.effect.{effect(card)}", status=status))

    def _retranslate(self) -> None:
        text = self._ui.language.text
        for name, button in self.buttons.items():
            button.setText(text(f"review.change.{name}"))
        self.message.setAccessibleName(text("review.message"))
        if self._card is not None:
            self._say(self._card)


def effect(card: Proposal) -> str:
    """What accepting a proposal does, as the key of its sentence."""
    standing = {CallStatus.APPROVED: "live", CallStatus.PENDING: "pending"}
    stands = standing.get(CallStatus(card.call.status), "decided")
    if card.intent == Intent.CLOSING:
        return f"close_{stands}"
    return f"change_{stands}" if card.changes else "nothing"
