"""Takes the list of sources out as CSV, and in again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from pipeline.errors import Invalid, Unavailable
from pipeline.sources.catalogue import Catalogue, CsvReport
from ui.i18n import isolate
from ui.shell.page import Frame
from ui.sources.pane import REPORT, Pane
from ui.sources.report_view import Report
from ui.tasks import Tasks

FILE = "sources.csv"
MOST_BYTES = 5 << 20
"""A list of sources is a few kilobytes; what is larger is something else."""


class CsvFiles(QObject):
    """Asks for a file, and says what came of it."""

    changed = Signal()

    def __init__(
        self, frame: Frame, catalogue: Catalogue, by: str, pane: Pane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._catalogue = catalogue
        self._by = by
        self._pane = pane
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def ask_import(self) -> None:
        """Ask for a CSV to take in."""
        dialog = self._dialog("sources.import", self.take_in)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def ask_export(self) -> None:
        """Ask where the CSV shall go."""
        dialog = self._dialog("sources.export", self.take_out)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(FILE)
        dialog.open()

    def take_in(self, path: Path) -> None:
        """Add the sources of a CSV."""
        self.tasks.start("csv", self._take_in(path))

    def take_out(self, path: Path) -> None:
        """Write all sources to a CSV."""
        self.tasks.start("csv", self._take_out(path))

    async def _take_in(self, path: Path) -> None:
        outcome = await asyncio.to_thread(self._read, path)
        self._pane.report.show_report(Report(path.name, outcome))
        self._pane.turn_to(REPORT)
        self.changed.emit()

    async def _take_out(self, path: Path) -> None:
        await asyncio.to_thread(self._write, path)
        name = isolate(path.name)
        self._frame.toast(self._frame.ui.language.text("sources.done.exported", name=name))

    def _read(self, path: Path) -> CsvReport:
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Invalid(f"{path.name} is not UTF-8; save it as CSV in UTF-8.") from error
        except OSError as error:
            raise Unavailable(f"{path.name} cannot be read: {error.strerror}.") from error
        if len(content) > MOST_BYTES:
            raise Invalid(f"{path.name} is far too large for a list of sources.")
        return self._catalogue.from_csv(text, by=self._by)

    def _write(self, path: Path) -> None:
        try:
            # With the mark at its front spreadsheets read Arabic names as what they are.
            path.write_text(self._catalogue.to_csv(), encoding="utf-8-sig", newline="")
        except OSError as error:
            raise Unavailable(f"{path.name} can't be written: {error.strerror}.") from error

    def _dialog(self, title: str, take: Callable[[Path], None]) -> QFileDialog:
        dialog = QFileDialog(self._frame.window(), self._frame.ui.language.text(title))
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: take(Path(name)))
        return dialog
