"""Causes as a table: what failed and since when, its trend, how many letters it has."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pipeline.jobs.letters_desk import Cause
from ui.letters.words import cause_facts, cause_text
from ui.widgets import TableRows

FACTS_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TREND_ROLE = FACTS_ROLE + 1


class CausesModel(TableRows[Cause]):
    """All causes of one state: there are few."""

    COLUMNS = ("what", "trend", "count")
    NUMBERS = frozenset({"count"})
    HEADS = "letters.column"

    def key(self, row: Cause) -> object:
        """Causes have no number; what is alike in their errors names them."""
        return row.group.signature

    def text(self, row: Cause, column: str) -> str:
        """The trend is drawn, not said."""
        if column == "what":
            return cause_text(self._ui.language, row)
        return self._ui.language.number(row.group.count) if column == "count" else ""

    def hint(self, row: Cause, column: str) -> str | None:
        """The whole cause, which a narrow column cuts."""
        if column == "count":
            return None
        return f"{cause_text(self._ui.language, row)}\n{cause_facts(self._ui.language, row)}"

    def more(self, row: Cause, column: str, role: int) -> object:
        """What the delegate draws, and what is read aloud."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.hint(row, column)
        if column == "what" and role == FACTS_ROLE:
            return cause_facts(self._ui.language, row)
        return row.trend if column == "trend" and role == TREND_ROLE else None
