"""An admin's day on the page of sources, by keys alone, against Whapi on loopback."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt

from db.models import Message, Source, SourceState
from pipeline.sources.catalogue import Draft
from pipeline.sources.health import Health
from tests.servers.web import Answer, as_json, failing
from tests.ui.hand import CTRL
from tests.ui.sources.conftest import GROUP, InRoom, Room
from ui.i18n import LANGUAGES
from ui.shell.rail import WIDTH
from ui.shell.window import SMALLEST

SHIFT = Qt.KeyboardModifier.ShiftModifier


def sources(room: Room) -> list[Source]:
    return list(room.services.catalogue.all())


def stored(room: Room) -> int:
    with room.services.database.reading() as session:
        return session.scalar(sa.select(sa.func.count(Message.id))) or 0


def test_a_first_source_is_made_tried_and_asked(in_room: InRoom) -> None:
    """From the empty page to messages in the workspace; a try stores nothing."""

    async def scenario(room: Room) -> None:
        await room.shows("No live source yet", "WhatsApp through Whapi", "Website")
        await room.add_by_keyboard()
        (source,) = sources(room)
        assert (source.identifier, source.name, source.every_minutes) == (GROUP, "Riyadh", 15)
        await room.shows("Not asked yet", "every 15 min")
        room.type("t")
        await room.shows("2 messages, newest first", "1 likely calls", "Nothing was stored.")
        shown = room.page.pane.tried.judged.toPlainText()
        assert shown.index("مطلوب ممثلين") < shown.index("صباح الخير")
        assert stored(room) == 0
        room.escape()
        assert room.face == "detail"
        room.type("r")
        await room.until(lambda: stored(room) == 2)
        await room.shows("Works", "2 new messages of 2.")
        assert room.page.model.rows[0].brought == 2

    in_room(scenario)


def test_a_key_that_is_refused_is_said_with_what_to_do(in_room: InRoom) -> None:
    """The source comes first in the list, and its sentence stands in the detail."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.whapi.faults.append(failing(401))
        room.type("r")
        await room.until(lambda: sources(room)[0].state == SourceState.LOCKED)
        await room.shows("Key refused", "Whapi does not accept the key (401).")
        await room.shows("Enter a working key", "1 needs you")
        room.window.ui.language.choose("ar")
        await room.shows("لا يقبل", "أدخل مفتاحًا صالحًا")
        room.window.ui.language.choose("en")
        room.type("p")
        await room.until(lambda: sources(room)[0].state == SourceState.ACTIVE)

    in_room(scenario)


def test_a_group_that_is_gone_and_one_that_does_not_answer(in_room: InRoom) -> None:
    """Each has its word, its sentence and its advice."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.whapi.faults.append(as_json({"error": {"code": 404}}, 404))
        room.type("r")
        await room.shows("Gone", "Whapi has nothing at this address (404).", "Correct it by Edit")
        room.type("p")
        await room.until(lambda: sources(room)[0].state == SourceState.ACTIVE)
        room.whapi.faults.append(failing(429, Retry_After="900"))
        room.type("r")
        await room.shows("Told to wait", "Whapi asks us to slow down (429).")

    in_room(scenario)


def test_all_rest_and_are_asked_again_by_one_key(in_room: InRoom) -> None:
    """The switch lies in the workspace, and the page says who threw it."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.press(Qt.Key.Key_P, "P", SHIFT)
        await room.until(lambda: room.page.held)
        await room.shows("paused all sources on")
        assert room.services.catalogue.overview().held is not None
        room.press(Qt.Key.Key_P, "P", SHIFT)
        await room.until(lambda: room.page.held is None)
        await room.until(lambda: "paused all sources on" not in room.said)

    in_room(scenario)


def test_a_source_is_paused_deleted_and_brought_back(in_room: InRoom) -> None:
    """Delete asks first; undo brings it back as it was."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.type("p")
        await room.until(lambda: sources(room)[0].state == SourceState.PAUSED)
        await room.shows("Paused")
        room.press(Qt.Key.Key_Delete)
        await room.shows("Delete", "It is asked no more.")
        room.escape()
        assert "It is asked no more." not in room.said
        room.press(Qt.Key.Key_Delete)
        room.enter()
        await room.until(lambda: sources(room) == [])
        await room.shows("No live source yet")
        room.type("u")
        await room.until(lambda: [one.state for one in sources(room)] == [SourceState.PAUSED])
        await room.until(lambda: room.page.model.rows)

    in_room(scenario)


def test_a_run_is_stopped_by_the_key_that_began_it(in_room: InRoom) -> None:
    """A service that hangs holds up nothing; what runs is said meanwhile."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.whapi.faults.append(Answer(stall=30))
        room.type("r")
        await room.shows("Being asked", "Asking \u2068Riyadh\u2069")
        await room.until(lambda: room.page.pane.detail.buttons["run"].text() == "Stop")
        room.type("r")
        await room.shows("Stopped. What was stored stays.")
        await room.until(lambda: not room.services.orchestrator.running)
        await room.until(lambda: room.page.pane.detail.buttons["run"].text() == "Run now")

    in_room(scenario)


