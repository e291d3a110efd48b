"""The list of sources: what may stand on it, and what an admin's changes do."""

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from db.models import AuditEntry, Source, SourceRun, SourceState, utc_now
from db.session import Database
from pipeline.errors import Invalid, Rejected
from pipeline.sources.catalogue import ACTIVE_GROUPS, Catalogue, Draft
from pipeline.sources.health import Health
from pipeline.sources.registry import adapter_kinds
from pipeline.spreadsheet import harmless


def group(number: int) -> str:
    return f"1203630252461{number:05}@g.us"


@pytest.fixture
def catalogue(database: Database) -> Catalogue:
    return Catalogue(database, adapter_kinds())


def draft(number: int = 1, **more: object) -> Draft:
    return Draft("whapi", group(number), **more)  # type: ignore[arg-type]


def test_a_new_source_has_the_schedule_of_its_kind(catalogue: Catalogue) -> None:
    catalogue.add(draft(name="كاستنج الرياض"), by="nora")
    (source,) = catalogue.all()
    assert (source.kind, source.name, source.every_minutes) == ("WHATSAPP", "كاستنج الرياض", 15)
    assert source.settings == {"days_back": 7}
    assert source.next_run_at is not None


def test_one_chat_stands_on_the_list_once(catalogue: Catalogue) -> None:
    catalogue.add(draft(name="Riyadh"), by="nora")
    with pytest.raises(Invalid, match="Riyadh"):
        catalogue.add(draft(), by="nora")


@pytest.mark.parametrize(
    "wrong",
    [
        Draft("nothing", "a"),
        Draft("whapi", "966550001234"),
        Draft("whapi", group(1), every_minutes=-1),
        Draft("whapi", group(1), settings={"days_back": "soon"}),
        Draft("whapi", group(1), settings={"days_back": 5000}),
        Draft("whapi", group(1), settings={"days_back": "nan"}),
    ],
)
def test_what_can_not_work_is_refused(catalogue: Catalogue, wrong: Draft) -> None:
    with pytest.raises(Invalid):
        catalogue.add(wrong, by="nora")
    assert catalogue.all() == []


def test_no_more_groups_than_the_plan_allows(catalogue: Catalogue) -> None:
    ids = [catalogue.add(draft(number), by="nora") for number in range(ACTIVE_GROUPS)]
    with pytest.raises(Rejected, match="10 WhatsApp"):
        catalogue.add(draft(99), by="nora")
    catalogue.pause(ids[0], by="nora")
    catalogue.add(draft(99), by="nora")
    with pytest.raises(Rejected):
        catalogue.resume(ids[0], by="nora")
    assert len(catalogue.all()) == ACTIVE_GROUPS + 1


def test_who_has_too_many_may_still_pause_one(database: Database) -> None:
    """A limit that was lowered, or a smaller plan, must not hold the way back."""
    many = Catalogue(database, adapter_kinds(), active_groups=3)
    ids = [many.add(draft(number), by="nora") for number in range(3)]
    few = Catalogue(database, adapter_kinds(), active_groups=1)
    few.pause(ids[0], by="nora")
    assert few.remove(ids[1], by="nora") == SourceState.ACTIVE
    assert len(few.all()) == 2


def test_a_removed_source_comes_back_where_it_was(catalogue: Catalogue, database: Database) -> None:
    one = catalogue.add(draft(), by="nora")
    with database.writing() as session:
        session.execute(sa.update(Source).values(cursor={"since": 7}))
    catalogue.remove(one, by="nora")
    assert catalogue.all() == []
    assert catalogue.add(draft(name="again"), by="nora") == one
    (source,) = catalogue.all()
    assert (source.name, source.cursor, source.state) == (
        "again",
        {"since": 7},
        SourceState.ACTIVE,
    )


def test_another_chat_is_read_from_its_own_beginning(
    catalogue: Catalogue, database: Database
) -> None:
    one = catalogue.add(draft(), by="nora")
    with database.writing() as session:
        session.execute(sa.update(Source).values(cursor={"since": 7}, pace=3.0))
    catalogue.change(one, draft(name="renamed", every_minutes=30), by="nora")
    assert catalogue.all()[0].cursor == {"since": 7}
    assert catalogue.all()[0].pace == 1.0
    catalogue.change(one, draft(2), by="nora")
    assert catalogue.all()[0].cursor == {}


def test_every_change_is_on_the_audit_trail(catalogue: Catalogue, database: Database) -> None:
    one = catalogue.add(draft(), by="nora")
    catalogue.pause(one, by="ali")
    catalogue.resume(one, by="ali")
    catalogue.remove(one, by="nora")
    with database.reading() as session:
        acts = session.execute(sa.select(AuditEntry.actor, AuditEntry.action)).tuples().all()
    assert acts == [
        ("nora", "source.add"),
        ("ali", "source.pause"),
        ("ali", "source.resume"),
        ("nora", "source.remove"),
    ]


