"""A service's key is entered once, masked, kept in the keyring, tested, and never shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from db.models import SourceState
from tests.servers.web import failing
from tests.servers.whapi import TOKEN
from tests.ui.hand import ALT, CTRL
from tests.ui.sources.conftest import GROUP, InRoom, Room

WRONG = "wrong-hunter2"


def test_a_key_is_entered_and_wakes_what_waited_for_it(in_room: InRoom) -> None:
    """Refused first, then right: the source that was locked is asked again."""

    async def scenario(room: Room) -> None:
        del room.ring.held["whapi"]
        await room.add_by_keyboard()
        room.type("r")
        await room.shows("Key refused", "There is no key for Whapi.")
        room.type("s")
        await room.shows("Whapi: there is no key yet.")
        room.type(WRONG)
        room.enter()
        await room.shows("Whapi does not accept the key (401).")
        room.type(TOKEN)
        room.enter()
        await room.shows("The key works: Whapi answered", "1 source that waited for it")
        assert room.ring.held["whapi"] == TOKEN
        (source,) = room.services.catalogue.all()
        assert source.state == SourceState.ACTIVE

    in_room(scenario)


def test_what_was_typed_is_nowhere_on_the_page(in_room: InRoom) -> None:
    """Masked while it is typed, gone when it was kept, or when one leaves."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard()
        room.type("s")
        view = room.page.pane.key
        room.type(WRONG)
        assert view.key.echoMode() == QLineEdit.EchoMode.Password
        assert WRONG not in view.key.displayText()
        room.escape()
        assert view.key.text() == ""
        room.type("s")
        room.type(WRONG)
        room.enter()
        await room.shows("does not accept the key")
        texts = [one.text() for one in room.window.findChildren(QLabel)]
        texts += [one.text() for one in room.window.findChildren(QLineEdit)]
        assert not any("hunter2" in text for text in texts)

    in_room(scenario)


def test_a_key_is_tested_without_a_source(in_room: InRoom) -> None:
    """A chat that is not there is answer enough: the key was taken."""

    async def scenario(room: Room) -> None:
        await room.until(lambda: room.face == "kinds")
        room.whapi.faults.append(failing(404))
        room.type("s")
        await room.shows("Whapi: a key is kept in the keyring.")
        room.press(Qt.Key.Key_T, "\x14", CTRL)
        await room.shows("The key works: Whapi answered")
        assert room.whapi.requests[0].path == f"/messages/list/{GROUP}"
        room.press(Qt.Key.Key_Delete, "", CTRL)
        await room.shows("Whapi: there is no key yet.")
        assert "whapi" not in room.ring.held

    in_room(scenario)


def test_a_key_is_entered_on_the_way_through_the_form(in_room: InRoom) -> None:
    """What was filled in is still there, and the form knows of the key."""

    async def scenario(room: Room) -> None:
        del room.ring.held["whapi"]
        await room.until(lambda: room.face == "kinds")
        room.type("1")
        await room.shows("Whapi: there is no key yet.")
        room.type(GROUP)
        room.press(Qt.Key.Key_S, "s", ALT)
        assert room.face == "key"
        room.type(TOKEN)
        room.enter()
        await room.shows("The key works")
        room.escape()
        await room.shows("Whapi: a key is kept in the keyring.")
        form = room.page.pane.form.form
        assert room.face == "form"
        assert form is not None
        assert form.draft.identifier == GROUP
        room.enter()
        await room.until(lambda: len(room.services.catalogue.all()) == 1)

    in_room(scenario)
