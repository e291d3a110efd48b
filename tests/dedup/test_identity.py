"""A call keeps a content hash of its own through a person's edits, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from db.models import Call
from db.session import Database
from pipeline.dedup.place import Candidate, PlacementKind
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.review.decisions import Decisions
from pipeline.text.hashing import content_hash
from tests.dedup.shelf import Shelf

WEEKLY = Candidate(
    "مطلوب ممثلين لإعلان في الرياض\nالتصوير يوم الخميس 5 مارس\nللتواصل 0551234567",
    title="ممثلين لإعلان",
    location="الرياض",
    requirements="العمر: من 20 إلى 30",
)
NEXT_WEEK = replace(WEEKLY, text=WEEKLY.text.replace("5 مارس", "12 مارس"))


def decisions(database: Database) -> Decisions:
    return Decisions(database, lambda *_: None, lambda *_: ())


def placed(database: Database, *candidates: Candidate) -> list[int]:
    with database.writing() as session:
        shelf = Shelf(session)
        for candidate in candidates:
            shelf.place(candidate)
        return shelf.ids()


def stored(database: Database, call_id: int) -> Call:
    with database.reading() as session:
        return session.get_one(Call, call_id)


def test_the_hash_is_of_title_place_and_requirements(database: Database) -> None:
    (call,) = placed(database, WEEKLY)
    wanted = content_hash("ممثلين لإعلان", "الرياض", "العمر: من 20 إلى 30")
    assert stored(database, call).content_hash == wanted


def test_an_edit_gives_the_hash_of_what_the_fields_say(database: Database) -> None:
    (call,) = placed(database, WEEKLY)
    decisions(database).edit(call, FieldName.LOCATION, "جدة", "sara", revision=1)
    wanted = content_hash("ممثلين لإعلان", "جدة", "العمر: من 20 إلى 30")
    assert stored(database, call).content_hash == wanted


def test_an_edit_of_other_fields_keeps_the_hash(database: Database) -> None:
    _, later = placed(database, WEEKLY, NEXT_WEEK)
    before = stored(database, later).content_hash
    decisions(database).edit(later, FieldName.COMPENSATION, "900 ريال", "sara", revision=1)
    assert stored(database, later).content_hash == before


@pytest.mark.parametrize("spelling", ["الرياض", "الريااااض"])
def test_two_weeks_of_one_call_take_the_same_edit(database: Database, spelling: str) -> None:
    """The second finds the hash taken by another call, and gets one of its own."""
    first, later = placed(database, WEEKLY, NEXT_WEEK)
    desk = decisions(database)
    for call in (first, later):
        desk.edit(call, FieldName.TITLE, f"ممثلون لإعلان عطر {spelling}", "sara", revision=1)
    one, other = stored(database, first), stored(database, later)
    assert one.title == other.title
    assert one.content_hash != other.content_hash


def test_the_repeat_of_an_edited_call_is_met(database: Database) -> None:
    first, later = placed(database, WEEKLY, NEXT_WEEK)
    desk = decisions(database)
    for call in (first, later):
        desk.edit(call, FieldName.TITLE, "ممثلون لإعلان عطر", "sara", revision=1)
    with database.writing() as session:
        repeat = replace(NEXT_WEEK, title="ممثلون لإعلان عطر")
        placement, _ = Shelf(session, "again").place(repeat)
        assert (placement.kind, placement.call_id) == (PlacementKind.EXACT, later)


def test_an_edit_that_makes_two_calls_one_is_refused(database: Database) -> None:
    in_jeddah = replace(WEEKLY, location="جدة", text=WEEKLY.text.replace("الرياض", "جدة"))
    _, other = placed(database, WEEKLY, in_jeddah)
    with pytest.raises(Invalid, match="Merge them"):
        decisions(database).edit(other, FieldName.LOCATION, "الرياض", "sara", revision=1)


def test_undo_brings_the_hash_back(database: Database) -> None:
    _, later = placed(database, WEEKLY, NEXT_WEEK)
    before = stored(database, later).content_hash
    desk = decisions(database)
    desk.edit(later, FieldName.TITLE, "ممثلون لإعلان عطر", "sara", revision=1)
    desk.undo("sara")
    assert stored(database, later).content_hash == before


def test_a_call_of_a_title_alone_is_its_text(database: Database) -> None:
    bare = Candidate("Extras wanted on Friday", title="Extras", deadline=date(2026, 3, 1))
    call, other = placed(database, bare, replace(bare, text="Extras for a wedding scene, Sunday"))
    hashes = {stored(database, one).content_hash for one in (call, other)}
    assert hashes == {
        content_hash("Extras", None, "Extras wanted on Friday"),
        content_hash("Extras", None, "Extras for a wedding scene, Sunday"),
    }
    decisions(database).edit(call, FieldName.TITLE, "Featured extras", "sara", revision=1)
    wanted = content_hash("Featured extras", None, "Extras wanted on Friday")
    assert stored(database, call).content_hash == wanted
