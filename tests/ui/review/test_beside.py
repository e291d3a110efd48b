"""What stands beside a call: its story, its variants, and what others do meanwhile."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt

from db.models import Call, Message
from pipeline.extraction.call import FieldName
from tests.ui.review.conftest import AtTheDesk, Desk
from ui.review.rows_model import MOVED_ROLE

NONE = Qt.KeyboardModifier.NoModifier


def test_a_calls_story_is_on_a_key(at_the_desk: AtTheDesk) -> None:
    """It tells who did what, stays for the next call, and gives way to the fields."""

    async def scenario(desk: Desk) -> None:
        side = desk.page.detail.side
        desk.press("f")
        await desk.written()
        desk.press("h")
        assert side.shown == "story"
        await desk.until(lambda: "Flagged by" in desk.said())
        said = desk.said()
        assert "Written by \u2068Noura\u2069" in said
        assert "Fields read by the rules" in said
        desk.press("j")
        await desk.until(lambda: "Written by \u2068Abu Fahad\u2069" in desk.said())
        assert "Flagged" not in desk.said()
        desk.window.ui.language.choose("ar")
        try:
            assert "كتبه \u2068Abu Fahad\u2069" in desk.said()
        finally:
            desk.window.ui.language.choose("en")
        desk.press("3")
        assert side.shown == "fields"
        assert desk.page.fields.rows[FieldName.LOCATION].editor.hasFocus()
        desk.press_key(Qt.Key.Key_Escape)
        desk.press("hh")
        assert side.shown == "fields"
        assert desk.page.list.hasFocus()

    at_the_desk(scenario)


def test_a_variant_shows_in_which_words_it_differs(at_the_desk: AtTheDesk) -> None:
    """A sign stands with each colour; what is the same has none."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        head, other = (row.id for row in queue.rows.rows[:2])
        with desk.services.database.writing() as session:
            first, second = session.get_one(Call, head), session.get_one(Call, other)
            message = session.get_one(Message, second.message_id)
            said = session.get_one(Message, first.message_id).text[first.span_start :]
            message.text = said.replace("bank", "car").replace("25-35, ", "")
            second.cluster_id, second.span_start = head, 0
            second.span_end = len(message.text)
        queue.refresh()
        await desk.until(lambda: queue.detail is not None and queue.detail.has_copies)
        assert desk.page.detail.buttons["copies"].isVisible()
        desk.press("c")
        await desk.until(lambda: "commercial" in desk.said())
        said = "".join(letter for letter in desk.said() if letter not in "\u2068\u2069")
        assert "− 25-35, for" in said, said
        assert "a − bank + car commercial" in said, said
        assert "only there" in said
        desk.press("j")
        await desk.until(lambda: not desk.page.detail.buttons["copies"].isVisible())
        await desk.until(lambda: "nowhere else" in desk.said())
        desk.press_key(Qt.Key.Key_Escape)
        desk.press("c")
        assert desk.page.detail.side.shown == "fields"

    at_the_desk(scenario)


def test_what_others_do_shows_at_once_and_moves_nothing(at_the_desk: AtTheDesk) -> None:
    """A call somebody else decided stays in its place; the one looked at says by whom."""

    async def scenario(desk: Desk) -> None:
        queue, decisions = desk.page.queue, desk.services.decisions
        first, second = (row.id for row in queue.rows.rows[:2])
        order = [row.id for row in queue.rows.rows]
        await asyncio.to_thread(decisions.reject, [second], "sara", "expired")
        index = queue.rows.index(1)
        await desk.until(lambda: index.data(MOVED_ROLE))
        assert (queue.current, [row.id for row in queue.rows.rows]) == (first, order)
        await asyncio.to_thread(decisions.approve, [first], "sara")
        await desk.until(lambda: queue.detail is not None and queue.detail.decided_by == "sara")
        assert queue.current == first
        assert not desk.page.detail.buttons["approve"].isVisible()
        desk.press("a")
        await desk.written()
        assert (queue.current, desk.page.list.currentIndex().row()) == (first, 0)

    at_the_desk(scenario)


def test_what_comes_in_is_added_behind(at_the_desk: AtTheDesk) -> None:
    """Where one is, one stays."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        order = [row.id for row in queue.rows.rows]
        desk.press("jj")
        assert queue.current == order[2]
        last = order[-1]
        await asyncio.to_thread(desk.services.decisions.reject, [last], "sara", "expired")
        desk.press_key(Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
        queue.refresh()
        await desk.until(lambda: len(queue.rows.rows) == len(order) - 1)
        await asyncio.to_thread(desk.services.decisions.restore, [last], "sara")
        await desk.until(lambda: [row.id for row in queue.rows.rows] == order)
        assert queue.current == order[2]
        assert desk.page.list.currentIndex().row() == 2

    at_the_desk(scenario)
