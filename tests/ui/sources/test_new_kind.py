"""A new kind of source is one new file: nothing that exists is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.sources import kinds
from pipeline.sources.registry import adapter_kinds
from tests.ui.sources.conftest import InRoom, Room

KIND = """
from pipeline.errors import Invalid
from pipeline.sources.port import (
    AdapterKind, Fetched, FieldKind, FormField, Page, SourceSpec, Surroundings
)


class FaxAdapter:
    def __init__(self, around: Surroundings) -> None:
        pass

    async def fetch(self, spec: SourceSpec):
        paper = spec.settings["paper"]
        call = Fetched("1", f"مطلوب ممثلين على ورق {paper}، للتواصل 0550001234")
        yield Page((call,), {"page": 1})

    async def close(self) -> None:
        pass


def check(spec: SourceSpec) -> SourceSpec:
    if not spec.identifier.isdecimal():
        raise Invalid(f"“{spec.identifier}” is no number of a fax machine.")
    return spec


KIND = AdapterKind(
    name="fax",
    medium="FAX",
    label="source.kind.fax",
    build=FaxAdapter,
    check=check,
    service="Fax",
    every_minutes=60,
    form=(
        FormField("paper", "source.field.paper", FieldKind.CHOICE, "A4", choices=("A4", "A5")),
        FormField("most_pages", "source.field.most_pages", FieldKind.NUMBER, 3, least=1, most=9),
        FormField("colour", "source.field.colour", FieldKind.YES_NO, False),
    ),
    identifier_hint="0112345678",
)
"""


@pytest.fixture
def fax(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One file more among the kinds."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "fax.py").write_text(KIND, encoding="utf-8")
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(folder)])
    adapter_kinds.cache_clear()
    yield
    adapter_kinds.cache_clear()


def test_a_file_is_all_a_new_kind_needs(fax: None, in_room: InRoom) -> None:
    """It is found, offered, filled in by its own fields, tried, saved and asked."""
    assert "fax" in adapter_kinds()

    async def scenario(room: Room) -> None:
        await room.shows("fax")
        place = list(room.page.words.kinds).index("fax") + 1
        room.type(str(place))
        form = room.page.pane.form.form
        assert form is not None
        assert {"paper", "most_pages", "colour"} < set(form.fields)
        await room.shows("paper", "Pages in one run, at most", "colour")
        room.type("fax")
        assert "is no number of a fax machine" in form.fields["identifier"].problem
        form.fields["identifier"].fill("")
        room.type("0112345678")
        room.page.commands.try_draft()
        await room.shows("1 message, newest first", "Nothing was stored.")
        assert "على ورق A4" in room.page.pane.tried.judged.toPlainText()
        room.escape()
        room.page.commands.save()
        await room.until(lambda: room.face == "detail" and room.page.pane.detail.shown)
        (source,) = room.services.catalogue.all()
        assert (source.adapter, source.kind, source.every_minutes) == ("fax", "FAX", 60)
        assert source.settings == {"paper": "A4", "most_pages": 3, "colour": False}
        assert "fax" in room.services.catalogue.to_csv()
        room.type("r")
        await room.shows("1 new message of 1.")

    in_room(scenario)
