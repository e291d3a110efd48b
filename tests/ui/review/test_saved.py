"""A filter kept under a name is brought back by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.hand import press, type_in
from tests.ui.review.conftest import AtTheDesk, Desk
from ui.review.choice_dialog import ChoiceDialog


def test_a_filter_is_kept_and_comes_back(at_the_desk: AtTheDesk) -> None:
    """With its words and its choices."""

    async def scenario(desk: Desk) -> None:
        queue, filters = desk.page.queue, desk.page.filters
        every = len(queue.rows.rows)
        filters.choose({"language": "ar"})
        await desk.until(lambda: 0 < len(queue.rows.rows) < every)
        few = [row.id for row in queue.rows.rows]
        desk.page.list.setFocus()
        desk.press("l")
        dialog = await desk.asked(ChoiceDialog)
        type_in(dialog, "arabic")
        press(dialog, Qt.Key.Key_Return)
        await desk.until(lambda: not desk.page.saved.tasks.running("keep"))
        filters.clear()
        await desk.until(lambda: len(queue.rows.rows) == every)
        desk.page.list.setFocus()
        desk.press("l")
        dialog = await desk.asked(ChoiceDialog)
        press(dialog, ord("1"), "1")
        await desk.until(lambda: [row.id for row in queue.rows.rows] == few)

    at_the_desk(scenario)
