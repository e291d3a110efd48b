"""The site and its search index at Algolia: both hold a call, or neither does."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.models import Call, Message, Publication, PublicationState, Source, Stage
from db.session import Database
from pipeline.actions.saga import NotUndoneError
from pipeline.errors import Rejected, TakeOneError, Unavailable
from pipeline.extraction.call import FieldName
from pipeline.extraction.validate import problems
from pipeline.jobs.engine import JobEngine
from pipeline.publishing.algolia import AlgoliaIndex
from pipeline.publishing.publisher import Publisher
from pipeline.publishing.site import Site
from pipeline.publishing.targets import SiteAndIndex
from pipeline.remote.policy import Patience
from pipeline.review.decisions import Decisions
from tests.servers.algolia import APP, KEY, AlgoliaStandIn
from tests.servers.web import Answer, failing

ROOT = Path(__file__).parents[2]
INDEX = "calls"
HASTY = Patience(timeout=0.5, waits=(), longest=0.5)


class OneKey:
    """Hands out one key, whatever is asked for."""

    def __init__(self, key: str | None = KEY) -> None:
        self.key = key

    def get(self, _: str) -> str | None:
        return self.key


class Press:
    """A workspace with one call, the site and the index it is published to."""

    def __init__(self, database: Database, site: Site, algolia: AlgoliaStandIn) -> None:
        self.database, self.site, self.algolia = database, site, algolia
        self.keys = OneKey()
        self.index = AlgoliaIndex(APP, INDEX, self.keys, base_url=algolia.url, patience=HASTY)
        self.target = SiteAndIndex(database, site, self.index)
        engine = JobEngine(database, executor="test")
        engine.prepare()
        self.publisher = Publisher(database, self.target, engine.enqueue)
        self.decisions = Decisions(database, self.publisher.want, problems)
        add_call(database)

    def publish(self) -> None:
        """Do what the newest publication job does."""
        with self.database.reading() as session:
            wanted = session.scalars(sa.select(Publication)).one()
        self.publisher.carry_out(wanted.id, wanted.generation)

    @property
    def records(self) -> dict[str, dict[str, object]]:
        return self.algolia.indexes.get(INDEX, {})

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Title and status of what the site holds."""
        return [(row["title"], row["status"]) for row in self.site.changed_since(None)]

    @property
    def state(self) -> str:
        with self.database.reading() as session:
            return session.scalars(sa.select(Publication.state)).one()


def add_call(database: Database) -> None:
    with database.writing() as session:
        source = Source(kind="DUMP", identifier="chat", name="chat")
        session.add(source)
        session.flush()
        text = "مطلوب ممثلات لإعلان عطور في جدة"
        message = Message(
            source_id=source.id, external_id="m", kind="message", text=text, search="",
            band="pass", score=1.0, stage=Stage.EXTRACTED,
        )  # fmt: skip
        session.add(message)
        session.flush()
        call = Call(
            message_id=message.id, title="ممثلات لإعلان عطور", location="جدة",
            contact_info="+966550001234", span_start=0, span_end=len(text), content_hash="h",
            band="pass", score=1.0, provider="rules", extractor_version="1",
        )  # fmt: skip
        session.add(call)
        session.flush()
        call.cluster_id = call.position = call.id


@pytest.fixture
def algolia() -> Iterator[AlgoliaStandIn]:
    with AlgoliaStandIn() as server:
        yield server


@pytest.fixture
def press(database: Database, tmp_path: Path, algolia: AlgoliaStandIn) -> Iterator[Press]:
    site = Site(f"sqlite:///{tmp_path / 'site.db'}")
    made = Press(database, site, algolia)
    yield made
    made.index.close()
    site.close()


def test_both_hold_an_approved_call_and_a_withdrawn_one_neither(press: Press) -> None:
    press.decisions.approve([1], "nora")
    press.publish()
    assert press.shown == [("ممثلات لإعلان عطور", "published")]
    ((record_id, record),) = press.records.items()
    assert record["objectID"] == record_id == press.site.changed_since(None)[0]["id"]
    assert (record["title"], record["location"]) == ("ممثلات لإعلان عطور", "جدة")
    assert "contentHash" not in record
    press.decisions.restore([1], "nora")
    press.publish()
    assert (press.shown[0][1], press.records, press.state) == ("withdrawn", {}, "withdrawn")


