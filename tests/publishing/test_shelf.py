"""What the page of published calls lists, and how it holds the site's rows against ours."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from db.models import Call, CallStatus, Publication, PublicationState, Source
from db.session import Database
from pipeline.errors import Invalid
from pipeline.extraction.call import FieldName
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.shelf import Shelf
from pipeline.publishing.site import Site, casting_call, site_now
from pipeline.publishing.targets import SiteAlone
from pipeline.review.wording import Difference
from pipeline.text.search import search_text
from tests.review.test_story import add_call, add_message

T = TypeVar("T")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The embedded site."""
    opened = Site(f"sqlite:///{tmp_path / 'site.db'}")
    yield opened
    opened.close()


@pytest.fixture
def shelf(database: Database, site: Site) -> Shelf:
    """Two calls of one source, live."""
    publisher = Publisher(database, SiteAlone(site), lambda *_: None)
    with database.writing() as session:
        source = Source(kind="DUMP", identifier="g", name="Group", medium="whatsapp")
        session.add(source)
        session.flush()
        for number, title in enumerate(("ممثل في جدة", "Extras in Abha"), 1):
            call = add_call(session, add_message(session, source, str(number), title))
            call.title, call.location, call.search = title, "جدة", search_text(title)
            call.status = CallStatus.APPROVED
            call.content_hash, call.deadline = f"h{number}", date(2026, 12, 31)
            publisher.want(session, call, "live")
    for number in (1, 2):
        publisher.carry_out(number, 1)
    return Shelf(database, publisher, site)


def wait(asked: Awaitable[T]) -> T:
    """What it answers."""

    async def answer() -> T:
        return await asked

    return asyncio.run(answer())


def on_site(site: Site, shelf: Shelf, number: int, **changed: object) -> None:
    """Change a row as somebody at the site would."""
    row = next(one for one in wait(shelf.page()) if one.id == number)
    mine = casting_call.c.id == row.public_id
    with site._engine.begin() as connection:
        values = {**changed, "updatedAt": site_now()}
        connection.execute(sa.update(casting_call).where(mine).values(**values))


def states(shelf: Shelf) -> dict[int, str]:
    """Every publication's state."""
    return {row.id: row.state for row in wait(shelf.page())}


def test_words_and_single_calls_are_found(shelf: Shelf) -> None:
    """Over what any of them says, in both scripts."""

    def find(sought: str) -> list[int]:
        return [row.id for row in wait(shelf.page(sought=sought))]

    assert find("ممثل") == [1]
    assert find("abha ext") == [2]
    assert find("call:1") == [1]
    assert find("nowhere") == []
    assert find("") == [2, 1]
    assert [row.id for row in wait(shelf.page(("failed",), sought="ممثل"))] == []


def test_a_row_that_stands_as_wanted_is_live(shelf: Shelf) -> None:
    """The deadline is compared as a day in Riyadh."""
    found = wait(shelf.compare(1))
    assert found is not None
    assert found.is_as_wanted
    assert found.fields == ()
    assert wait(shelf.pull(wait(shelf.page()))) == 0


def test_what_was_edited_on_the_site_is_told_field_by_field(shelf: Shelf, site: Site) -> None:
    """With the words that differ; and once it is ours again, it is live again."""
    on_site(site, shelf, 1, location="أبها", title="ممثل في جدة")
    assert wait(shelf.pull(wait(shelf.page()))) == 1
    assert states(shelf)[1] == PublicationState.EDITED_ELSEWHERE
    found = wait(shelf.compare(1))
    assert found is not None
    assert [(one.name, one.ours, one.theirs) for one in found.fields] == [
        (FieldName.LOCATION, "جدة", "أبها")
    ]
    pieces = [(piece.difference, piece.text.strip()) for piece in found.fields[0].pieces]
    assert pieces == [(Difference.REMOVED, "جدة"), (Difference.ADDED, "أبها")]
    on_site(site, shelf, 1, location="جدة")
    assert wait(shelf.pull(wait(shelf.page()))) == 1
    assert states(shelf) == {1: PublicationState.LIVE, 2: PublicationState.LIVE}


def test_what_is_removed_or_hidden_there_is_noted(shelf: Shelf, site: Site) -> None:
    """A row whose state is another one is hidden."""
    on_site(site, shelf, 2, status="archived")
    row = next(one for one in wait(shelf.page()) if one.id == 1)
    with site._engine.begin() as connection:
        connection.execute(sa.delete(casting_call).where(casting_call.c.id == row.public_id))
    assert wait(shelf.pull(wait(shelf.page()))) == 2
    assert states(shelf) == {
        1: PublicationState.REMOVED_ELSEWHERE,
        2: PublicationState.EDITED_ELSEWHERE,
    }
    hidden = wait(shelf.compare(2))
    assert hidden is not None
    assert (hidden.status, hidden.is_gone) == ("archived", True)
    # Ours is sent again, and stands there again.
    wait(shelf.resend(1, "noura"))
    assert wait(shelf.compare(1)) is None  # it is under way
    shelf._publisher.carry_out(1, 2)
    found = wait(shelf.compare(1))
    assert found is not None
    assert found.is_as_wanted


def test_what_is_withdrawn_is_not_compared(shelf: Shelf, database: Database) -> None:
    """It is to stand nowhere."""
    wait(shelf.withdraw(1, "noura"))
    shelf._publisher.carry_out(1, 2)
    assert wait(shelf.compare(1)) is None
    with database.reading() as session:
        assert session.get_one(Publication, 1).state == PublicationState.WITHDRAWN
        assert session.get_one(Call, 1).title == "ممثل في جدة"


def test_what_is_not_approved_any_more_stays_off_the_site(shelf: Shelf, database: Database) -> None:
    """A call that went back to the queue after it was withdrawn is nobody's to send."""
    (row, *_) = wait(shelf.page())
    wait(shelf.withdraw(row.id, "noura"))
    with database.writing() as session:
        session.get_one(Call, row.call_id).status = CallStatus.PENDING
    with pytest.raises(Invalid, match="not approved any more"):
        wait(shelf.resend(row.id, "noura"))
