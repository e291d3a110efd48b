"""Puts a call off, or says whose it is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from PySide6.QtCore import QObject

from pipeline.review.desk import ReviewDesk
from ui.actions import Action
from ui.review.choice_dialog import ChoiceDialog
from ui.review.view_model import ReviewQueue
from ui.shell.page import Frame
from ui.tasks import Tasks

EVENING, MORNING = time(18), time(9)


class Later(QObject):
    """Asks until when, or who."""

    def __init__(self, frame: Frame, desk: ReviewDesk, queue: ReviewQueue, by: str) -> None:
        super().__init__(queue)
        self._frame = frame
        self._language = frame.ui.language
        self._desk = desk
        self._queue = queue
        self._by = by
        self.tasks = Tasks(self)
        self.tasks.problem.connect(frame.tell)

    def commands(self) -> list[Action]:
        """Both, on the current call."""
        return [
            Action("review.snooze", "review.later.snooze", self.ask_when, key="Z",
                   enabled=self._has_call),
            Action("review.assign", "review.later.assign", self.ask_whom, key="G",
                   enabled=self._has_call),
        ]  # fmt: skip

    def ask_when(self) -> None:
        """Ask until when the current call is put off."""
        text = self._language.text
        choices = [
            (f"{text(f'review.until.{name}')} · {self._language.moment(at)}", at)
            for name, at in ends(datetime.now()).items()
        ]
        dialog = ChoiceDialog(
            self._frame.ui, self._frame.window(), text("review.later.until"), choices
        )
        dialog.chosen.connect(
            lambda at: self._queue.snooze(at.astimezone(UTC).replace(tzinfo=None))
        )
        dialog.ask()

    def ask_whom(self) -> None:
        """Ask whose the current call is to be."""
        self.tasks.start("people", self._ask_whom())

    async def _ask_whom(self) -> None:
        text = self._language.text
        people = [one for one in await self._desk.people() if one != self._by]
        choices = [(text("review.whose.mine"), self._by), (text("review.whose.nobodys"), "")]
        dialog = ChoiceDialog(
            self._frame.ui,
            self._frame.window(),
            text("review.later.whose"),
            [*choices, *((one, one) for one in people)],
            other=text("review.later.other"),
        )
        dialog.chosen.connect(self._queue.assign)
        dialog.ask()

    def _has_call(self) -> bool:
        return self._queue.detail is not None


def ends(now: datetime) -> dict[str, datetime]:
    """Until when a call may be put off, by a clock on the wall: this evening, if that is to
    come, tomorrow, in a week."""
    evening = datetime.combine(now.date(), EVENING)
    found = {"evening": evening} if evening - now > timedelta(minutes=30) else {}
    for name, days in (("tomorrow", 1), ("week", 7)):
        found[name] = datetime.combine(now.date() + timedelta(days=days), MORNING)
    return found
