"""What takes a while: replaying many letters, and writing them to a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from pipeline.errors import TakeOneError, Unavailable
from pipeline.jobs.letters_desk import LettersDesk
from pipeline.jobs.letters_replay import Phase, Progress, Replayed, Verdict, replay_many
from pipeline.jobs.letters_report import to_csv, to_json
from ui.shell.page import Frame, Work
from ui.tasks import Tasks


class LettersWork:
    """Runs one replay at a time, told in the status line, and exports."""

    def __init__(self, frame: Frame, desk: LettersDesk, tasks: Tasks, by: str) -> None:
        self._frame = frame
        self._text = frame.ui.language.text
        self._plural = frame.ui.language.plural
        self._desk = desk
        self._tasks = tasks
        self._by = by

    @property
    def is_replaying(self) -> bool:
        """Whether a replay of many runs."""
        return self._tasks.running("replay")

    def replay(self, ids: Sequence[int], rate: float) -> None:
        """Begin to replay letters, the canaries first."""
        self._tasks.start("replay", self._replay(ids, rate))

    async def _replay(self, ids: Sequence[int], rate: float) -> None:
        work = Work(self._text("letters.work.canaries", done=0, total=min(5, len(ids))))
        work.cancelled.connect(lambda: self._tasks.cancel("replay"))
        self._frame.show_work(work)
        told = Replayed()

        def report(progress: Progress) -> None:
            name = "canaries" if progress.phase is Phase.CANARIES else "rest"
            said = self._text(f"letters.work.{name}", done=progress.done, total=progress.total)
            work.report(said, progress.done, progress.total)

        try:
            await replay_many(
                self._desk.letters, ids, self._by, rate=rate, report=report, into=told
            )
        except asyncio.CancelledError:
            self._frame.toast(self._plural("letters.done.stopped", len(told.ids)))
            raise
        finally:
            work.finish()
        self._say(told, len(ids))

    def _say(self, told: Replayed, total: int) -> None:
        if told.verdict is Verdict.DONE:
            self._frame.toast(self._plural("letters.done.replayed", len(told.ids)))
        else:
            left = total - len(told.ids)
            self._frame.toast(self._plural(f"letters.done.{told.verdict}", left))

    def ask_export(self, ids: Sequence[int]) -> None:
        """Ask where the letters shall go, and write them there."""
        title = self._text("letters.export")
        dialog = QFileDialog(self._frame.window(), title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)", "JSON (*.json)"])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("json" if "json" in chosen else "csv")
        )
        dialog.selectFile("dead-letters.csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.export(ids, Path(name)))
        dialog.open()

    def export(self, ids: Sequence[int], path: Path) -> None:
        """Write letters to a file: JSON where it is called so, CSV otherwise."""
        self._tasks.start("export", self._export(ids, path))

    async def _export(self, ids: Sequence[int], path: Path) -> None:
        try:
            await asyncio.to_thread(self._write, ids, path)
        except TakeOneError as error:
            self._frame.tell(error)
            return
        self._frame.toast(self._plural("letters.done.exported", len(ids), file=path.name))

    def _write(self, ids: Sequence[int], path: Path) -> None:
        whole = self._desk.whole(ids)
        as_json = path.suffix.lower() == ".json"
        try:
            if as_json:
                path.write_text(to_json(whole), encoding="utf-8")
            else:
                # With the mark at its front spreadsheets read Arabic as what it is.
                path.write_text(to_csv(whole), encoding="utf-8-sig", newline="")
        except OSError as error:
            raise Unavailable(f"{path.name} can't be written: {error.strerror}.") from error