def test_a_correction_reaches_both_and_publishing_twice_changes_nothing(press: Press) -> None:
    press.decisions.approve([1], "nora")
    press.publish()
    before = (press.shown, dict(press.records))
    press.target.publish(*wanted(press))
    assert (press.shown, press.records) == before
    press.decisions.edit(1, FieldName.COMPENSATION, "2000 SAR", "nora", revision=2)
    press.publish()
    (record,) = press.records.values()
    assert record["compensation"] == press.site.changed_since(None)[0]["compensation"] == "2000 SAR"


def test_it_waits_until_the_index_shows_a_change(database: Database, tmp_path: Path) -> None:
    with AlgoliaStandIn(slow=2) as algolia:
        press = Press(database, Site(f"sqlite:///{tmp_path / 'site.db'}"), algolia)
        press.decisions.approve([1], "nora")
        press.publish()
        asked = [one.path for one in algolia.server.requests if "/task/" in one.path]
        assert (len(asked), press.state) == (3, PublicationState.LIVE)
        press.index.close()


@pytest.mark.parametrize(
    "fault", [failing(503), failing(429), Answer(cut=True, body=b"{}"), Answer(stall=2)]
)
def test_an_index_that_is_away_leaves_the_site_as_it_is(press: Press, fault: Answer) -> None:
    press.decisions.approve([1], "nora")
    press.algolia.server.faults.append(fault)
    with pytest.raises(Unavailable):
        press.publish()
    assert (press.shown, press.records, press.state) == ([], {}, PublicationState.WAITING)
    press.publish()
    assert (len(press.records), press.state) == (1, PublicationState.LIVE)


def fails_at_the_change(press: Press, fault: Answer, times: int = 1) -> None:
    """Let the index answer questions, and fail at what changes it."""
    answered = press.algolia.server._handler
    left = [times]

    def handler(request: object) -> Answer:
        if request.method == "PUT" and left[0]:  # type: ignore[attr-defined]
            left[0] -= 1
            return fault
        return answered(request)  # type: ignore[arg-type]

    press.algolia.server._handler = handler


@pytest.mark.parametrize("fault", [failing(400), failing(403), failing(503), Answer(stall=2)])
def test_a_change_the_index_refuses_is_undone_on_the_site(press: Press, fault: Answer) -> None:
    press.decisions.approve([1], "nora")
    press.publish()
    before = dict(press.records)
    press.decisions.edit(1, FieldName.COMPENSATION, "2000 SAR", "nora", revision=2)
    fails_at_the_change(press, fault)
    with pytest.raises(TakeOneError):
        press.publish()
    (row,) = press.site.changed_since(None)
    assert (row["compensation"], row["status"], press.records) == (None, "published", before)
    press.publish()
    (row,) = press.site.changed_since(None)
    assert row["compensation"] == "2000 SAR"


def test_a_first_publication_the_index_refuses_is_withdrawn_from_the_site(press: Press) -> None:
    press.decisions.approve([1], "nora")
    fails_at_the_change(press, failing(400))
    with pytest.raises(Rejected, match="Algolia refused"):
        press.publish()
    assert (press.shown[0][1], press.records) == ("withdrawn", {})


def test_a_change_the_index_took_although_it_failed_is_taken_out(press: Press) -> None:
    """The record is there, but its task never ends: nobody knows, so it is put back."""
    press.decisions.approve([1], "nora")
    press.algolia.slow = 100
    with pytest.raises(TakeOneError):
        press.publish()
    press.algolia.slow = 0
    press.publish()
    assert (press.shown[0][1], len(press.records)) == ("published", 1)


def test_without_a_key_nothing_is_published_and_the_sentence_says_so(press: Press) -> None:
    press.decisions.approve([1], "nora")
    press.keys.key = None
    with pytest.raises(Rejected, match="no key for Algolia"):
        press.publish()
    assert press.shown == []
    press.keys.key = "another"
    with pytest.raises(Rejected, match="does not accept the key"):
        press.publish()
    assert press.shown == []


