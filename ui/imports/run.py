"""Imports files one after another in a thread, and tells the window how far it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

from pipeline.intake.importer import Importer, ImportProgress
from ui.imports.entry import Entry, Stage
from ui.imports.meter import Meter

TELL_EVERY_MS = 50
"""Progress comes thousands of times a second; the window wants to hear of it twenty times."""


class Run(QObject):
    """One go through a list of files. A bad one keeps its sentence, and the rest go on."""

    moved = Signal(object)
    """How far all of it is: a `Reading`."""
    changed = Signal(object)
    """This `Entry` is at another stage."""

    def __init__(
        self, importer: Importer, entries: Sequence[Entry], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.entries = list(entries)
        self._importer = importer
        self._cancel = Event()
        self._now: ImportProgress | None = None
        self._meter = Meter(sum(entry.size for entry in entries), time.monotonic())
        self._timer = QTimer(self, interval=TELL_EVERY_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def cancelled(self) -> bool:
        """Whether a person stopped it."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Stop soon; what was stored stays."""
        self._cancel.set()

    async def to_the_end(self) -> None:
        """Import all of them, or all until the cancel."""
        self._timer.start()
        try:
            for entry in self.entries:
                await self._one(entry)
        finally:
            # Whoever waits no longer must not leave a thread behind that goes on storing.
            self._cancel.set()
            self._timer.stop()

    async def _one(self, entry: Entry) -> None:
        if self.cancelled:
            self._move(entry, Stage.CANCELLED)
            return
        self._move(entry, Stage.IMPORTING)
        report = await asyncio.to_thread(
            self._importer.run,
            entry.path,
            self._note,
            cancel=self._cancel,
            mapping=entry.mapping if entry.seen and entry.seen.columns else None,
            date_order=entry.date_order,
        )
        entry.report, entry.problem = report, report.error
        self._now = None
        self._meter.finish(entry.size, report.read, report.stored)
        stage = Stage.CANCELLED if report.cancelled else Stage.DONE
        self._move(entry, Stage.FAILED if report.error else stage)
        self._tell()

    def _note(self, progress: ImportProgress) -> None:
        self._now = progress  # called in the import's thread; the timer reads it in ours

    def _move(self, entry: Entry, stage: Stage) -> None:
        entry.stage = stage
        self.changed.emit(entry)

    def _tell(self) -> None:
        self.moved.emit(self._meter.reading(self._now, time.monotonic()))
