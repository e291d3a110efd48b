"""Asks the site how it shows what is looked at, and says how that differs from ours."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pipeline.errors import TakeOneError
from pipeline.publishing.comparing import Comparison
from pipeline.publishing.shelf import Shelf, Shelved
from ui.context import UiContext
from ui.published.site_view import SiteView
from ui.tasks import Tasks
from ui.widgets import label

TROUBLE_HIGH = 80


class SiteCheck(QWidget):
    """Takes no room while the site shows what we want."""

    learned = Signal()
    """Something else is known of how the site shows the call."""

    def __init__(self, ui: UiContext, shelf: Shelf) -> None:
        super().__init__()
        self._ui = ui
        self._shelf = shelf
        self._pulled: frozenset[int] = frozenset()
        self._found: Comparison | None = None
        self._of: int | None = None
        """Which publication it was asked about last."""
        self.tasks = Tasks(self)
        self.view = SiteView(ui)
        self._trouble = label("", "warn", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._trouble)
        column.addWidget(self.view, 1)
        self.hide()

    def difference(self, row: Shelved | None) -> Comparison | None:
        """How the site differs in this row; None where it does not, or is not known yet."""
        found = self._found
        known = row is not None and row.id == self._of and found is not None
        return found if known and found is not None and not found.is_as_wanted else None

    def look(self, row: Shelved) -> None:
        """Ask the site about a row; what is said of another one is forgotten at once."""
        if row.id != self._of:
            self.forget()
        self._of = row.id
        self.tasks.start("look", self._look(row))

    def forget(self) -> None:
        """Say nothing."""
        self._of = self._found = None
        self.tasks.cancel("look")
        self.hide()

    def pull(self, rows: Sequence[Shelved]) -> None:
        """Ask the site about all that is listed, once, until `look_anew`."""
        ids = frozenset(row.id for row in rows)
        if ids and ids != self._pulled:
            self._pulled = ids
            self.tasks.start("pull", self._pull(rows))

    def look_anew(self) -> None:
        """Let the next list be asked about again."""
        self._pulled = frozenset()

    async def _pull(self, rows: Sequence[Shelved]) -> None:
        with suppress(TakeOneError):  # why it can't be asked stands beside the call
            await self._shelf.pull(rows)

    async def _look(self, row: Shelved) -> None:
        trouble = ""
        try:
            self._found = await self._shelf.compare(row.id)
        except TakeOneError as error:
            self._found, trouble = None, self._ui.language.sentence(error)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        differs = self.difference(row)
        self.view.setVisible(differs is not None)
        if differs is not None:
            self.view.show_comparison(row.id, differs)
        self.setMaximumHeight(TROUBLE_HIGH if differs is None else self.view.maximumHeight())
        self.setVisible(differs is not None or bool(trouble))
        self.learned.emit()
