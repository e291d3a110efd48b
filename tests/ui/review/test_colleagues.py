"""Two desks over one workspace: who has a call, who takes it, and whose words stand."""

from __future__ import annotations

from PySide6.QtCore import Qt

from db.models import CallStatus
from pipeline.extraction.call import FieldName
from pipeline.review.claims import Claims
from tests.ui.hand import press
from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.review.ask_dialog import AskDialog
from ui.review.rows_model import ROW_ROLE
from ui.review.versions_dialog import VersionsDialog


def test_looking_at_a_call_claims_it(at_the_desk: AtTheDesk) -> None:
    """And going on gives it up; its own claims make no card of this desk faint."""

    async def scenario(desk: Desk) -> None:
        queue, user = desk.page.queue, desk.services.settings.user
        first, second = (row.id for row in queue.rows.rows[:2])
        await desk.until(lambda: call(desk, first).claimed_by == user)
        queue.refresh()
        await desk.until(lambda: not queue.tasks.running("list"))
        assert queue.rows.rows[0].claimed_by == ""
        desk.press("j")
        await desk.until(lambda: call(desk, second).claimed_by == user)
        assert call(desk, first).claimed_by is None
        assert call(desk, first).revision == 1

    at_the_desk(scenario)


def test_a_call_of_somebody_else_is_not_decided_but_taken_over(at_the_desk: AtTheDesk) -> None:
    """A says who has it; T asks, and then it can be decided."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        second = queue.rows.rows[1].id
        Claims(desk.services.database).claim(second, "sara")
        at = queue.rows.index(1)
        await desk.until(lambda: at.data(ROW_ROLE).claimed_by == "sara")
        desk.press("j")
        await desk.until(lambda: desk.page.detail.held.isVisible())
        desk.press("a")
        assert queue.current == second
        desk.press("t")
        press(await desk.asked(AskDialog), Qt.Key.Key_Return)
        await desk.until(lambda: not desk.page.detail.held.isVisible())
        assert call(desk, second).claimed_by == desk.services.settings.user
        desk.press("a")
        await desk.written()
        assert call(desk, second).status == CallStatus.APPROVED

    at_the_desk(scenario)


def test_who_loses_a_call_is_told(at_the_desk: AtTheDesk) -> None:
    """By whom, and the call says so."""

    async def scenario(desk: Desk) -> None:
        first = desk.page.queue.current
        assert first is not None
        await desk.until(lambda: desk.page.claims.mine == first)
        heard: list[str] = []
        desk.page.claims.lost.connect(heard.append)
        Claims(desk.services.database).take_over(first, "sara")
        await desk.until(lambda: heard == ["sara"])
        await desk.until(lambda: desk.page.detail.held.isVisible())

    at_the_desk(scenario)


def test_a_decision_on_what_others_changed_shows_both(at_the_desk: AtTheDesk) -> None:
    """One chooses by arrows; the chosen value is kept, and the call still waits."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first = queue.current
        assert first is not None
        assert queue.detail is not None
        seen = queue.detail
        desk.page._changes.stop()  # the news of it has not come yet
        desk.services.decisions.edit(
            first, FieldName.COMPANY, "Palmframe", "sara", revision=seen.revision
        )
        desk.press("a")
        dialog = await desk.asked(VersionsDialog)
        assert dialog.chosen == {FieldName.COMPANY: "Palmframe"}
        press(dialog, Qt.Key.Key_Right)
        assert dialog.chosen == {FieldName.COMPANY: "bank"}
        press(dialog, Qt.Key.Key_Return)
        await desk.until(lambda: call(desk, first).company == "bank")
        assert call(desk, first).status == CallStatus.PENDING

    at_the_desk(scenario)


def test_two_edits_of_one_field_are_both_shown(at_the_desk: AtTheDesk) -> None:
    """Left as it is, theirs stands; chosen, one's own is saved."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first = queue.current
        assert first is not None
        assert queue.detail is not None
        desk.page._changes.stop()
        desk.services.decisions.edit(
            first, FieldName.COMPANY, "Palmframe", "sara", revision=queue.detail.revision
        )
        queue.edit(FieldName.COMPANY, "Oasis")
        dialog = await desk.asked(VersionsDialog)
        assert dialog.chosen == {FieldName.COMPANY: "Palmframe"}
        press(dialog, Qt.Key.Key_Right)
        press(dialog, Qt.Key.Key_Return)
        await desk.until(lambda: call(desk, first).company == "Oasis")

    at_the_desk(scenario)
