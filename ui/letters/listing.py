"""What the page shows of the workspace: causes, the letters of one, and one letter."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from db.models import LetterState
from pipeline.errors import TakeOneError
from pipeline.jobs.letters_desk import PAGE, Cause, Context, LettersDesk
from ui.context import UiContext
from ui.letters.causes_model import CausesModel
from ui.letters.causes_table import CausesTable
from ui.letters.lines_model import LEAST, WIDTHS, LinesModel
from ui.tasks import Tasks
from ui.widgets import RowTable


class Listing(QObject):
    """Both lists and what one is on, kept under the eye while they are read again."""

    looked = Signal()
    """The lists were read; there may be nothing in them."""
    failed = Signal(str)
    picked = Signal()
    """Another letter is shown, or the same one changed."""

    def __init__(self, ui: UiContext, desk: LettersDesk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.state = LetterState.OPEN
        self.sought = ""
        self.counts: dict[str, int] = {}
        self.context: Context | None = None
        self.causes, self.lines = CausesModel(ui, self), LinesModel(ui, self)
        self.causes_table = CausesTable(ui, self.causes)
        self.lines_table = RowTable()
        self.lines_table.show_rows(self.lines, WIDTHS, LEAST)
        self._placing = False
        """Whether it is the program that goes to a row, rather than a person."""
        self.causes_table.selectionModel().currentRowChanged.connect(self._cause_picked)
        self.lines_table.selectionModel().currentRowChanged.connect(self._line_picked)
        self.lines.wants_more.connect(lambda: self._tasks.start("more", self._more()))
        ui.theme.changed.connect(self.repaint)

    @property
    def cause(self) -> Cause | None:
        """The cause one is on."""
        at = self.causes_table.currentIndex().row()
        return self.causes.rows[at] if 0 <= at < len(self.causes.rows) else None

    @property
    def letter_id(self) -> int | None:
        """The letter one is on."""
        at = self.lines_table.currentIndex().row()
        return self.lines.rows[at].id if 0 <= at < len(self.lines.rows) else None

    def show_state(self, state: LetterState) -> None:
        """Show the letters of another state."""
        self.state = state
        self.look()

    def look(self) -> None:
        """Read everything again; what comes meanwhile is read after it."""
        self._tasks.refresh("look", self._look)

    def move(self, step: int, *, letters: bool) -> None:
        """Go to the next or previous row of a list."""
        table = self.lines_table if letters else self.causes_table
        model = self.lines if letters else self.causes
        table.select_row(max(0, min(table.currentIndex().row() + step, model.rowCount() - 1)))

    def repaint(self) -> None:
        """Say everything anew."""
        self.causes.repaint()
        self.lines.repaint()

    async def _look(self) -> None:
        state, sought = self.state, self.sought
        before = self.cause.group.signature if self.cause else ""
        at = max(0, self.causes_table.currentIndex().row())
        try:
            found = await asyncio.to_thread(self._desk.causes, state, sought)
        except TakeOneError as error:
            self.failed.emit(str(error))
            return
        if (state, sought) != (self.state, self.sought):
            self.look()
            return
        self.counts = found.counts
        self._placing = True
        self.causes.replace(found.causes)
        signatures = [one.group.signature for one in found.causes]
        if signatures:
            row = signatures.index(before) if before in signatures else min(at, len(signatures) - 1)
            if self.causes_table.currentIndex().row() != row:
                self.causes_table.select_row(row)
        self._placing = False
        await self._read_lines()
        self.looked.emit()

    async def _read_lines(self) -> None:
        cause = self.cause
        if cause is None:
            self.lines.replace(())
            self.context = None
            self.picked.emit()
            return
        before, at = self.letter_id, max(0, self.lines_table.currentIndex().row())
        limit = max(PAGE, len(self.lines.rows))
        rows = await asyncio.to_thread(
            self._desk.lines, self.state, cause.group.signature, self.sought, limit=limit
        )
        if self.cause is None or self.cause.group.signature != cause.group.signature:
            return  # somebody went on meanwhile, and another reading is under way
        self._placing = True
        self.lines.replace(rows, at_end=len(rows) < limit)
        ids = [row.id for row in rows]
        if ids:
            row = ids.index(before) if before in ids else min(at, len(ids) - 1)
            if self.lines_table.currentIndex().row() != row:
                self.lines_table.select_row(row)
        self._placing = False
        await self._read_letter()

    async def _more(self) -> None:
        if self.cause is None or not self.lines.rows:
            return
        signature, last = self.cause.group.signature, self.lines.rows[-1].id
        more = await asyncio.to_thread(
            self._desk.lines, self.state, signature, self.sought, before=last
        )
        if self.lines.rows and self.lines.rows[-1].id == last:
            self.lines.append(more, at_end=len(more) < PAGE)

    async def _read_letter(self) -> None:
        letter_id = self.letter_id
        context = None
        if letter_id is not None:
            context = await asyncio.to_thread(self._desk.context, letter_id)
        if self.letter_id != letter_id:
            return
        self.context = context
        self.picked.emit()

    def _cause_picked(self) -> None:
        if not self._placing and self.cause is not None:
            self._tasks.start("lines", self._lines_from_top())

    async def _lines_from_top(self) -> None:
        self._placing = True
        self.lines.replace(())
        self._placing = False
        await self._read_lines()

    def _line_picked(self) -> None:
        if not self._placing and self.letter_id is not None:
            self._tasks.start("letter", self._read_letter())
