"""Opens the list of one's own steps, and takes back the one that is chosen there."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QObject

from pipeline.errors import TakeOneError
from pipeline.review.steps import PAGE, steps_of, tally_of
from ui.actions import Action
from ui.review.steps_dialog import StepsDialog
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame
from ui.shell.services import UiServices
from ui.tasks import Tasks


class OwnSteps(QObject):
    """Undo of anything: yesterday's too, and what was published since."""

    def __init__(self, frame: Frame, services: UiServices, queue: ReviewQueue) -> None:
        super().__init__(queue)
        self._frame = frame
        self._database = services.database
        self._decisions = services.decisions
        self._user = services.settings.user
        self._queue = queue
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def commands(self) -> list[Action]:
        """The way to the list."""
        return [Action("review.steps", "review.steps.title", self.ask, key="Shift+U")]

    def ask(self) -> None:
        """Show what one did."""
        dialog = StepsDialog(self._frame.ui, self._frame.window())
        dialog.wants_more.connect(
            lambda before: self.tasks.start("steps", self._read(dialog, before))
        )
        dialog.take_back.connect(
            lambda step: self.tasks.start("take-back", self._take_back(dialog, step))
        )
        dialog.finished.connect(lambda _: self.tasks.cancel("steps"))
        self.tasks.start("steps", self._open(dialog))

    async def _open(self, dialog: StepsDialog) -> None:
        await self._read(dialog, None)
        midnight = datetime.combine(date.today(), time()).astimezone(UTC).replace(tzinfo=None)
        dialog.show_tally(await tally_of(self._database, self._user, midnight))
        dialog.ask()

    async def _read(self, dialog: StepsDialog, before: int | None) -> None:
        steps = await steps_of(self._database, self._user, before)
        dialog.show_steps(steps, more=len(steps) == PAGE)

    async def _take_back(self, dialog: StepsDialog, step: int) -> None:
        try:
            done = await asyncio.to_thread(self._decisions.take_back, step, self._user)
        except TakeOneError as error:
            dialog.tell(self._frame.ui.language.sentence(error))
            return
        dialog.accept()
        self._queue.go_back_to(done)
