"""The review page under a person's keys, over a real workspace."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from db.models import CallStatus
from tests.ui.hand import focus, handle
from tests.ui.review.conftest import AtTheDesk, Desk, call

NONE = Qt.KeyboardModifier.NoModifier


def arabic(desk: Desk, letter: str) -> None:
    """Press a key of the Arabic layout; all there is of it is the letter it types."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(letter), NONE, 0, 0, 0, letter)
        QApplication.sendEvent(handle(focus(desk.window)), event)


def test_a_decision_goes_on_at_once_and_can_be_taken_back(at_the_desk: AtTheDesk) -> None:
    """The next call is there before the decision is stored; undo comes back to it."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first, second = (row.id for row in queue.rows.rows[:2])
        assert queue.current == first
        desk.press("a")
        assert queue.current == second
        await desk.written()
        assert call(desk, first).status == CallStatus.APPROVED
        desk.press("u")
        await desk.written()
        assert call(desk, first).status == CallStatus.PENDING
        assert queue.current == first
        assert queue.rows.row_of(first) == 0

    at_the_desk(scenario)


def test_keys_in_a_row_decide_in_that_order(at_the_desk: AtTheDesk) -> None:
    """Nobody waits for the database between two keys."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first, second, third, fourth = (row.id for row in queue.rows.rows[:4])
        await desk.until(lambda: fourth in queue._details)
        desk.press("a")
        desk.press("x2")
        desk.press(" ")
        assert queue.current == fourth
        await desk.written()
        assert call(desk, first).status == CallStatus.APPROVED
        rejected = call(desk, second)
        assert (rejected.status, rejected.reason) == (CallStatus.REJECTED, "expired")
        assert call(desk, third).position > call(desk, fourth).position
        # What was skipped comes last.
        await desk.until(lambda: queue.rows.rows[-1].id == third)

    at_the_desk(scenario)


def test_the_arabic_layout_presses_the_same_keys(at_the_desk: AtTheDesk) -> None:
    """ش is where A is, ت where J is."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first, second, third = (row.id for row in queue.rows.rows[:3])
        arabic(desk, "ت")
        assert queue.current == second
        await desk.until(lambda: queue.detail is not None)
        arabic(desk, "ش")
        assert queue.current == third
        await desk.written()
        assert call(desk, second).status == CallStatus.APPROVED
        assert call(desk, first).status == CallStatus.PENDING

    at_the_desk(scenario)


def test_search_is_the_databases_and_finds_other_spellings(at_the_desk: AtTheDesk) -> None:
    """Typing there decides nothing; an empty result says what to do."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        everything = len(queue.rows.rows)
        desk.press("/")
        for letter in "رمضانى":
            arabic(desk, letter)
        await desk.until(lambda: len(queue.rows.rows) == 1)
        assert everything > 1
        desk.press("zzz")
        await desk.until(lambda: desk.page.stack.face == "empty")
        desk.press_key(Qt.Key.Key_Escape)
        desk.press_key(Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
        await desk.until(lambda: len(queue.rows.rows) == everything)

    at_the_desk(scenario)


def test_a_flag_stays_and_goes(at_the_desk: AtTheDesk) -> None:
    """The row shows it at once."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first = queue.current
        desk.press("f")
        assert queue.rows.rows[0].flagged
        await desk.written()
        assert call(desk, first).flagged
        desk.press("f")
        await desk.written()
        assert not call(desk, first).flagged

    at_the_desk(scenario)


def test_decided_calls_can_be_brought_back(at_the_desk: AtTheDesk) -> None:
    """Among the rejected ones, R is the key."""

    async def scenario(desk: Desk) -> None:
        page, first = desk.page, desk.page.queue.current
        desk.press("x1")
        await desk.written()
        page.filters.boxes["status"].setCurrentIndex(2)
        await desk.until(lambda: page.queue.current == first and page.queue.detail)
        desk.press("a")  # decided already: this does nothing
        desk.press("r")
        await desk.written()
        assert call(desk, first).status == CallStatus.PENDING

    at_the_desk(scenario)


def test_the_page_speaks_arabic_while_running(at_the_desk: AtTheDesk) -> None:
    """And keeps what one was looking at."""

    async def scenario(desk: Desk) -> None:
        language = desk.window.ui.language
        first = desk.page.queue.current
        language.choose("ar")
        try:
            await desk.until(lambda: "إعلان" in desk.page._count.text())
            assert desk.page.detail.buttons["approve"].text() == "قبول"
            assert desk.page.queue.current == first
        finally:
            language.choose("en")

    at_the_desk(scenario)


def test_a_letter_without_a_meaning_moves_nothing(at_the_desk: AtTheDesk) -> None:
    """Lists like to jump to what begins with it."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        initials = "".join(row.title[:1].lower() for row in queue.rows.rows)
        first = queue.current
        desk.press(f"{initials}q".translate(dict.fromkeys(map(ord, "axefurhcjkvm "))))
        desk.press_key(Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
        assert queue.current == first

    at_the_desk(scenario)


def test_a_small_window_clips_nothing(at_the_desk: AtTheDesk) -> None:
    """Filters go below the search, and buttons that don't fit leave their keys."""

    async def scenario(desk: Desk) -> None:
        desk.window.resize(960, 600)
        await asyncio.sleep(0.1)
        page = desk.page
        for box in page.filters.boxes.values():
            assert box.width() >= box.sizeHint().width()
        shown = [b for b in page.detail.buttons.values() if b.isVisible()]
        assert page.detail.buttons["approve"] in shown
        for button in shown:
            assert button.width() >= button.sizeHint().width()
        desk.press("f")
        assert page.queue.rows.rows[0].flagged
        desk.window.resize(1400, 800)
        await asyncio.sleep(0.1)
        assert page.detail.buttons["flag"].isVisible()
        await desk.written()

    at_the_desk(scenario)
