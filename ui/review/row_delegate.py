"""What a card of the queue says: what it is, from where, how old, what is doubtful."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QWidget

from db.models import CallStatus, utc_now
from pipeline.review.values import ReviewRow
from pipeline.riyadh import since
from ui.context import UiContext
from ui.i18n import isolate
from ui.review.card_delegate import CardDelegate, Lines
from ui.review.rows_model import MOVED_ROLE, ROW_ROLE
from ui.widgets import badge_icon


class RowDelegate(CardDelegate):
    """A call of the queue; the age of one that waits longer than `overdue` warns."""

    def __init__(
        self, ui: UiContext, parent: QWidget | None = None, overdue: timedelta | None = None
    ) -> None:
        super().__init__(ui, parent)
        self._overdue = overdue

    def lines(self, index: QModelIndex | QPersistentModelIndex) -> Lines | None:
        """Title and doubts; then medium, place and age, or what somebody made of it."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, ReviewRow):
            return None
        language = self._ui.language
        moved = bool(index.data(MOVED_ROLE))
        icon = badge_icon(row.medium)
        origin = language.text(f"review.status.{row.status}" if moved else f"source.{icon}")
        places = (isolate(" ".join(said.split())) for said in (row.location, row.company) if said)
        if row.claimed_by:
            icon, origin = "lock", language.text("review.claim.row", by=isolate(row.claimed_by))
        if row.assignee:
            origin = f"{origin} · {language.text('review.later.for', to=isolate(row.assignee))}"
        marks = {"flag": row.flagged, "warning": row.doubts > 0}
        return Lines(
            title=row.title,
            facts=" · ".join((origin, *places)),
            icon=icon,
            age=language.age(since(row.sent_at, row.received)),
            warnings=tuple(name for name, wanted in marks.items() if wanted),
            number=language.number(row.doubts) if row.doubts else "",
            copies=bool(row.alike),
            late=self._is_late(row),
            faint=moved or bool(row.claimed_by),
        )

    def _is_late(self, row: ReviewRow) -> bool:
        if self._overdue is None or row.status != CallStatus.PENDING:
            return False
        return utc_now() - row.received > self._overdue
