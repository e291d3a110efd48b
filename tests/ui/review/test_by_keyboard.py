"""A reviewer's hour by keyboard alone, the Arabic layout active."""

from __future__ import annotations

import asyncio
from collections import Counter

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.models import Call, CallStatus
from tests.ui.review.conftest import AtTheDesk, Desk

APPROVE, REJECT, SKIP, UNDO, FLAG, NEXT = "ش", "ء", " ", "ع", "ب", "ت"
ROUND = (APPROVE, REJECT, SKIP)
ITEMS = 30


async def strike(desk: Desk, letter: str) -> None:
    """A key comes from the window system and types a letter; nothing else is known of it."""
    struck = asyncio.Event()

    def send() -> None:
        handle = desk.window.windowHandle()
        key = Qt.Key.Key_Space if letter == " " else Qt.Key(ord(letter))
        for action in (QTest.KeyAction.Press, QTest.KeyAction.Release):
            QTest.sendKeyEvent(action, handle, key, letter, Qt.KeyboardModifier.NoModifier)
        struck.set()

    # Sending lets Qt work, and so our tasks; that can't be while one of them runs.
    asyncio.get_running_loop().call_soon(send)
    await struck.wait()


def standing(desk: Desk) -> dict[int, str]:
    """How every call stands."""
    with desk.services.database.reading() as session:
        found = session.execute(sa.select(Call.id, Call.status))
        return {one.id: one.status for one in found}


async def decide(desk: Desk, number: int) -> tuple[int, str]:
    """Decide the call one sees, and hold that another is there at once."""
    queue = desk.page.queue
    await desk.until(lambda: queue.detail is not None)
    current = queue.current
    assert current is not None
    kind = ROUND[number % len(ROUND)]
    await strike(desk, kind)
    if kind == REJECT:
        assert desk.page.reasons.is_open
        await strike(desk, "٢")
    assert not desk.page.reasons.is_open
    assert queue.current != current
    return current, kind


def test_thirty_calls_and_back(at_a_full_desk: AtTheDesk) -> None:
    """Approve, reject, skip in turn; then take all of it back, newest first."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        # A title is asked for where there is none; that is another test's matter.
        with desk.services.database.writing() as session:
            session.execute(sa.update(Call).where(Call.title.is_(None)).values(title="Casting"))
        queue.refresh()
        await asyncio.sleep(0.1)
        before = standing(desk)
        order = [row.id for row in queue.rows.rows]
        assert len(order) > ITEMS
        done = [await decide(desk, number) for number in range(ITEMS)]
        assert [call for call, _ in done] == order[:ITEMS]
        await desk.written()
        after = standing(desk)
        wanted = {APPROVE: CallStatus.APPROVED, REJECT: CallStatus.REJECTED, SKIP: "pending"}
        assert {call: after[call] for call, _ in done} == {c: wanted[k] for c, k in done}
        assert Counter(kind for _, kind in done) == dict.fromkeys(ROUND, ITEMS // 3)
        for call, _ in reversed(done):
            await strike(desk, UNDO)
            await desk.written()
            assert queue.current == call
        assert standing(desk) == before
        await desk.until(lambda: [row.id for row in queue.rows.rows] == order)

    at_a_full_desk(scenario)


def test_hasty_fingers_decide_only_what_was_seen(at_a_full_desk: AtTheDesk) -> None:
    """Keys that come faster than the calls are shown wait for nobody, and hit nothing blindly."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        order = [row.id for row in queue.rows.rows]
        for _ in range(40):
            await strike(desk, REJECT)
            await strike(desk, "١")
        await desk.written()
        decided = [call for call in order if standing(desk)[call] == CallStatus.REJECTED]
        assert decided == order[: len(decided)]
        assert decided
        assert queue.current == order[len(decided)]

    at_a_full_desk(scenario)
