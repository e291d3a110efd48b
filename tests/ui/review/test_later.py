"""Calls put off and given to people, by keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt

from db.models import utc_now
from tests.ui.hand import press, type_in
from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.review.choice_dialog import ChoiceDialog
from ui.review.later import ends


def test_a_call_is_put_off_and_comes_back_by_undo(at_the_desk: AtTheDesk) -> None:
    """Z and a digit; the list of what is put off has it meanwhile."""

    async def scenario(desk: Desk) -> None:
        queue, filters = desk.page.queue, desk.page.filters
        first, second = (row.id for row in queue.rows.rows[:2])
        desk.press("z")
        dialog = await desk.asked(ChoiceDialog)
        press(dialog, ord(str(dialog.list.count())), str(dialog.list.count()))
        await desk.until(lambda: call(desk, first).snoozed_until is not None)
        until = call(desk, first).snoozed_until
        assert until is not None
        assert until > utc_now() + timedelta(days=5)
        assert queue.current == second
        whose = filters.boxes["whose"]
        whose.setCurrentIndex(whose.findData("snoozed"))
        await desk.until(lambda: [row.id for row in queue.rows.rows] == [first])
        whose.setCurrentIndex(0)
        await desk.until(lambda: len(queue.rows.rows) > 1)
        assert queue.rows.row_of(first) == -1
        desk.page.list.setFocus()
        desk.press("u")
        await desk.until(lambda: queue.rows.row_of(first) == 0)

    at_the_desk(scenario)


def test_a_call_is_given_to_somebody(at_the_desk: AtTheDesk) -> None:
    """G and a name; or to oneself, and then the filter finds it."""

    async def scenario(desk: Desk) -> None:
        queue, filters = desk.page.queue, desk.page.filters
        first, second = (row.id for row in queue.rows.rows[:2])
        desk.press("g")
        dialog = await desk.asked(ChoiceDialog)
        dialog.words.setFocus()
        type_in(dialog, "sara")
        press(dialog, Qt.Key.Key_Return)
        await desk.until(lambda: queue.rows.rows[0].assignee == "sara")
        assert call(desk, first).assignee == "sara"
        desk.press("j")
        await desk.until(lambda: queue.detail is not None)
        desk.press("g")
        dialog = await desk.asked(ChoiceDialog)
        press(dialog, ord("1"), "1")
        await desk.until(lambda: call(desk, second).assignee == desk.services.settings.user)
        filters.boxes["whose"].setCurrentIndex(filters.boxes["whose"].findData("mine"))
        await desk.until(lambda: [row.id for row in queue.rows.rows] == [second])

    at_the_desk(scenario)


def test_an_evening_that_is_over_is_not_offered() -> None:
    """Nor one that begins in a moment."""
    noon = datetime(2026, 11, 25, 12)
    assert list(ends(noon)) == ["evening", "tomorrow", "week"]
    assert list(ends(noon.replace(hour=17, minute=45))) == ["tomorrow", "week"]
    assert ends(noon)["week"] == datetime(2026, 12, 2, 9)
