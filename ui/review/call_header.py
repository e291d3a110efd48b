"""Above a message: where it came from, by whom, when, and how often it was seen."""

from __future__ import annotations

from datetime import UTC

from PySide6.QtWidgets import QHBoxLayout, QWidget

from db.models import CallStatus, utc_now
from pipeline.review.values import CallDetail
from pipeline.riyadh import since
from ui.context import UiContext
from ui.i18n import isolate
from ui.widgets import Badge, ElidedLabel, IconLabel, label, set_kind


class CallHeader(QWidget):
    """One line of facts about the call that is looked at."""

    def __init__(self, ui: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._detail: CallDetail | None = None
        self._badge = Badge(ui)
        self._origin = ElidedLabel("", "muted")
        self._seen_icon = IconLabel(ui.theme, "copies", "muted", 16)
        self._seen = label("", "small")
        self._flag = IconLabel(ui.theme, "flag", "warn", 16)
        self._standing = label("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._badge)
        row.addWidget(self._origin, 1)
        for piece in (self._seen_icon, self._seen, self._flag, self._standing):
            row.addWidget(piece)
        ui.language.follow(self._retranslate)

    def show_detail(self, detail: CallDetail) -> None:
        """Show a call's facts."""
        self._detail = detail
        self._badge.show_source(detail.medium)
        self._retranslate()

    def _retranslate(self) -> None:
        detail, language = self._detail, self._ui.language
        self.setVisible(detail is not None)
        if detail is None:
            return
        at = since(detail.sent_at, detail.received)
        parts = [isolate(detail.source), *([isolate(detail.sender)] if detail.sender else [])]
        self._origin.set_text(" · ".join([*parts, language.age(at)]))
        self._origin.setToolTip(language.moment(at))
        seen = max(detail.sightings, 1) + len(detail.alike)
        for piece in (self._seen_icon, self._seen):
            piece.setVisible(seen > 1)
        self._seen.setText(language.plural("review.seen", seen - 1))
        self._flag.setVisible(detail.flagged)
        self._standing.setText(self._standing_text(detail))
        kinds = {CallStatus.APPROVED: "good", CallStatus.REJECTED: "bad"}
        set_kind(self._standing, kinds.get(CallStatus(detail.status), "small"))

    def _standing_text(self, detail: CallDetail) -> str:
        language = self._ui.language
        if detail.status != CallStatus.PENDING:
            status = language.text(f"review.status.{detail.status}")
            return language.text(
                "review.decided", status=status, by=isolate(detail.decided_by or "")
            )
        band = f"{language.text(f'review.band.{detail.band}')} · {language.number(detail.score, 1)}"
        parts = [band]
        if detail.assignee:
            parts.insert(0, language.text("review.later.for", to=isolate(detail.assignee)))
        if detail.snoozed_until is not None and detail.snoozed_until > utc_now():
            until = language.moment(detail.snoozed_until.replace(tzinfo=UTC).astimezone())
            parts.insert(0, language.text("review.later.off", until=until))
        return " · ".join(parts)
