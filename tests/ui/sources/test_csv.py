"""The list goes out as CSV and comes in again, with what is wrong said by line."""

from __future__ import annotations

from pathlib import Path

from tests.ui.sources.conftest import GROUP, InRoom, Room


def test_bad_lines_are_told_and_stay_until_one_leaves(in_room: InRoom, tmp_path: Path) -> None:
    """The rest is added."""
    path = tmp_path / "list.csv"
    path.write_text(f"adapter,identifier\nwhapi,{GROUP}\nwhapi,0550001234\nfax,1\n")

    async def scenario(room: Room) -> None:
        room.page.files.take_in(path)
        await room.shows("1 source was added. 2 lines were left out:")
        await room.until(lambda: len(room.page.model.rows) == 1)
        assert room.face == "report"
        told = room.page.pane.report.findChildren(type(room.page.pane.report._problems))[0]
        assert "Line 3  “0550001234” is a person's number." in told.toPlainText()
        assert "Line 4  There is no kind of source called “fax”" in told.toPlainText()
        room.escape()
        await room.until(lambda: room.face == "detail")

    in_room(scenario)


def test_what_went_out_comes_in_again(in_room: InRoom, tmp_path: Path) -> None:
    """With Arabic names, as spreadsheets save them."""

    async def scenario(room: Room) -> None:
        await room.add_by_keyboard("Riyadh")
        path = tmp_path / "out.csv"
        room.page.files.take_out(path)
        await room.until(path.exists)
        await room.shows("out.csv")
        (source,) = room.services.catalogue.all()
        room.services.catalogue.remove(source.id, by="nora")
        room.page.files.take_in(path)
        await room.shows("1 source was added.")
        assert [one.name for one in room.services.catalogue.all()] == ["Riyadh"]

    in_room(scenario)


def test_a_file_that_is_no_list_is_told(in_room: InRoom, tmp_path: Path) -> None:
    """In a sentence; nothing is added."""
    path = tmp_path / "notes.csv"
    path.write_bytes(b"\xff\xfe\x00a")

    async def scenario(room: Room) -> None:
        room.page.files.take_in(path)
        await room.shows("notes.csv is not UTF-8; save it as CSV in UTF-8.")
        path.write_text("a,b\n1,2\n")
        room.page.files.take_in(path)
        await room.shows("The CSV needs a first line with the columns adapter and identifier.")
        assert room.services.catalogue.all() == []

    in_room(scenario)
