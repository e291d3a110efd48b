"""Keeps the filter as it is under a name, and brings a kept one back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pipeline.review.saved import SavedFilters
from ui.actions import Action
from ui.review.choice_dialog import ChoiceDialog
from ui.review.filter_bar import FilterBar
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks


class Saved(QObject):
    """A list of kept filters, with a line that keeps the one of now."""

    def __init__(self, frame: Frame, services: UiServices, filters: FilterBar) -> None:
        super().__init__(filters)
        self._frame = frame
        self._text = frame.ui.language.text
        self._kept = SavedFilters(services.database, services.settings.user)
        self._filters = filters
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def commands(self) -> list[Action]:
        """The way to the list."""
        return [Action("review.saved", "review.saved.title", self.ask, key="L")]

    def ask(self) -> None:
        """Show what is kept."""
        self.tasks.start("ask", self._ask())

    async def _ask(self) -> None:
        kept = await self._kept.read()
        dialog = ChoiceDialog(
            self._frame.ui,
            self._frame.window(),
            self._text("review.saved.title"),
            list(kept.items()),
            other=self._text("review.saved.name"),
        )
        dialog.chosen.connect(self._chosen)
        dialog.ask()

    def _chosen(self, value: object) -> None:
        if isinstance(value, str):
            self.tasks.start("keep", self._keep(value))
        elif isinstance(value, dict):
            self._filters.choose(value)

    async def _keep(self, name: str) -> None:
        await self._kept.keep(name, self._filters.choices)
        self._frame.toast(self._text("review.saved.kept"))
