"""Finds out what models would take for the files on the list, while people look at them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.imports.batch import Batch
from ui.tasks import Tasks

if TYPE_CHECKING:
    from pipeline.intake.foresight import Foresight


class Ahead:
    """Looks into one file after another; nobody has to wait for it. `told` is called after
    each."""

    def __init__(
        self, tasks: Tasks, foresight: Foresight, batch: Batch, told: Callable[[], None]
    ) -> None:
        self._tasks = tasks
        self._foresight = foresight
        self._batch = batch
        self._told = told

    def look(self) -> None:
        """Begin, unless it is under way."""
        if not self._tasks.running("ahead"):
            self._tasks.start("ahead", self._look())

    async def _look(self) -> None:
        while entry := self._batch.next_to_foresee:
            asked = entry.mapping, entry.date_order
            found = await asyncio.to_thread(
                self._foresight.of,
                entry.path,
                mapping=entry.mapping if entry.seen and entry.seen.columns else None,
                date_order=entry.date_order,
            )
            if (entry.mapping, entry.date_order) == asked:
                entry.foreseen, entry.looked_ahead = found, True
                self._told()
