"""All calls that match are decided by one question."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from db.models import Call, CallStatus
from tests.ui.hand import press
from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.review.bulk_dialog import BulkDialog, FailuresDialog
from ui.shell.page import Work

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def asked(desk: Desk, key: Qt.Key) -> BulkDialog:
    """Press a key, and wait for its question."""
    desk.press_key(key, SHIFT)
    return await desk.asked(BulkDialog)


def enter(dialog: QDialog) -> None:
    """Press Enter in a dialog."""
    press(dialog, Qt.Key.Key_Return)


def test_all_that_match_are_rejected_as_one_step(at_the_desk: AtTheDesk) -> None:
    """The question says how many; U brings all of them back."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        ids = [row.id for row in queue.rows.rows]
        dialog = await asked(desk, Qt.Key.Key_X)
        assert str(len(ids)) in dialog.windowTitle()
        press(dialog, Qt.Key.Key_2, "2")
        enter(dialog)
        await desk.until(lambda: not queue.rows.rows)
        stored = [call(desk, one) for one in ids]
        assert {(one.status, one.reason) for one in stored} == {("rejected", "expired")}
        desk.press("u")
        await desk.until(lambda: len(queue.rows.rows) == len(ids))
        assert {call(desk, one).status for one in ids} == {CallStatus.PENDING}

    at_the_desk(scenario)


def test_who_says_no_changes_nothing(at_the_desk: AtTheDesk) -> None:
    """Escape leaves all as it is."""

    async def scenario(desk: Desk) -> None:
        dialog = await asked(desk, Qt.Key.Key_X)
        press(dialog, Qt.Key.Key_Escape)
        await desk.until(lambda: QApplication.activeModalWidget() is None)
        assert not desk.page.bulk.running
        assert call(desk, desk.page.queue.current).status == CallStatus.PENDING

    at_the_desk(scenario)


def test_what_failed_is_listed(at_the_desk: AtTheDesk) -> None:
    """The others are approved; the one without a title is named with its reason."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        ids = [row.id for row in queue.rows.rows]
        with desk.services.database.writing() as session:
            session.get_one(Call, ids[0]).title = None
        enter(await asked(desk, Qt.Key.Key_A))
        failures = await desk.asked(FailuresDialog)
        assert failures.list.count() == 1
        assert "title" in failures.list.item(0).text()
        assert [call(desk, one).status for one in ids[:2]] == ["pending", "approved"]
        enter(failures)

    at_the_desk(scenario)


def test_it_can_be_stopped(at_the_desk: AtTheDesk) -> None:
    """What is cancelled before it began does nothing more than its first batch."""

    async def scenario(desk: Desk) -> None:
        works: list[Work] = []
        desk.window._status.add = works.append  # type: ignore[method-assign]
        enter(await asked(desk, Qt.Key.Key_X))
        await desk.until(lambda: works)
        works[0].cancelled.emit()
        await desk.until(lambda: works[0].finished)
        assert not desk.page.bulk.running

    at_the_desk(scenario)
