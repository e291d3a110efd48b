"""One's own steps, and an older one taken back alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from db.models import CallStatus
from tests.ui.hand import press
from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.review.steps_dialog import StepsDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_an_older_step_is_taken_back_alone(at_the_desk: AtTheDesk) -> None:
    """The later ones stand; the page goes to the call that came back."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first, second = (row.id for row in queue.rows.rows[:2])
        await desk.until(lambda: second in queue._details)
        desk.press("aa")
        await desk.written()
        desk.press_key(Qt.Key.Key_U, SHIFT)
        dialog = await desk.asked(StepsDialog)
        assert dialog.list.count() == 2
        press(dialog, Qt.Key.Key_Down)
        press(dialog, Qt.Key.Key_Return)
        await desk.until(lambda: queue.current == first)
        assert call(desk, first).status == CallStatus.PENDING
        assert call(desk, second).status == CallStatus.APPROVED

    at_the_desk(scenario)


def test_a_step_others_build_on_says_why_it_stays(at_the_desk: AtTheDesk) -> None:
    """In the list, where one can choose another."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first = queue.rows.rows[0].id
        desk.press("a")
        await desk.written()
        desk.services.decisions.restore([first], "sara")
        desk.press_key(Qt.Key.Key_U, SHIFT)
        dialog = await desk.asked(StepsDialog)
        press(dialog, Qt.Key.Key_Return)
        await desk.until(dialog.problem.isVisible)
        assert str(first) in dialog.problem.text()
        press(dialog, Qt.Key.Key_Escape)

    at_the_desk(scenario)
