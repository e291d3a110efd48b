"""The runs of one source as a table: when, what came, how long it took, how it ended."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from db.models import SourceRun
from ui.context import UiContext
from ui.sources.words import Words
from ui.widgets import TableRows, icon

WIDTHS = {"when": 72, "brought": 84, "new": 64, "took": 70, "outcome": 0}
RUNNING, OK, CANCELLED = "running", "ok", "cancelled"
_LOOKS = {RUNNING: ("retry", "accent"), OK: ("check", "good"), CANCELLED: ("cross", "muted")}
_FAILED = ("warning", "bad")


class RunsModel(TableRows[SourceRun]):
    """Newest first."""

    COLUMNS = ("when", "brought", "new", "took", "outcome")
    NUMBERS = frozenset({"brought", "new", "took"})
    HEADS = "sources.run"

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(ui, parent)
        self._words = words

    def text(self, row: SourceRun, column: str) -> str:
        """A cell in words."""
        language = self._ui.language
        if column == "when":
            return language.age(row.started_at)
        if column == "brought":
            return language.number(row.fetched)
        if column == "new":
            return language.number(row.stored)
        if column == "took":
            return self._took(row)
        return language.text(f"sources.outcome.{row.outcome}")

    def _took(self, row: SourceRun) -> str:
        if row.finished_at is None:
            return "–"
        seconds = (row.finished_at - row.started_at).total_seconds()
        if seconds < 10:
            return self._ui.language.text("sources.seconds", n=self._ui.language.number(seconds, 1))
        return self._ui.language.duration(seconds)

    def hint(self, row: SourceRun, column: str) -> str | None:
        """When exactly, and why it failed."""
        if column == "when":
            return self._words.moment(row.started_at)
        if column == "outcome" and row.error:
            return self._ui.language.sentence(row.error)
        return None

    def picture(self, row: SourceRun, column: str) -> object:
        """How it ended."""
        if column != "outcome":
            return None
        name, token = _LOOKS.get(row.outcome, _FAILED)
        return icon(name, getattr(self._ui.theme.tokens, token), size=16)

    def ink(self, row: SourceRun, column: str) -> QColor | None:
        """How it ended has its colour."""
        _, token = _LOOKS.get(row.outcome, _FAILED)
        return QColor(getattr(self._ui.theme.tokens, token)) if column == "outcome" else None