def test_withdrawing_goes_forward_when_the_index_is_away(press: Press) -> None:
    press.decisions.approve([1], "nora")
    press.publish()
    press.decisions.restore([1], "nora")
    press.algolia.server.faults.append(failing(503))
    with pytest.raises(Unavailable):
        press.publish()
    assert (press.shown[0][1], len(press.records)) == ("withdrawn", 1)
    press.publish()
    assert (press.records, press.target.recover()) == ({}, [])


def test_a_withdrawn_call_is_not_brought_back_by_what_an_earlier_try_left(press: Press) -> None:
    press.decisions.approve([1], "nora")
    press.publish()
    press.decisions.edit(1, FieldName.COMPENSATION, "2000 SAR", "nora", revision=2)
    fails_at_the_change(press, Answer(cut=True, body=b"{}"), 9)
    found, press.index.find = press.index.find, failing_after(press.index.find, 2)  # type: ignore[method-assign]
    with pytest.raises(NotUndoneError):
        press.publish()
    press.index.find = found  # type: ignore[method-assign]
    press.decisions.restore([1], "nora")
    press.publish()
    assert press.target.recover() == []
    assert (press.shown[0][1], press.records) == ("withdrawn", {})


def failing_after(find: Callable[[str], object], times: int) -> Callable[[str], object]:
    left = [times]

    def asked(record_id: str) -> object:
        if not left[0]:
            raise Unavailable("Algolia has trouble (503).")
        left[0] -= 1
        return find(record_id)

    return asked


def test_many_records_go_in_batches(press: Press) -> None:
    press.index.put_all({f"r{n}": {"title": f"title {n}"} for n in range(1200)})
    assert len(press.records) == 1200
    assert [path.rpartition("/")[2] for _, path in press.algolia.changes] == ["batch", "batch"]


KILLED = """
import os, signal, sys
from db.session import Database
from pipeline.publishing import targets
from pipeline.publishing.site import Site
from tests.publishing.test_index import HASTY, INDEX, OneKey, Publication
from pipeline.publishing.algolia import AlgoliaIndex
from tests.servers.algolia import APP
from db.queries import publications
database, site, url, where = sys.argv[1:]
opened = Database(database)
index = AlgoliaIndex(APP, INDEX, OneKey(), base_url=url, patience=HASTY)
target = targets.SiteAndIndex(opened, Site(site), index)
real = index.put
def put(*given):
    if where == "after":
        real(*given)
    os.kill(os.getpid(), signal.SIGKILL)
index.put = put
with opened.reading() as session:
    found = publications.with_call(session, 1)
target.publish(*found)
"""


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("first", [True, False])
def test_a_program_killed_between_the_steps_leaves_both_or_neither(
    press: Press, database_url: str, where: str, first: bool
) -> None:
    press.decisions.approve([1], "nora")
    if not first:
        press.publish()
        press.decisions.edit(1, FieldName.COMPENSATION, "2000 SAR", "nora", revision=2)
    stood = dict(press.records)
    given = [database_url, str(press.site.url), press.algolia.url, where]
    died = subprocess.run([sys.executable, "-c", KILLED, *given], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    (row,) = press.site.changed_since(None)
    assert row["status"] == "published"  # the first step stands, and its half is undone:
    assert press.target.recover() == ["publish:1"]
    (row,) = press.site.changed_since(None)
    assert (row["status"], press.records) == ("withdrawn" if first else "published", stood)
    assert first or row["compensation"] is None
    press.publish()
    (row,) = press.site.changed_since(None)
    (record,) = press.records.values()
    assert (row["status"], record["title"]) == ("published", row["title"])
    assert record["compensation"] == row["compensation"]
    assert press.target.recover() == []


def wanted(press: Press) -> tuple[Publication, Call]:
    from db.queries import publications

    with press.database.reading() as session:
        found = publications.with_call(session, 1)
    assert found is not None
    return found
