"""Sources as a table: what each is, how it is, when it is asked, what it brings and costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor

from pipeline.sources.catalogue import Listed
from ui.context import UiContext
from ui.i18n import isolate
from ui.sources.words import HEALTH_LOOKS, Words
from ui.widgets import TableRows, badge_icon, icon

WIDTHS = {"name": 0, "health": 142, "last": 86, "next": 88, "brought": 60, "cost": 76}
LEAST = {"cost": 620, "brought": 540, "last": 470, "next": 390}
"""How narrow the list may be before a column is left to the detail beside it."""


class SourcesModel(TableRows[Listed]):
    """Holds the rows that are shown, in their order."""

    COLUMNS = ("name", "health", "last", "next", "brought", "cost")
    NUMBERS = frozenset({"brought", "cost"})
    HEADS = "sources.column"
    HEAD_HINTS = "sources.column_hint"

    def __init__(self, ui: UiContext, words: Words, parent: QObject | None = None) -> None:
        super().__init__(ui, parent)
        self._words = words
        self._asking: Collection[int] = ()
        self._held = False

    def key(self, row: Listed) -> object:
        """A source keeps its row whatever becomes of it."""
        return row.source.id

    def show_listed(self, rows: Sequence[Listed], asking: Collection[int], *, held: bool) -> None:
        """Hold other rows; `asking` are asked right now, and while `held` all of them rest."""
        self._asking, self._held = asking, held
        self.replace(rows)

    def text(self, row: Listed, column: str) -> str:
        """A cell in words."""
        source = row.source
        if column == "name":
            return isolate(" ".join(source.name.split()))
        if column == "health":
            return self._words.health(row, asking=source.id in self._asking)
        if column == "last":
            return self._words.age(source.last_run_at)
        if column == "next":
            return self._words.due(source, held=self._held)
        if column == "brought":
            return self._ui.language.number(row.brought)
        return self._words.money(row.cost_today)

    def hint(self, row: Listed, column: str) -> str | None:
        """What a cell is short for."""
        source = row.source
        if column == "name":
            return f"{self._words.kind(source.adapter)} · {isolate(source.identifier)}"
        if column == "health" and source.last_error:
            return self._ui.language.sentence(source.last_error)
        moment = {"last": source.last_run_at, "next": source.next_run_at}.get(column)
        return self._words.moment(moment) if moment else None

    def picture(self, row: Listed, column: str) -> object:
        """Where it lies, and how it is."""
        tokens = self._ui.theme.tokens
        if column == "name":
            return icon(badge_icon(row.source.kind), tokens.muted, size=16)
        if column != "health":
            return None
        if row.source.id in self._asking:
            return icon("retry", tokens.accent, size=16)
        name, token = HEALTH_LOOKS[row.health]
        return icon(name, getattr(tokens, token), size=16)

    def ink(self, row: Listed, column: str) -> QColor | None:
        """Health has its colour; all but the name stand back."""
        tokens = self._ui.theme.tokens
        if column == "name":
            return None
        if column != "health":
            return QColor(tokens.muted)
        asking = row.source.id in self._asking
        token = "accent" if asking else HEALTH_LOOKS[row.health][1]
        return QColor(getattr(tokens, token))
