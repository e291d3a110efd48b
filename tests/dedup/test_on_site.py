"""What stands on the public site already is not reviewed again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from db.models import Call, CallStatus, Message, Source, Stage
from db.session import Database
from pipeline.dedup.live import LiveCalls
from pipeline.dedup.place import Candidate
from pipeline.errors import Unavailable
from pipeline.extraction.rules.extractor import RulesExtractor
from pipeline.jobs.extract import ExtractStep
from pipeline.jobs.on_site import OnSite
from pipeline.publishing.site import Site, casting_call

TEXT = (
    "مطلوب ممثلين لإعلان بنك في الرياض\nالعمر: من 20 إلى 30\nالتصوير يوم الخميس 5 مارس\n"
    "الأجر: 1500 ريال\nللتواصل 0551234567"
)
CALL = Candidate(TEXT, title="ممثلين لإعلان بنك", location="الرياض", contact_info="+966551234567")
HIRERS_OWN = {
    "id": "hirer-1",
    "title": "ممثلين لإعلان بنك",
    "description": TEXT.replace("1500", "1,500"),
    "location": "الرياض",
    "contactInfo": "0551234567",
    "status": "published",
    "isAggregated": False,
    "createdAt": datetime(2026, 2, 1),
    "updatedAt": datetime(2026, 2, 1),
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = Site(f"sqlite:///{tmp_path / 'site.db'}")
    yield opened
    opened.close()


def write(site: Site, statement: sa.Executable) -> None:
    engine = sa.create_engine(site.url)
    with engine.begin() as connection:
        connection.execute(statement)
    engine.dispose()


def put(site: Site, **changed: Any) -> None:
    write(site, sa.insert(casting_call).values(**{**HIRERS_OWN, **changed}))


def test_a_live_call_is_met_by_its_wording_and_by_its_fields() -> None:
    live = LiveCalls()
    live.put("a", CALL)
    assert live.find(replace(CALL, title="ممثلين", text="عاجل\n" + TEXT)) == "a"
    assert live.find(replace(CALL, text="تبغى تمثل؟ كلمنا 0551234567")) == "a"
    assert live.find(Candidate("تبغى تمثل؟ كلمنا 0551234567")) is None
    assert live.find(replace(CALL, text=TEXT.replace("الرياض", "جدة"), location="جدة")) is None
    live.drop("a")
    assert live.find(CALL) is None


def test_a_row_is_met_as_it_stands_now(site: Site) -> None:
    on_site = OnSite(site)
    assert on_site.titles([CALL]) == [None]
    put(site)
    assert on_site.titles([CALL, Candidate("another thing")]) == [CALL.title, None]
    changed = sa.update(casting_call).values(status="closed", updatedAt=datetime(2026, 2, 2))
    write(site, changed)
    assert on_site.titles([CALL]) == [None]


def test_a_removed_row_is_not_met(site: Site) -> None:
    put(site)
    on_site = OnSite(site)
    assert on_site.titles([CALL]) == [CALL.title]
    write(site, sa.delete(casting_call))
    assert on_site.titles([CALL]) == [None]


def test_a_site_that_does_not_answer_stops_nothing() -> None:
    away = Site("postgresql://nobody@127.0.0.1:1/none")
    assert OnSite(away).titles([CALL]) == [None]
    away.close()


def extracted(database: Database, site: Site, *texts: str) -> list[Call]:
    """The calls stored when these messages are extracted."""
    with database.writing() as session:
        source = Source(name="group", identifier="group", kind="DUMP")
        session.add(source)
        session.flush()
        session.add_all(waiting(source.id, at, text) for at, text in enumerate(texts))
        session.flush()
        ids = list(session.scalars(sa.select(Message.id).order_by(Message.id)))
    step = ExtractStep(database, RulesExtractor(), lambda *_: None, OnSite(site).titles)
    asyncio.run(step.handler().run({"messages": ids}))
    with database.reading() as session:
        return list(session.scalars(sa.select(Call).order_by(Call.id)))


def test_a_hirers_own_call_is_stored_as_decided(database: Database, site: Site) -> None:
    put(site)
    there, other = extracted(database, site, TEXT, TEXT.replace("الرياض", "جدة"))
    assert there.status == CallStatus.DUPLICATE
    assert there.note == "Already on the site: “ممثلين لإعلان بنك”."
    assert (other.status, other.note) == (CallStatus.PENDING, None)


def test_two_calls_of_a_message_and_their_reposts(database: Database, site: Site) -> None:
    """Each repost joins the call it repeats, the one of changed pay as a variant."""
    jobs = (
        "Riyadh | Two separate jobs this week, please read carefully:\n\n"
        "1) Fashion lookbook – female models 170cm+, any nationality, 10 Nov, studio in Hittin, "
        "SAR 2,000/day. Contact Lulu: +966 55 000 1191\n\n"
        "2) Museum short film – elderly couple 60-75, Saudi, 12 Nov, Al Murabba, SAR 1,500 each. "
        "Contact Bassam: bassam@murabba.example"
    )
    calls = extracted(database, site, jobs, "Fwd\n" + jobs, jobs.replace("2,000", "2,300"))
    lookbook, museum, variant = calls
    assert (lookbook.cluster_id, museum.cluster_id) == (lookbook.id, museum.id)
    assert variant.cluster_id == lookbook.id
    assert "another pay: 2000 in one, 2300 in the other" in variant.extras["near"]["reasons"]


def waiting(source_id: int, at: int, text: str) -> Message:
    return Message(
        source_id=source_id,
        external_id=str(at),
        sent_at=datetime(2026, 2, 3, 12),
        kind="text",
        text=text,
        search="",
        band="pass",
        score=1.0,
        stage=Stage.WAITING,
    )


def test_a_site_that_is_away_is_left_alone_for_a_minute(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site)
    now, asked = [0.0], []
    on_site = OnSite(site, clock=lambda: now[0])

    def away(_: object) -> list[dict[str, Any]]:
        asked.append(now[0])
        raise Unavailable("The site's database at somewhere does not answer.")

    with monkeypatch.context() as outage:
        outage.setattr(site, "changed_since", away)
        for now[0] in (0.0, 1.0, 30.0, 59.9, 60.0, 61.0):
            assert on_site.titles([CALL]) == [None]
        assert asked == [0.0, 60.0]
    now[0] = 119.0
    assert on_site.titles([CALL]) == [None]
    now[0] = 120.0
    assert on_site.titles([CALL]) == ["ممثلين لإعلان بنك"]
    now[0] = 120.1
    assert on_site.titles([CALL]) == ["ممثلين لإعلان بنك"]