def test_a_csv_goes_out_and_comes_in_again(catalogue: Catalogue) -> None:
    catalogue.add(draft(1, name="=cmd()", settings={"days_back": 3}), by="nora")
    catalogue.add(draft(2, name="جدة, ‏كاستنج"), by="nora")
    text = catalogue.to_csv()
    assert all(not row[2].startswith("=") for row in csv.reader(io.StringIO(text)))
    for source in catalogue.all():
        catalogue.remove(source.id, by="nora")
    report = catalogue.from_csv("\ufeff" + text, by="nora")
    assert (len(report.added), report.problems) == (2, ())
    assert {source.name for source in catalogue.all()} == {"=cmd()", "جدة, ‏كاستنج"}
    assert {source.settings["days_back"] for source in catalogue.all()} == {3, 7}


def test_what_rested_in_a_csv_rests_again(catalogue: Catalogue) -> None:
    ids = [catalogue.add(draft(number), by="nora") for number in range(ACTIVE_GROUPS)]
    catalogue.pause(ids[0], by="nora")
    catalogue.add(draft(99), by="nora")
    text = catalogue.to_csv()
    for source in catalogue.all():
        catalogue.remove(source.id, by="nora")
    assert catalogue.from_csv(text, by="nora").problems == ()
    rests = [one for one in catalogue.all() if one.state == SourceState.PAUSED]
    assert [(one.id, one.next_run_at) for one in rests] == [(ids[0], None)]


def test_bad_lines_of_a_csv_are_named_and_the_rest_is_added(catalogue: Catalogue) -> None:
    lines = (
        "adapter,identifier,every_minutes",
        f"whapi,{group(1)},15",
        "whapi,0550001234,15",
        "fax,1,15",
        f"whapi,{group(2)},often",
    )
    report = catalogue.from_csv("\n".join(lines), by="nora")
    assert len(report.added) == 1
    assert [one.split(":")[0] for one in report.problems] == ["Line 3", "Line 4", "Line 5"]
    with pytest.raises(Invalid, match="first line"):
        catalogue.from_csv("a,b\n1,2", by="nora")


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_who_needs_a_person_comes_first(catalogue: Catalogue, database: Database) -> None:
    ids = [catalogue.add(draft(n, name=name), by="nora") for n, name in enumerate("abcd")]
    with database.writing() as session:
        for source_id, values in (
            (ids[1], {"failures": 1, "last_run_at": utc_now()}),
            (ids[2], {"state": SourceState.LOCKED, "failures": 1}),
            (ids[3], {"last_run_at": utc_now()}),
        ):
            session.execute(sa.update(Source).where(Source.id == source_id).values(**values))
        yesterday = utc_now() - timedelta(hours=30)
        session.add_all(
            [
                SourceRun(source_id=ids[1], outcome="rate_limit", stored=0),
                SourceRun(source_id=ids[1], outcome="running", stored=0),
                SourceRun(source_id=ids[3], outcome="ok", stored=4, cost=20),
                SourceRun(source_id=ids[3], outcome="ok", stored=3, cost=7, started_at=yesterday),
            ]
        )
    shown = [
        (one.source.name, one.health, one.brought, one.cost_today)
        for one in catalogue.overview().listed
    ]
    assert shown == [
        ("c", Health.LOCKED, 0, 0),
        ("b", Health.SLOWED, 0, 0),
        ("d", Health.WELL, 4, 20),
        ("a", Health.NEW, 0, 0),
    ]


def test_the_rest_of_all_is_kept_in_the_workspace(catalogue: Catalogue, database: Database) -> None:
    catalogue.add(draft(), by="nora")
    catalogue.pause_all(by="nora")
    catalogue.pause_all(by="ali")
    held = Catalogue(database, adapter_kinds()).overview().held
    assert held is not None
    assert held.by == "nora"
    assert utc_now() - held.at < timedelta(minutes=1)
    catalogue.resume_all(by="ali")
    assert catalogue.overview().held is None
    with database.reading() as session:
        acts = session.execute(sa.select(AuditEntry.actor, AuditEntry.action)).tuples().all()
    assert acts[1:] == [("nora", "source.pause_all"), ("ali", "source.resume_all")]


def test_each_mistake_of_a_draft_is_told_at_its_place(catalogue: Catalogue) -> None:
    wrong = Draft("whapi", "0550001234", every_minutes=-1, settings={"days_back": "soon"})
    assert set(catalogue.problems(wrong)) == {"identifier", "every_minutes", "days_back"}
    assert set(catalogue.problems(Draft("instagram_graph", "casting.riyadh"))) == {"own_account"}
    assert catalogue.problems(draft()) == {}
