"""The form says what is wrong while one types, at the field it is about."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pipeline.sources.catalogue import ACTIVE_GROUPS, Draft
from tests.ui.sources.conftest import GROUP, InRoom, Room


def at(room: Room, name: str) -> str:
    """What is said to be wrong at a field."""
    form = room.page.pane.form.form
    assert form is not None
    return form.fields[name].problem


async def begin(room: Room, number: str) -> None:
    """Open the form of a kind."""
    if room.page.has_sources:
        room.type("n")
    await room.until(lambda: room.face == "kinds")
    room.type(number)
    assert room.face == "form"


def test_a_phone_number_is_told_from_a_group(in_room: InRoom) -> None:
    """As one types, and Enter then stays where it is wrong."""

    async def scenario(room: Room) -> None:
        await begin(room, "1")
        await room.shows("a phone number is a person and has no group to read")
        room.type("0550001234")
        assert "is a person's number. A group's id ends in @g.us" in at(room, "identifier")
        room.enter()
        assert room.face == "form"
        assert room.services.catalogue.all() == []
        room.window.ui.language.choose("ar")
        assert "0550001234" in at(room, "identifier")
        assert "رقم شخص" in at(room, "identifier")
        room.window.ui.language.choose("en")

    in_room(scenario)


def test_an_empty_form_says_what_it_needs_only_when_asked(in_room: InRoom) -> None:
    """Nobody is scolded before the first letter."""

    async def scenario(room: Room) -> None:
        await begin(room, "1")
        assert at(room, "identifier") == ""
        room.enter()
        assert at(room, "identifier") == "This is needed."
        room.escape()
        await room.until(lambda: room.face == "kinds")

    in_room(scenario)


def test_numbers_have_their_limits_in_any_digits(in_room: InRoom) -> None:
    """Arabic digits count; what is no number is told by the name above the field."""

    async def scenario(room: Room) -> None:
        await begin(room, "1")
        form = room.page.pane.form.form
        assert form is not None
        for name, value, wrong in (
            ("days_back", "soon", "Days to look back at first"),
            ("days_back", "400", "from 0 to 365"),
            ("days_back", "٣", ""),
            ("every_minutes", "1.5", "whole number"),
            ("every_minutes", "99999", "43,200"),
            ("priority", "0", "from 1 to 99"),
            ("priority", "٥", ""),
        ):
            box = form.fields[name].box
            assert isinstance(box, QLineEdit)
            box.setText(value)
            box.textEdited.emit(value)
            assert wrong in at(room, name), (name, value)
            assert bool(wrong) == bool(at(room, name)), (name, value)
        assert form.draft.settings["days_back"] == "3"
        assert form.draft.priority == 5

    in_room(scenario)


def test_a_setting_that_is_missing_is_told_at_its_field(in_room: InRoom) -> None:
    """Meta's own account, by the name people read."""

    async def scenario(room: Room) -> None:
        kinds = list(room.page.words.kinds)
        await begin(room, str(kinds.index("instagram_graph") + 1))
        room.type("casting.riyadh")
        room.enter()
        assert "Number of your own business account" in at(room, "own_account")
        assert at(room, "identifier") == ""

    in_room(scenario)


def test_the_eleventh_group_is_refused_in_the_form(in_room: InRoom) -> None:
    """With what to do; nothing that was typed is lost."""

    async def scenario(room: Room) -> None:
        for number in range(ACTIVE_GROUPS):
            draft = Draft("whapi", f"1203630252461254{number:02}@g.us")
            room.services.catalogue.add(draft, by="nora")
        await room.until(lambda: len(room.page.model.rows) == ACTIVE_GROUPS)
        await begin(room, "1")
        room.type(GROUP)
        room.enter()
        await room.shows("10 WhatsApp sources are active, the most that are allowed.")
        form = room.page.pane.form.form
        assert form is not None
        assert form.draft.identifier == GROUP
        room.press(Qt.Key.Key_Backspace)
        assert "10 WhatsApp" not in at(room, "identifier")

    in_room(scenario)
