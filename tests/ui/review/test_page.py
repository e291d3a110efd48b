"""The review page under a person's keys, over a real workspace."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.models import Call, CallStatus, Message
from pipeline.extraction.call import FieldName
from tests.ui.review.conftest import AtTheDesk, Desk, focus
from ui.review.reasons_editor import ReasonsEditor
from ui.review.rows_model import MOVED_ROLE

NONE = Qt.KeyboardModifier.NoModifier


def call(desk: Desk, call_id: int | None) -> Call:
    """A call as it is stored."""
    assert call_id is not None
    with desk.services.database.reading() as session:
        return session.get_one(Call, call_id)


def arabic(desk: Desk, letter: str) -> None:
    """Press a key of the Arabic layout; all there is of it is the letter it types."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(letter), NONE, 0, 0, 0, letter)
        QApplication.sendEvent(focus(desk.window), event)


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


def test_letters_never_decide_while_typing(at_the_desk: AtTheDesk) -> None:
    """They go into the field; Enter saves it and gives the keys back."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        first = queue.current
        desk.press("3")
        editor = desk.page.fields.rows[FieldName.LOCATION].editor
        assert editor.hasFocus()
        desk.press("axjk")
        assert queue.current == first
        desk.press_key(Qt.Key.Key_Return)
        await desk.written()
        changed = call(desk, first)
        assert changed.location == "axjk"
        assert changed.evidence["location"]["state"] == "edited"
        assert desk.page.list.hasFocus()
        desk.press("j")
        assert queue.current != first

    at_the_desk(scenario)


def test_escape_forgets_what_was_typed(at_the_desk: AtTheDesk) -> None:
    """The value is as it was, and nothing is stored."""

    async def scenario(desk: Desk) -> None:
        first = desk.page.queue.current
        before = call(desk, first)
        desk.press("1")
        desk.press("never")
        desk.press_key(Qt.Key.Key_Escape)
        await desk.written()
        assert call(desk, first).revision == before.revision
        row = desk.page.fields.rows[FieldName.TITLE]
        assert row.editor.toPlainText() == (before.title or "")

    at_the_desk(scenario)


def test_a_value_that_cannot_stand_is_kept_for_correction(at_the_desk: AtTheDesk) -> None:
    """The sentence is shown, the typed text stays."""

    async def scenario(desk: Desk) -> None:
        first = desk.page.queue.current
        before = call(desk, first).deadline
        desk.press("6")
        desk.press("soon")
        desk.press_key(Qt.Key.Key_Return)
        await desk.written()
        editor = desk.page.fields.rows[FieldName.DEADLINE].editor
        assert editor.toPlainText() == "soon"
        assert editor.hasFocus()
        assert call(desk, first).deadline == before
        desk.press_key(Qt.Key.Key_Escape)

    at_the_desk(scenario)


def test_selected_words_fill_a_field_with_their_evidence(at_the_desk: AtTheDesk) -> None:
    """The span is the selection's, in code points of the message as received."""

    async def scenario(desk: Desk) -> None:
        page, first = desk.page, desk.page.queue.current
        detail = page.queue.detail
        assert detail is not None
        start = detail.text.index("bank commercial")
        span_start, span_end = page.message._offsets.position(start), start + len("bank commercial")
        cursor = page.message.textCursor()
        cursor.setPosition(span_start)
        cursor.setPosition(
            page.message._offsets.position(span_end), QTextCursor.MoveMode.KeepAnchor
        )
        page.message.setFocus()
        page.message.setTextCursor(cursor)
        desk.press("2")
        await desk.written()
        changed = call(desk, first)
        assert changed.company == "bank commercial"
        assert changed.evidence["company"]["spans"] == [[start, span_end]]

    at_the_desk(scenario)


def test_field_and_evidence_light_each_other(at_the_desk: AtTheDesk) -> None:
    """Going into a field lights its words; a click on words goes into their field."""

    async def scenario(desk: Desk) -> None:
        page = desk.page
        detail = page.queue.detail
        assert detail is not None
        pay = next(view for view in detail.fields if view.name == FieldName.COMPENSATION)
        assert pay.spans
        desk.press("4")
        assert page.message._lit == FieldName.COMPENSATION
        desk.press_key(Qt.Key.Key_Escape)
        cursor = QTextCursor(page.message.document())
        cursor.setPosition(page.message._offsets.position(pay.spans[0].start + 1))
        place = page.message.cursorRect(cursor).center()
        QTest.mouseClick(page.message.viewport(), Qt.MouseButton.LeftButton, NONE, place)
        assert page.fields.rows[FieldName.COMPENSATION].editor.hasFocus()

    at_the_desk(scenario)


def test_tab_goes_from_one_doubtful_field_to_the_next(at_the_desk: AtTheDesk) -> None:
    """And to none that is certain."""

    async def scenario(desk: Desk) -> None:
        queue = desk.page.queue
        doubtful = next((row for row in queue.rows.rows if row.doubts), None)
        assert doubtful is not None
        queue.select(doubtful.id)
        await desk.until(lambda: queue.detail is not None)
        desk.press_key(Qt.Key.Key_Tab)
        row = desk.page.fields.open_row
        assert row is not None
        assert row.needs_a_look
        assert row._reason.text()

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


def test_a_call_without_a_title_asks_for_one(at_the_desk: AtTheDesk) -> None:
    """Approving it goes into the title instead."""

    async def scenario(desk: Desk) -> None:
        first = desk.page.queue.current
        with desk.services.database.writing() as session:
            session.get_one(Call, first).title = None
        title = desk.page.fields.rows[FieldName.TITLE]
        desk.page.queue.refresh()
        await desk.until(lambda: not title.editor.toPlainText())
        desk.press("a")
        assert desk.page.queue.current == first
        assert desk.page.fields.rows[FieldName.TITLE].editor.hasFocus()
        desk.press("Presenter")
        desk.press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await desk.written()
        approved = call(desk, first)
        assert (approved.title, approved.status) == ("Presenter", CallStatus.APPROVED)

    at_the_desk(scenario)


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


def test_an_empty_line_begins_where_the_interface_does(at_the_desk: AtTheDesk) -> None:
    """What is typed then runs in its own direction."""

    async def scenario(desk: Desk) -> None:
        editor = desk.page.fields.rows[FieldName.COMPANY].editor
        search = desk.page.filters.search
        desk.window.ui.language.choose("ar")
        try:
            desk.press("2")
            editor.clear()
            search.grab()  # it finds its place when it is painted
            for place, line in ((editor.cursorRect(), editor.viewport()),
                                (search.cursorRect(), search)):  # fmt: skip
                assert place.center().x() > line.width() / 2
            desk.press("Noor")
            assert editor.cursorRect().center().x() < editor.viewport().width() / 2
            editor.setPlainText("نور")
            assert editor.cursorRect().center().x() > editor.viewport().width() / 2
            desk.press_key(Qt.Key.Key_Escape)
        finally:
            desk.window.ui.language.choose("en")
        search.grab()
        assert search.cursorRect().center().x() < search.width() / 2

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