def test_the_list_is_searched_and_the_search_left(in_room: InRoom) -> None:
    """`/` looks for words, Escape shows all again."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.press(Qt.Key.Key_Slash, "/")
        room.type("tabuk")
        await room.shows("No source looks like this")
        room.escape()
        await room.until(lambda: room.page.list_stack.face == "content")
        assert len(room.page.model.rows) == 1
        room.press(Qt.Key.Key_Slash, "/")
        room.type("riyadh")
        await room.until(lambda: not room.page.filters.waits)
        assert len(room.page.model.rows) == 1

    in_room(scenario)


def test_a_like_one_is_filled_in_and_tried_before_it_is_saved(in_room: InRoom) -> None:
    """Duplicate keeps all but the place; Escape leads from the try back into the form."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.type("d")
        assert room.page.pane.form.form is not None
        assert room.page.pane.form.form.draft.identifier == ""
        room.type("120363025246125499@g.us")
        room.press(Qt.Key.Key_T, "\x14", CTRL)
        await room.shows("That did not work", "Whapi has nothing at this address (404).")
        room.escape()
        assert room.face == "form"
        room.enter()
        await room.until(lambda: len(sources(room)) == 2)

    in_room(scenario)


def test_what_was_chosen_is_chosen_again_tomorrow(in_room: InRoom) -> None:
    """The window remembers the source one was at."""

    async def scenario(room: Room) -> None:
        for number, name in enumerate(("Abha", "Zulfi")):
            draft = Draft("whapi", f"12036302524612548{number}@g.us", name)
            room.services.catalogue.add(draft, by="nora")
        await room.until(lambda: len(room.page.model.rows) == 2)
        await room.until(lambda: room.page.pane.detail.shown)
        room.escape()
        room.type("j")
        zulfi = room.page.model.rows[1].source
        await room.until(lambda: room.page.pane.detail.shown.one.source.id == zulfi.id)  # type: ignore[union-attr]
        assert room.window.memory.read("sources_selected") == str(zulfi.id)

    in_room(scenario)


def test_who_falls_ill_comes_first_when_one_looks_again(in_room: InRoom) -> None:
    """Not under the eye: rows move when the page is shown anew."""

    async def scenario(room: Room) -> None:
        for number, name in enumerate(("Abha", "Zulfi")):
            draft = Draft("whapi", f"12036302524612548{number}@g.us", name)
            room.services.catalogue.add(draft, by="nora")
        await room.until(lambda: len(room.page.model.rows) == 2)
        await room.until(lambda: room.page.pane.detail.shown)
        room.type("j")
        await room.until(lambda: room.page.pane.detail.shown.one.source.name == "Zulfi")  # type: ignore[union-attr]
        room.type("r")
        await room.until(lambda: room.page.model.rows[1].health == Health.GONE)
        room.window.show_page("review")
        room.window.show_page("sources")
        await room.until(lambda: room.page.model.rows[0].health == Health.GONE)
        assert room.page.table.currentIndex().row() == 0

    in_room(scenario)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_face_needs_more_than_the_smallest_window(in_room: InRoom, language: str) -> None:
    """With large text what needs more would be cut."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard("A source with a name of quite some length for a list")
        room.window.ui.language.choose(language)
        room.press(Qt.Key.Key_P, "P", SHIFT)
        await room.until(lambda: room.page.held)
        for keys in ("", "n", "1"):
            room.type(keys)
            await asyncio.sleep(0.05)
            least = room.page.widget.minimumSizeHint()
            assert least.width() + WIDTH <= SMALLEST[0], keys
            assert least.height() <= SMALLEST[1], keys
        room.escape()
        room.type("s")
        await asyncio.sleep(0.05)
        assert room.page.widget.minimumSizeHint().height() <= SMALLEST[1]
        room.window.ui.language.choose("en")

    in_room(scenario)
