"""Alerts as a table: what is wrong, since when, and who looks after it."""

from __future__ import annotations

from PySide6.QtGui import QColor

from db.models import Alert, AlertState
from ui.overview.words import alert_state, alert_text
from ui.widgets import TableRows, icon

WIDTHS = {"what": 0, "state": 220, "since": 96}


class AlertsModel(TableRows[Alert]):
    """All of them: they are few."""

    COLUMNS = ("what", "state", "since")
    NUMBERS = frozenset({"since"})
    HEADS = "overview.column"

    def text(self, row: Alert, column: str) -> str:
        """Its sentence, who has it, and its age."""
        if column == "what":
            return alert_text(self._ui.language, row)
        if column == "state":
            return alert_state(self._ui.language, row)
        return self._ui.language.age(row.raised_at)

    def hint(self, row: Alert, column: str) -> str | None:
        """The same, which may be longer than its column."""
        return self.text(row, column)

    def picture(self, row: Alert, column: str) -> object:
        """How bad it is; quiet where somebody looks after it."""
        if column != "what":
            return None
        tokens = self._ui.theme.tokens
        if row.state != AlertState.OPEN:
            return icon("clock", tokens.muted, size=16)
        return icon("warning", tokens.bad if row.level == "bad" else tokens.warn, size=16)

    def ink(self, row: Alert, column: str) -> QColor | None:
        """Only what is open stands out."""
        loud = row.state == AlertState.OPEN and column == "what"
        return None if loud else QColor(self._ui.theme.tokens.muted)
