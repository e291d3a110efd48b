"""The part of the review page where proposed changes are answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from pipeline.errors import TakeOneError
from pipeline.intents.deciding import REASONS
from ui.actions import Action
from ui.changes import Changes
from ui.review.changes.card import ChangeCard
from ui.review.changes.commands import ChangeCommands
from ui.review.changes.delegates import ChangeDelegate
from ui.review.changes.picker import CallPicker
from ui.review.changes.rows_model import CARD_ROLE
from ui.review.changes.view_model import ChangesQueue
from ui.review.queue_list import CardList
from ui.review.reasons import ReasonsPanel
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.widgets import Card, StateStack

AGAIN_MS = 20_000
"""How often it is looked again unasked: another desk's news may have been lost."""
LIST_WIDTH, CARD_WIDTH = 290, 830


class ChangesPanel(QWidget):
    """The list of proposals beside the one that is looked at."""

    back_wanted = Signal()
    """There is nothing here: back to the calls."""

    def __init__(self, frame: Frame, services: UiServices, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame = frame
        self._ui = frame.ui
        self.queue = ChangesQueue(services.proposals, services.settings.user, self)
        self.queue.tasks.problem.connect(frame.tell)
        split = QSplitter(Qt.Orientation.Horizontal, self, childrenCollapsible=False)
        self.stack = StateStack(self._ui, split, self)
        beside = Card(padding=1, parent=split)
        self.list = CardList(self._ui, self.queue.rows, ChangeDelegate(self._ui), beside)
        beside.body.addWidget(self.list)
        self.card = ChangeCard(frame, split)
        split.setHandleWidth(8)
        split.setSizes([LIST_WIDTH, CARD_WIDTH])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.reasons = ReasonsPanel(self._ui, frame.window(), REASONS)
        self.picker = CallPicker(self._ui, frame.window())
        self._commands = ChangeCommands(self.queue, self.list, self.card, self.reasons, self.picker)
        self.card.act_by(self._commands.answering())
        frame.keys.print_on(self.reasons.note_button, "review.change.note")
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self.queue.refresh)
        self._changes = Changes(services.database, {"proposal"}, self)
        self._changes.heard.connect(self.queue.refresh)
        self._connect()
        self._ui.language.follow(self._retranslate)

    def activate(self) -> None:
        """Read the proposals, and let the keys be heard."""
        if not self.queue.rows.cards:
            self.stack.show_loading()
        self.queue.refresh()
        self._again.start()
        self._changes.listen()
        self.list.setFocus()

    def deactivate(self) -> None:
        """Look no more for what others do."""
        self._again.stop()
        self._changes.stop()
        self.reasons.hide()
        self.picker.hide()

    def commands(self) -> Sequence[Action]:
        """All that can be done here."""
        return self._commands.all()

    def _connect(self) -> None:
        self.stack.retry.connect(self.queue.refresh)
        self.queue.listed.connect(self._listed)
        self.queue.failed.connect(self._failed)
        self.queue.current_changed.connect(self._show_current)
        self.queue.decided.connect(self._decided)
        self.queue.refused.connect(self._refused)
        self.queue.offered.connect(self.picker.offer)
        self.list.selectionModel().currentChanged.connect(self._picked)
        self.reasons.chosen.connect(self._dismiss)
        self.picker.asked.connect(self.queue.offer)
        self.picker.chosen.connect(self._relink)

    def _listed(self) -> None:
        if self.queue.rows.cards:
            self.stack.show_content()
            self._mark_current()
        else:
            self._show_empty()

    def _failed(self, error: TakeOneError) -> None:
        self.stack.show_error(str(error))

    def _show_current(self) -> None:
        self.reasons.hide()
        self.picker.hide()
        card = self.queue.card
        if card is None:
            if not self.queue.rows.cards:
                self._show_empty()
            return
        self.card.show_card(card)
        self._mark_current()

    def _mark_current(self) -> None:
        self.list.go_to(self.queue.rows.row_of(self.queue.current))

    def _picked(self, index: QModelIndex) -> None:
        card = index.data(CARD_ROLE)
        if card is not None:
            self.queue.select(card.id)

    def _dismiss(self, reason: str, note: str) -> None:
        self.list.setFocus()
        self.queue.dismiss(reason, note or None)

    def _relink(self, call_id: int) -> None:
        self.list.setFocus()
        self.queue.relink(call_id)

    def _decided(self, kind: str) -> None:
        text = self._ui.language.text
        said = text(f"review.change.done.{kind}")
        if kind in ("undo", "nothing"):
            self._frame.toast(said)
        else:
            self._frame.toast(said, text("action.undo"), self.queue.undo, key="U")

    def _refused(self, why: str) -> None:
        self._frame.toast(self._ui.language.sentence(why))

    def _show_empty(self) -> None:
        text = self._ui.language.text
        self.stack.show_empty(
            text("review.change.empty"), text("review.change.empty_hint"), icon="check",
            action=text("review.change.back"), on_action=self.back_wanted.emit,
        )  # fmt: skip

    def _retranslate(self) -> None:
        self.list.setAccessibleName(self._ui.language.text("review.change.list"))
        if self.stack.face == "empty":
            self._show_empty()
        self.list.viewport().update()
