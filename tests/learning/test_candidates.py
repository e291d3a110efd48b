"""Reports, candidates with their evidence, the shadow, and the alarm."""

import pytest
import sqlalchemy as sa

from db.models import AuditEntry, CandidateState, Message, MessageLabel, Stage
from db.session import Database
from pipeline.errors import Invalid
from pipeline.jobs.job import Job
from pipeline.learning.alarm import alarms
from pipeline.learning.book import PatternBook
from pipeline.learning.candidates import Candidate
from pipeline.learning.desk import PatternDesk
from pipeline.learning.mining import surely
from pipeline.prefilter.load import default_prefilter
from tests.learning.past import remember
from tests.learning.test_backtest import CALL
from tests.learning.test_book import WORD, added, term

SLANG = "مكشخين"


def desk_of(database: Database, jobs: list[Job] | None = None) -> PatternDesk:
    book = PatternBook(database, lambda _: None)
    book.start()
    taken = jobs if jobs is not None else []
    return PatternDesk(database, book, lambda _session, job: taken.append(job), read_unsure=True)


def test_a_missed_call_is_known_and_read_at_once(database: Database) -> None:
    missed, chat = remember(
        database, default_prefilter(), [(f"xx {WORD}", "skipped"), ("xx", "skipped")]
    )
    jobs: list[Job] = []
    desk = desk_of(database, jobs)
    desk.reports.report(missed, "nora", is_call=True, note="a call")
    desk.reports.report(chat, "nora", is_call=False)
    desk.reports.report(missed, "omar", is_call=True)
    assert [job.payload for job in jobs] == [{"messages": [missed]}]
    with database.reading() as session:
        assert session.get_one(Message, missed).stage == Stage.WAITING
        assert session.get_one(Message, chat).stage == Stage.SKIPPED
        assert session.get_one(MessageLabel, missed).by == "omar"
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 3
    desk.open()
    quality = desk.preview(added(term())).outcome
    assert (quality.before.recall, quality.after.recall) == (0.0, 1.0)
    desk.reports.withdraw(missed, "omar")
    with database.reading() as session:
        assert session.get(MessageLabel, missed) is None
    with pytest.raises(Invalid, match="not in the workspace"):
        desk.reports.report(99_999, "nora", is_call=True)


@pytest.fixture
def mined(database: Database) -> tuple[PatternDesk, Candidate]:
    """A workspace in which one word stands in missed calls alone."""
    past = [(f"xx {SLANG} yy {n}", "skipped") for n in range(8)]
    past += [(f"zz yy {n}", "skipped") for n in range(20)]
    past += [(f"{CALL} {n}", "approved") for n in range(3)]
    ids = remember(database, default_prefilter(), past)
    desk = desk_of(database)
    for message_id in ids[:8]:
        desk.reports.report(message_id, "nora", is_call=True)
    desk.open()
    found = [one for one in desk.look_for_candidates() if one.term.text == SLANG]
    assert len(found) == 1
    return desk, found[0]


def test_words_of_missed_calls_become_candidates(
    mined: tuple[PatternDesk, Candidate],
) -> None:
    desk, one = mined
    assert (one.missed, one.found, one.wrong, one.success) == (8, 0, 0, 0.0)
    assert one.term.weight > 0
    assert one.term.language == "ar"
    assert one.confidence == surely(8, 8)
    assert len(one.evidence) == 5
    assert not any(other.term.text == "yy" for other in desk.candidates.alive())  # says nothing


def test_a_rejected_candidate_does_not_come_back(mined: tuple[PatternDesk, Candidate]) -> None:
    desk, one = mined
    desk.candidates.decide(one.id, CandidateState.REJECTED, "nora")
    assert SLANG not in [other.term.text for other in desk.look_for_candidates()]
    with pytest.raises(Invalid, match="not in the list"):
        desk.candidates.decide(99_999, CandidateState.REJECTED, "nora")


def test_the_shadow_counts_what_comes_and_changes_nothing(
    database: Database, mined: tuple[PatternDesk, Candidate]
) -> None:
    desk, one = mined
    desk.candidates.decide(one.id, CandidateState.SHADOW, "nora")
    with database.writing() as session:
        for number, text in enumerate((f"ww {SLANG}", f"{CALL} {SLANG}", "ww")):
            session.add(
                Message(
                    source_id=1,
                    external_id=f"later{number}",
                    kind="message",
                    text=text,
                    search="",
                    band="skip",
                    score=0.0,
                    stage="skipped",
                )
            )
    for _ in range(2):  # what was counted once is not counted again
        watched = next(other for other in desk.watch() if other.id == one.id)
        assert (watched.seen, watched.hits, watched.caught, watched.lost) == (3, 2, 1, 0)
    assert desk.book.current.number == 0


def test_read_in_vain_speaks_against(database: Database) -> None:
    past = [(f"{CALL} {SLANG} {n}", "not_a_call") for n in range(8)]
    past += [(f"{CALL} {n}", "approved") for n in range(8)]
    remember(database, default_prefilter(), past)
    desk = desk_of(database)
    desk.open()
    found = {one.term.text: one for one in desk.look_for_candidates()}
    assert found[SLANG].term.weight < 0
    assert found[SLANG].wrong == 8


def test_more_evidence_is_surer() -> None:
    assert surely(0, 0) == 0.0
    assert surely(3, 3) < surely(30, 30) < 1.0


def test_a_fall_since_a_change_is_told(database: Database) -> None:
    remember(database, default_prefilter(), [(f"{CALL} {n}", "approved") for n in range(5)])
    desk = desk_of(database)
    desk.open()
    number = desk.apply(added(term()), "why", "nora", after=0)
    assert desk.alarms(desk.open()) == ()
    with database.writing() as session:
        for number_of in range(40):
            session.add(
                Message(
                    source_id=1,
                    external_id=f"later{number_of}",
                    kind="message",
                    text=f"{CALL} {number_of}",
                    search="",
                    band="pass",
                    score=9.0,
                    stage="extracted",
                    intent="chatter" if number_of % 2 else "new_call",
                )
            )
    told = desk.alarms(desk.open())
    assert [(one.version, one.figure, one.before, one.since) for one in told] == [
        (number, "precision", 1.0, 0.5)
    ]
    assert alarms(1, {}, desk.open(), 1.0) == ()
