"""Why a call is rejected: the team's own reasons, and a person's own words."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.review.conftest import AtTheDesk, Desk, call
from ui.review.reasons_editor import ReasonsEditor

NONE = Qt.KeyboardModifier.NoModifier


def test_own_words_reject_too(at_the_desk: AtTheDesk) -> None:
    """The last reason asks for them."""

    async def scenario(desk: Desk) -> None:
        first = desk.page.queue.current
        desk.press("x9")
        desk.press("asks for money")
        desk.press_key(Qt.Key.Key_Return)
        await desk.written()
        rejected = call(desk, first)
        assert (rejected.reason, rejected.note) == ("other", "asks for money")

    at_the_desk(scenario)


def test_a_note_goes_with_any_reason(at_the_desk: AtTheDesk) -> None:
    """N writes it, Enter gives the digits back; own words alone are the last reason's."""

    async def scenario(desk: Desk) -> None:
        first, second = (row.id for row in desk.page.queue.rows.rows[:2])
        desk.press("xn")
        desk.press("2 weeks ago")
        desk.press_key(Qt.Key.Key_Return)
        assert desk.page.reasons.is_open
        desk.press("2")
        await desk.written()
        rejected = call(desk, first)
        assert (rejected.reason, rejected.note) == ("expired", "2 weeks ago")
        desk.press("x9")
        desk.press_key(Qt.Key.Key_Return)
        assert desk.page.reasons.is_open  # “other” without words says nothing
        desk.press_key(Qt.Key.Key_Escape)
        assert desk.page.queue.current == second
        assert desk.page.list.hasFocus()

    at_the_desk(scenario)


def test_the_list_of_reasons_is_the_teams_own(at_the_desk: AtTheDesk) -> None:
    """A line that was there stays the reason it was; the digits follow the new order."""

    async def scenario(desk: Desk) -> None:
        page, first = desk.page, desk.page.queue.current
        page.reasons.edit_wanted.emit()
        await desk.until(lambda: page.widget.window().findChild(ReasonsEditor) is not None)
        editor = page.widget.window().findChild(ReasonsEditor)
        await desk.until(editor.lines.toPlainText)
        assert "Expired" in editor.lines.toPlainText()
        editor.lines.setPlainText("")
        editor.save.click()
        await desk.until(editor.problem.isVisible)
        editor.lines.setPlainText("Asks for money\nExpired")
        editor.save.click()
        await desk.until(lambda: page.reasons._offered == ("Asks for money", "expired", "other"))
        page.list.setFocus()
        desk.press("x")
        assert [b.isVisible() for b in page.reasons.buttons] == [True] * 3 + [False] * 6
        desk.press("4")  # there is no such number now
        assert page.reasons.is_open
        desk.press("1")
        await desk.written()
        assert call(desk, first).reason == "Asks for money"

    at_the_desk(scenario)
