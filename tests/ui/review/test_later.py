"""Calls put off and given to people, by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from db.models import utc_now
from pipeline.review.values import Cursor, ReviewRow
from tests.ui.hand import press, type_in
from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.context import UiContext
from ui.review.choice_dialog import ChoiceDialog
from ui.review.later import ends
from ui.review.row_delegate import RowDelegate
from ui.review.rows_model import ROW_ROLE


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


def test_what_waits_for_too_long_is_marked(ui: UiContext) -> None:
    """Until it is decided; without a target nothing is."""
    now = utc_now()
    row = ReviewRow(
        1, "Actor", "Riyadh", "", "pending", "WHATSAPP", "Group", now - timedelta(hours=25),
        None, 1.0, 0, False, 0, Cursor(1, 1),
    )  # fmt: skip
    young, decided = replace(row, received=now), replace(row, status="approved")
    model = QStandardItemModel()
    for one in (row, young, decided):
        item = QStandardItem()
        item.setData(one, ROW_ROLE)
        model.appendRow(item)
    places = [model.index(at, 0) for at in range(3)]
    watched, careless = RowDelegate(ui, overdue=timedelta(hours=24)), RowDelegate(ui)
    assert [_late(watched, place) for place in places] == [True, False, False]
    assert not _late(careless, places[0])


def _late(delegate: RowDelegate, place: QModelIndex) -> bool:
    lines = delegate.lines(place)
    return lines is not None and lines.late
