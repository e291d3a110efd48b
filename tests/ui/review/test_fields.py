"""Fields are read beside their evidence, and edited without leaving the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from db.models import Call, CallStatus
from pipeline.extraction.call import FieldName
from tests.ui.review.conftest import AtTheDesk, Desk, call

NONE = Qt.KeyboardModifier.NoModifier


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
