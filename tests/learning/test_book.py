"""Terms are data of the workspace: applied, announced, undone, and never applied unseen."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from db.hearing import Hearing
from db.models import AuditEntry, PatternVersion
from db.session import Changed, Database
from pipeline.errors import Invalid
from pipeline.intake.judge import Judge
from pipeline.learning.book import KIND, PatternBook
from pipeline.learning.desk import PatternDesk
from pipeline.learning.difference import What
from pipeline.learning.edits import Edits, edits_from, new_term
from pipeline.prefilter.decision import Band
from pipeline.prefilter.load import default_prefilter, default_rules
from pipeline.prefilter.term import Match, Term, Thresholds
from pipeline.review.audit import broken_links

WORD = "زغلول"  # no term knows it
CALL = f"{WORD} xx"


def term(text: str = WORD, weight: float = 6.0, topic: str = "cast") -> Term:
    topics = {one.topic for one in default_rules().terms}
    return new_term(
        text,
        topic,
        weight,
        language="ar",
        match=Match.PREFIX,
        author="nora",
        reason="people say it",
        topics=topics,
    )


def added(*terms: Term) -> Edits:
    edits = Edits()
    for one in terms:
        edits = edits.with_term(one, default_rules())
    return edits


def test_an_applied_version_judges_at_once(database: Database) -> None:
    judge = Judge(default_prefilter(), extract_unsure=True)
    book = PatternBook(database, judge.use)
    book.start()
    assert judge.judge(CALL).band == Band.SKIP
    assert book.apply(added(term()), "people say it", "nora", after=0) == 1
    assert judge.judge(CALL).band == Band.PASS
    assert judge.version == book.current.prefilter.version != default_prefilter().version
    desk = PatternDesk(database, book, read_unsure=True)
    assert desk.restore(0, "it caught too much", "omar") == 2
    assert judge.judge(CALL).band == Band.SKIP
    assert judge.version == default_prefilter().version
    told = [(one.number, one.author, one.restored, one.changes) for one in book.versions()]
    assert told == [(2, "omar", 0, 1), (1, "nora", None, 1), (0, "TakeOne", None, 0)]


def test_a_program_that_starts_takes_up_the_newest_version(database: Database) -> None:
    PatternBook(database, lambda _: None).apply(added(term()), "why", "nora", after=0)
    taken: list[str] = []
    book = PatternBook(database, lambda prefilter: taken.append(prefilter.version))
    book.start()
    assert (book.current.number, taken) == (1, [book.current.prefilter.version])
    assert any(one.id == f"cast:{WORD}" for one in book.current.rules.terms)


def test_other_processes_hear_of_it(database: Database, database_url: str) -> None:
    if database.is_sqlite:
        pytest.skip("an embedded workspace has one process")
    other = Database(database_url)
    heard = threading.Event()
    PatternBook(other, lambda _: heard.set()).start()
    hearing = Hearing(other, (KIND,))
    hearing.start()
    try:
        ready = threading.Event()
        other.listen(lambda change: ready.set() if change.kind == "ready" else None)
        while not ready.wait(0.05):
            with database.writing() as session:
                session.execute(
                    sa.text("SELECT pg_notify('takeone_changed', '[\"x\", \"ready\"]')")
                )
        PatternBook(database, lambda _: None).apply(added(term()), "why", "nora", after=0)
        assert heard.wait(10)
    finally:
        hearing.stop()
        other.close()


def test_who_applies_to_an_older_version_is_told(database: Database) -> None:
    book = PatternBook(database, lambda _: None)
    book.apply(added(term()), "why", "nora", after=0)
    with pytest.raises(Invalid, match="Somebody else"):
        book.apply(added(term("بلبول")), "why", "omar", after=0)
    assert book.newest() == 1


@pytest.mark.parametrize(
    ("edits", "reason", "complaint"),
    [
        (added(term()), " ", "needs a reason"),
        (Edits(), "why", "Nothing would change"),
        (added(term(), replace(term(), id="other")), "why", "looked for twice"),
        (added(term("كاستنج", topic="role")), "why", "looked for twice"),
    ],
)
def test_what_makes_no_version(
    database: Database, edits: Edits, reason: str, complaint: str
) -> None:
    book = PatternBook(database, lambda _: None)
    with pytest.raises(Invalid, match=complaint):
        book.apply(edits, reason, "nora", after=0)
    assert book.newest() == 0


@pytest.mark.parametrize(
    ("text", "weight", "topic", "complaint"),
    [
        ("ـــ", 1.0, "cast", "is empty"),
        ("x" * 121, 1.0, "cast", "too long"),
        ("x", 11.0, "cast", "A weight lies"),
        ("x", 1.0, "nonsense", "no topic"),
    ],
)
def test_what_makes_no_term(text: str, weight: float, topic: str, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        term(text, weight, topic)


def test_another_text_is_another_term() -> None:
    shipped = default_rules()
    edits = Edits().with_term(term(), shipped, instead_of="cast:كاستنج")
    assert not edits.terms["cast:كاستنج"].on
    again = edits.with_term(term("بلبول"), shipped, instead_of=f"cast:{WORD}")
    assert set(again.terms) == {"cast:كاستنج", "cast:بلبول"}


def test_edits_come_back_as_they_were_kept() -> None:
    pattern = default_rules().patterns[0]
    edits = added(term()).with_weight(pattern.id, 9.0)
    edits = replace(edits, thresholds=Thresholds(3.0, 1.0))
    assert edits_from(edits.as_json()) == edits
    rules = edits.applied(default_rules())
    assert rules.thresholds.passes == 3.0
    assert rules.patterns[0].weight == 9.0


def test_a_difference_names_what_was_done(database: Database) -> None:
    shipped = default_rules()
    heavy, gone = shipped.terms[0], shipped.terms[1]
    edits = added(term(), replace(heavy, weight=heavy.weight + 1), replace(gone, on=False))
    edits = replace(edits, thresholds=Thresholds(3.0, 1.0))
    book = PatternBook(database, lambda _: None)
    book.apply(edits, "why", "nora", after=0)
    told = {one.name: one.what for one in book.difference(1, 0)}
    assert told == {
        f"cast:{WORD}": What.ADDED,
        heavy.id: What.WEIGHT,
        gone.id: What.OFF,
        "thresholds": What.THRESHOLDS,
    }


def test_a_change_stands_in_the_account(database: Database) -> None:
    PatternBook(database, lambda _: None).apply(added(term()), "why", "nora", after=0)
    with database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry)).one()
        assert (entry.actor, entry.subject, entry.detail["reason"]) == ("nora", "version:1", "why")
        assert list(broken_links(session)) == []


def test_a_version_nobody_can_read_leaves_the_terms_before(database: Database) -> None:
    book = PatternBook(database, lambda _: None)
    book.start()
    with database.writing() as session:
        session.add(
            PatternVersion(id=1, author="x", reason="x", digest="x", edits={"terms": [{"id": "?"}]})
        )
    database.broadcast(Changed(KIND, (1,)))
    assert book.current.number == 0
