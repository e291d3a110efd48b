"""What is done with proposed terms: taken, tried in the shadow, rejected, looked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from db.models import CandidateState
from pipeline.learning.candidates import Candidate
from ui.patterns.back import Back
from ui.patterns.candidates_view import CandidatesView
from ui.patterns.tuning import Tuning
from ui.patterns.words import Words
from ui.shell.page import Frame
from ui.tasks import Tasks


class Proposals(QObject):
    """Says `taken`, with the term's id, before it goes into the draft."""

    taken = Signal(str)

    def __init__(
        self,
        frame: Frame,
        words: Words,
        tuning: Tuning,
        view: CandidatesView,
        back: Back,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._back = back
        self._frame = frame
        self._words = words
        self._tuning = tuning
        self._view = view
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def show(self) -> None:
        """Show what is proposed."""
        self.tasks.start("show", self._show(look=False))

    def look(self) -> None:
        """Look for more in the past."""
        self._view.show_looking(True)
        self.tasks.start("show", self._show(look=True))

    def accept(self) -> None:
        """Take a candidate into the draft; what it would do is shown as for any other term."""
        if (one := self._view.candidate) is not None:
            self.taken.emit(one.term.id)
            self._tuning.keep(self._tuning.draft.with_term(one.term))
            self._decide(one, CandidateState.ACCEPTED)

    def shadow(self) -> None:
        """Count what a candidate would do with what comes, or count no more."""
        if (one := self._view.candidate) is not None:
            is_in = one.state is CandidateState.SHADOW
            self._decide(one, CandidateState.OPEN if is_in else CandidateState.SHADOW)

    def reject(self) -> None:
        """Let a candidate never be proposed again."""
        if (one := self._view.candidate) is not None:
            self._decide(one, CandidateState.REJECTED)
            text = self._frame.ui.language.text
            self._back.offer(
                text("patterns.rejected", name=self._words.term(one.term)),
                lambda: self._decide(one, one.state),
            )

    def _decide(self, one: Candidate, state: CandidateState) -> None:
        self.tasks.start(f"decide-{one.id}", self._decided(one, state))

    async def _decided(self, one: Candidate, state: CandidateState) -> None:
        await self._tuning.decide(one, state)
        await self._show(look=False)

    async def _show(self, *, look: bool) -> None:
        self._view.show_candidates(*await self._tuning.candidates(look=look))
        self._frame.refresh_actions()
