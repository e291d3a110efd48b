"""Keeps people at different desks out of each other's way, and loses nobody's words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from ui.actions import Action
from ui.i18n import isolate
from ui.review.ask_dialog import AskDialog
from ui.review.claiming import ClaimKeeper
from ui.review.conflict import Conflict
from ui.review.detail_card import DetailCard, guarded
from ui.review.versions_dialog import Versions, VersionsDialog
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame


class Colleagues(QObject):
    """Says who has a call, takes it over when told to, and shows both sides of a conflict."""

    def __init__(
        self, frame: Frame, queue: ReviewQueue, detail: DetailCard, keeper: ClaimKeeper, by: str
    ) -> None:
        super().__init__(queue)
        self._frame = frame
        self._text = frame.ui.language.text
        self._queue = queue
        self._keeper = keeper
        self._by = by
        self._take_over = Action("review.take_over", "review.claim.take_over", self.ask, key="T",
                                 enabled=lambda: bool(self.holder))  # fmt: skip
        detail.held.take_over.clicked.connect(guarded(self._take_over))
        frame.keys.print_on(detail.held.take_over, self._take_over.id)
        keeper.lost.connect(self._lost)
        queue.conflicted.connect(self.show_conflict)

    @property
    def holder(self) -> str:
        """Who else has the current call, or nothing."""
        detail = self._queue.detail
        if detail is None or detail.status != CallStatus.PENDING:
            return ""
        return detail.held_from(self._by)

    def commands(self) -> list[Action]:
        """What can be done about others."""
        return [self._take_over]

    def stand_in_the_way(self) -> bool:
        """Whether somebody else has the current call; then that is said."""
        if not self.holder:
            return False
        said = self._text("review.claim.held", by=isolate(self.holder))
        self._frame.toast(said, self._text("review.claim.take_over"), self.ask, key="T")
        return True

    def ask(self) -> None:
        """Ask before a call is taken from somebody."""
        by = isolate(self.holder)
        dialog = AskDialog(
            self._frame.ui, self._frame.window(), self._text("review.claim.ask", by=by),
            self._text("review.claim.ask_hint", by=by), self._text("review.claim.take_over"),
        )  # fmt: skip
        dialog.accepted.connect(self._keeper.take_over)
        dialog.ask()

    def show_conflict(self, conflict: Conflict) -> None:
        """Show what others made of the call beside what one saw or wrote."""
        wanted = [Versions(name, *both) for name, both in conflict.fields.items()]
        dialog = VersionsDialog(
            self._frame.ui, self._frame.window(), self._text("review.conflict.title"),
            self._text("review.conflict.hint"),
            (self._text("review.conflict.theirs"), self._text("review.conflict.mine")),
        )  # fmt: skip
        dialog.taken.connect(lambda chosen: self._settle(conflict, chosen))
        dialog.choose(wanted, second=False)

    def _settle(self, conflict: Conflict, chosen: Mapping[FieldName, str]) -> None:
        if self._queue.current != conflict.detail.id:
            self._queue.select(conflict.detail.id)
        for name, value in chosen.items():
            if value != conflict.fields[name][0]:
                self._queue.edit(name, value)

    def _lost(self, by: str) -> None:
        self._frame.toast(self._text("review.claim.lost", by=isolate(by)))
