"""Attempts of jobs as a table: which, in what state, how long it waited and ran."""

from __future__ import annotations

from PySide6.QtGui import QColor

from db.queries.monitor import Attempt
from ui.i18n import isolate
from ui.monitor.words import STATE_LOOKS, at, queue_name, ran, state_text, took, waited
from ui.widgets import TableRows, icon

WIDTHS = {"id": 0, "queue": 112, "state": 128, "waited": 80, "ran": 80, "ordered": 80}
LEAST = {"queue": 560, "waited": 500, "ran": 430, "ordered": 360}
"""How narrow the table may be before a column is left to the job's own view."""


class JobsModel(TableRows[Attempt]):
    """Pages of them, newest first."""

    COLUMNS = ("id", "queue", "state", "waited", "ran", "ordered")
    NUMBERS = frozenset({"waited", "ran", "ordered"})
    HEADS = "monitor.column"

    def text(self, row: Attempt, column: str) -> str:
        """A cell in words."""
        language = self._ui.language
        if column == "id":
            return isolate(row.id)
        if column == "queue":
            return queue_name(language, row.queue)
        if column == "state":
            return state_text(language, row)
        if column == "waited":
            return took(language, waited(row))
        if column == "ran":
            return took(language, ran(row))
        return language.age(at(row.created))

    def hint(self, row: Attempt, column: str) -> str | None:
        """Why it failed, else which it is."""
        del column
        return row.error or row.id

    def picture(self, row: Attempt, column: str) -> object:
        """Its state."""
        if column != "state":
            return None
        name, token = STATE_LOOKS[row.state]
        return icon(name, getattr(self._ui.theme.tokens, token), size=16)

    def ink(self, row: Attempt, column: str) -> QColor | None:
        """Its state's colour; all but the name stand back."""
        if column == "id":
            return None
        token = STATE_LOOKS[row.state][1] if column == "state" else "muted"
        return QColor(getattr(self._ui.theme.tokens, token))
