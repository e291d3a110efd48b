"""Letters of one cause as a table: which, about what, from where, how often tried, since when."""

from __future__ import annotations

from PySide6.QtGui import QColor

from db.queries.dead_letters import Line
from ui.i18n import isolate
from ui.letters.words import job_text
from ui.widgets import TableRows

WIDTHS = {"id": 72, "about": 0, "source": 132, "attempts": 68, "last": 72}
LEAST = {"source": 480, "attempts": 400, "id": 320}
"""How narrow the table may be before a column is left to the letter's own view."""


class LinesModel(TableRows[Line]):
    """Pages of them, newest first."""

    COLUMNS = ("id", "about", "source", "attempts", "last")
    NUMBERS = frozenset({"attempts", "last"})
    HEADS = "letters.line"

    def text(self, row: Line, column: str) -> str:
        """A cell in words."""
        if column == "id":
            return f"#{row.id}"
        if column == "about":
            about = " ".join(row.excerpt.split())
            return isolate(about) if about else job_text(self._ui.language, row.job)
        if column == "source":
            return isolate(row.source)
        if column == "attempts":
            return self._ui.language.number(row.attempts)
        return self._ui.language.age(row.last_at)

    def hint(self, row: Line, column: str) -> str | None:
        """The excerpt, which may be longer than its column."""
        return self.text(row, column) if column == "about" else None

    def ink(self, row: Line, column: str) -> QColor | None:
        """All but what it is about stands back."""
        del row
        return None if column == "about" else QColor(self._ui.theme.tokens.muted)
