"""What was found, as a table: what it is, what it says, how long ago it came."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pipeline.operations.trace import Hit
from ui.i18n import isolate
from ui.trace.words import hit_text
from ui.widgets import TableRows, badge_icon, icon

WIDTHS = {"what": 148, "title": 0, "at": 84}


class HitsModel(TableRows[Hit]):
    """All that was found: never many."""

    COLUMNS = ("what", "title", "at")
    NUMBERS = frozenset({"at"})
    HEADS = "trace.column"

    def key(self, row: Hit) -> object:
        """One search may find what another did, for another reason."""
        return row

    def text(self, row: Hit, column: str) -> str:
        """What it is, how it begins, its age."""
        if column == "what":
            return hit_text(self._ui.language, row)
        return isolate(row.title) if column == "title" else self._ui.language.age(row.at)

    def hint(self, row: Hit, column: str) -> str | None:
        """Where it came from; else the whole title."""
        return isolate(row.source if column == "what" else row.title)

    def picture(self, row: Hit, column: str) -> object:
        """Its source's badge."""
        if column != "what":
            return None
        return icon(badge_icon(row.medium), self._ui.theme.tokens.muted, size=16)

    def more(self, row: Hit, column: str, role: int) -> object:
        """What is read aloud."""
        return self.text(row, column) if role == Qt.ItemDataRole.AccessibleTextRole else None
