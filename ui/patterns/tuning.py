"""What the page knows: the terms with their records, a draft, and what the draft would do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Event

from PySide6.QtCore import QObject, Signal

from db.models import CandidateState
from pipeline.learning.alarm import Alarm
from pipeline.learning.candidates import Candidate
from pipeline.learning.corpus import Corpus
from pipeline.learning.desk import PatternDesk, Preview
from pipeline.learning.edits import Edits
from pipeline.learning.playground import Trial
from pipeline.learning.terms import NEVER, TermRow
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import default_rules
from ui.patterns.draft import Draft
from ui.tasks import Tasks


class Tuning(QObject):
    """Everything slow is done in threads; what comes back is told by signals."""

    opened = Signal()
    """The past decisions were read, and all terms have their records."""
    reading = Signal(int, int)
    """How many texts were read so far, of how many."""
    drafted = Signal()
    """The draft says something else."""
    previewed = Signal()
    """What the draft would do is known."""

    def __init__(self, desk: PatternDesk, user: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._user = user
        self._rows: list[TermRow] = []
        self._cancel = Event()
        self.cases = 0
        self.alarms: tuple[Alarm, ...] = ()
        self.draft = Draft(desk.book.current)
        self.preview: Preview | None = None
        self.texts: Mapping[int, str] = {}
        self.tasks = Tasks(self)

    @property
    def desk(self) -> PatternDesk:
        """What it works with."""
        return self._desk

    @property
    def rows(self) -> Sequence[TermRow]:
        """Every term as the draft has it, with its record."""
        drafted = self.draft.edits.terms
        shipped = {term.id for term in default_rules().terms}
        known = {row.term.id: row for row in self._rows}
        rows = []
        for row in self._rows:
            term = drafted.get(row.term.id)
            if term is not None:
                own = row.term.id not in shipped or row.own or term != row.term
                rows.append(row if term == row.term else replace(row, term=term, own=own))
            elif row.term.id in shipped or row.term.id not in self.draft.applied.edits.terms:
                rows.append(row)
        new = [term for name, term in drafted.items() if name not in known]
        records = {form_of(row.term): row.record for row in self._rows} if new else {}
        rows[:0] = [TermRow(term, records.get(form_of(term), NEVER), None, True) for term in new]
        return rows

    @property
    def changed(self) -> set[str]:
        """The terms the draft says something else of."""
        return {one.name for one in self.draft.differences}

    def open(self) -> None:
        """Read the past decisions, then show the terms."""
        self.tasks.start("open", self._open())

    def close(self) -> None:
        """Stop reading, and give the room back."""
        self._cancel.set()
        self.tasks.cancel_all()
        self._desk.close()

    def keep(self, edits: Edits) -> None:
        """Take a step in the draft."""
        self.draft.keep(edits)
        self._drafted()

    def change(self, step: Callable[[], object]) -> None:
        """Take some other step in the draft."""
        step()
        self._drafted()

    async def effect(self, edits: Edits) -> Preview:
        """What some changes would do. Raises `Invalid` when they contradict each other."""
        return await asyncio.to_thread(self._desk.preview, edits)

    async def trials(self, text: str) -> tuple[Trial, Trial | None]:
        """What is said of a text now, and after the draft."""
        draft = self.draft
        now = await asyncio.to_thread(self._desk.trial, text, draft.applied.edits)
        if draft.is_empty:
            return now, None
        return now, await asyncio.to_thread(self._desk.trial, text, draft.edits)

    async def apply(self, reason: str) -> int:
        """Let the draft judge."""
        draft = self.draft
        return await asyncio.to_thread(
            lambda: self._desk.apply(draft.edits, reason, self._user, after=draft.applied.number)
        )

    async def restore(self, number: int, reason: str) -> int:
        """Bring a version back."""
        return await asyncio.to_thread(self._desk.restore, number, reason, self._user)

    async def candidates(self, *, look: bool) -> tuple[list[Candidate], Mapping[int, str]]:
        """The proposed terms with their evidence; looked for anew when `look`."""
        if look:
            await asyncio.to_thread(self._desk.look_for_candidates)
        found = await asyncio.to_thread(self._desk.watch)
        ids = sorted({message_id for one in found for message_id in one.evidence})
        return found, await asyncio.to_thread(self._desk.texts, ids)

    async def decide(self, candidate: Candidate, state: CandidateState) -> None:
        """Accept a candidate, reject it, or let it run in the shadow."""
        await asyncio.to_thread(self._desk.candidates.decide, candidate.id, state, self._user)

    async def _open(self) -> None:
        self._cancel = cancel = Event()
        try:
            corpus, rows, self.alarms = await asyncio.to_thread(self._read, cancel)
        except asyncio.CancelledError:
            cancel.set()
            raise
        self._rows, self.cases = rows, len(corpus)
        if self.draft.applied.number != self._desk.book.current.number:
            self.draft.follow(self._desk.book.current)
        self.opened.emit()
        self._drafted()

    def _read(self, cancel: Event) -> tuple[Corpus, list[TermRow], tuple[Alarm, ...]]:
        def tell(done: int, total: int) -> None:
            if not cancel.is_set():  # nobody looks any more, and we may be gone
                self.reading.emit(done, total)

        corpus = self._desk.open(tell, cancel)
        return corpus, self._desk.terms(corpus), self._desk.alarms(corpus)

    def _drafted(self) -> None:
        self.preview = None
        self.drafted.emit()
        self.tasks.start("preview", self._preview())

    async def _preview(self) -> None:
        if not self.draft.is_empty:
            preview = await self.effect(self.draft.edits)
            outcome = preview.outcome
            ids = [one.message_id for one in (*outcome.caught.examples, *outcome.lost.examples)]
            self.texts = await asyncio.to_thread(self._desk.texts, ids)
            self.preview = preview
        self.previewed.emit()
