"""What a change would do is told exactly as if every message were judged anew."""

import os
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Message, MessageLabel, PatternCase, utc_now
from db.session import Database
from pipeline.learning.backtest import Outcome, backtest
from pipeline.learning.corpus import Corpora, Corpus
from pipeline.learning.edits import Edits, reweighed
from pipeline.learning.labels import Verdict
from pipeline.prefilter.load import Rules, default_prefilter, default_rules
from pipeline.prefilter.term import Match, Term, Thresholds
from tests.dedup.generated import posts
from tests.learning.past import remember
from tests.learning.test_book import WORD, added, term

CALL = "مطلوب ممثلين لإعلان في الرياض، الأجر ١٥٠٠ ريال، للتواصل ٠٥٥٠٠٠١٢٣٤"
FATES = ("approved", "not_a_call", "chatter", "skipped", "expired", "pending")
WORDS = ["مطلوب", "ممثل", "ممثلة", "كاستنج", "xx", "بكرة", "دورة"]
WORDS += ["casting", "actor", "ريال", "0550001234", "عقار", "صباح", "الخير"]


def open_corpus(database: Database) -> Corpus:
    return Corpora(database).open(default_rules(), default_prefilter())


def test_a_new_term_catches_what_it_stands_in(database: Database) -> None:
    ids = remember(
        database,
        default_prefilter(),
        [
            (f"xx {WORD} yy", "skipped"),
            (f"xx و{WORD} yy", "skipped"),
            (f"xx {WORD}zz yy", "skipped"),
            (CALL, "approved"),
        ],
    )
    corpus = open_corpus(database)
    after = added(term()).applied(default_rules())
    outcome = backtest(database, corpus, after, read_unsure=True)
    assert [one.message_id for one in outcome.caught.examples] == ids[:2]
    assert (outcome.caught.unknown, outcome.lost.total, outcome.looked_at) == (2, 0, 2)
    assert outcome.reads == 2


def test_precision_and_recall_follow_what_people_said(database: Database) -> None:
    ids = remember(
        database,
        default_prefilter(),
        [
            (f"xx {WORD}", "skipped"),
            (f"yy {WORD}", "skipped"),
            (CALL, "approved"),
            (f"{CALL} x", "not_a_call"),
            (f"{CALL} y", "expired"),
        ],
    )
    with database.writing() as session:
        for at, is_call in ((0, True), (1, False)):
            session.add(
                MessageLabel(message_id=ids[at], is_call=is_call, origin="report", by="nora")
            )
    after = added(term()).applied(default_rules())
    outcome = backtest(database, open_corpus(database), after, read_unsure=True)
    assert (outcome.before.precision, outcome.before.recall) == (2 / 3, 2 / 3)
    assert (outcome.after.precision, outcome.after.recall) == (3 / 5, 1.0)
    assert [one.verdict for one in outcome.caught.examples] == [Verdict.CALL, Verdict.NONE]


def test_a_sample_stands_for_all_that_were_skipped(database: Database) -> None:
    remember(database, default_prefilter(), [(f"xx {WORD} {n}", "skipped") for n in range(300)])
    corpus = Corpora(database, sample=100).open(default_rules(), default_prefilter())
    assert 50 < len(corpus) < 150
    outcome = backtest(database, corpus, added(term()).applied(default_rules()), read_unsure=True)
    assert outcome.caught.unknown == len(corpus)
    assert round(outcome.reads) == 300


def test_a_change_of_the_thresholds_reads_nothing_anew(database: Database) -> None:
    remember(database, default_prefilter(), [(CALL, "approved"), ("xx", "skipped")])
    after = replace(default_rules(), thresholds=Thresholds(1000.0, 1000.0))
    outcome = backtest(database, open_corpus(database), after, read_unsure=True)
    assert (outcome.looked_at, outcome.lost.calls, outcome.after.recall) == (0, 1, 0.0)


def test_unsure_messages_count_as_the_setting_says(database: Database) -> None:
    score = default_prefilter().decide(CALL).score
    remember(database, default_prefilter(), [(CALL, "approved")])
    after = replace(default_rules(), thresholds=Thresholds(score + 1, score - 1))
    corpus = open_corpus(database)
    assert backtest(database, corpus, after, read_unsure=True).lost.total == 0
    assert backtest(database, corpus, after, read_unsure=False).lost.total == 1


def test_what_was_found_once_is_kept(database: Database) -> None:
    ids = remember(database, default_prefilter(), [(CALL, "approved"), ("xx", "skipped")])
    told: list[tuple[int, int]] = []

    def open_again(rules: Rules) -> Corpus:
        told.clear()
        return Corpora(database).open(
            rules, rules.prefilter(), lambda done, total: told.append((done, total))
        )

    open_again(default_rules())
    assert told == [(2, 2)]
    rules = added(term("yy")).applied(default_rules())
    again = open_again(rules)
    assert told == []
    with database.writing() as session:
        later = utc_now()
        session.execute(
            sa.update(Message).where(Message.id == ids[1]).values(text="yy", edited_at=later)
        )
    changed = open_again(rules)
    assert told == [(1, 1)]
    assert again.scores[1] == 0 < changed.scores[changed.ids.index(ids[1])]


def test_terms_thought_of_later_are_found_in_texts_read_before(database: Database) -> None:
    remember(database, default_prefilter(), [(f"{CALL} {WORD}", "approved")] * 2)
    open_corpus(database)
    rules = added(term()).applied(default_rules())
    prefilter = rules.prefilter()
    expected = prefilter.decide(f"{CALL} {WORD}").score
    for _ in range(2):  # once found, once kept
        assert list(Corpora(database).open(rules, prefilter).scores) == [expected] * 2
    with database.reading() as session:
        assert set(session.scalars(sa.select(PatternCase.digest))) == {prefilter.version}


def test_messages_that_stand_for_no_others_any_more_are_forgotten(database: Database) -> None:
    remember(database, default_prefilter(), [(f"xx {n}", "skipped") for n in range(200)])

    def kept(sample: int) -> int:
        opened = Corpora(database, sample).open(default_rules(), default_prefilter())
        with database.reading() as session:
            count = session.scalar(sa.select(sa.func.count()).select_from(PatternCase))
        assert count is not None
        return count - len(opened)

    assert kept(200) == 0
    assert kept(150) > 0  # few: they may count again
    assert kept(20) == 0


def naive(database: Database, corpus: Corpus, after: Rules) -> dict[int, tuple[float, float]]:
    """Every message judged by both sets, the slow way."""
    old, new = default_prefilter(), after.prefilter()
    with database.reading() as session:
        texts = dict(session.execute(sa.select(Message.id, Message.text)).tuples().all())
    return {one: (old.decide(texts[one]).score, new.decide(texts[one]).score) for one in corpus.ids}


def check(database: Database, corpus: Corpus, after: Rules) -> Outcome:
    outcome = backtest(database, corpus, after, read_unsure=True)
    old, new = default_rules().thresholds.skips, after.thresholds.skips
    scores = naive(database, corpus, after)
    caught = {one for one, (was, now) in scores.items() if was < old and now >= new}
    lost = {one for one, (was, now) in scores.items() if was >= old and now < new}
    assert {one.message_id for one in outcome.caught.examples} == caught
    assert {one.message_id for one in outcome.lost.examples} == lost
    for one in (*outcome.caught.examples, *outcome.lost.examples):
        assert (one.before, one.after) == scores[one.message_id]
    return outcome


TERMS = default_rules().terms
LIKELY = [one for one in TERMS if one.text in WORDS or one.needs or len(one.text) < 6]


@st.composite
def changes(draw: st.DrawFn) -> Rules:
    edits = Edits()
    for one in draw(st.lists(st.sampled_from(LIKELY), max_size=12, unique_by=lambda t: t.id)):
        near = st.sampled_from([0.5, 0.8, 1.2, 2.0]).map(one.weight.__mul__)
        weight = round(draw(st.one_of(near, st.floats(-5, 5))), 2)
        changed = reweighed(one, weight)
        edits = edits.with_term(replace(changed, on=draw(st.booleans())), default_rules())
    for text in draw(
        st.lists(st.sampled_from(["xx", "بكر", "مطلوب ممثل", "صباح ال"]), unique=True)
    ):
        topic = draw(st.sampled_from(["cast", "self", "wanted"]))
        match = draw(st.sampled_from(list(Match)))
        added_term = Term(f"{topic}:{text}!", text, topic, 3.0, match=match)
        edits = edits.with_term(added_term, default_rules())
    if draw(st.booleans()):
        pattern = draw(st.sampled_from(default_rules().patterns))
        edits = edits.with_weight(pattern.id, draw(st.sampled_from([-4.0, 0.0, 4.0])))
    if draw(st.booleans()):
        edits = replace(edits, thresholds=Thresholds(3.0, draw(st.sampled_from([0.0, 1.0, 2.5]))))
    return edits.applied(default_rules())


@pytest.fixture
def held(sqlite_database: Database) -> tuple[Database, Corpus]:
    texts = [post.text for post in posts(25, seed=3)]
    texts += [" ".join(WORDS[n % 13 : n % 13 + 4]) for n in range(26)]
    past = [(text, FATES[n % len(FATES)]) for n, text in enumerate(texts)]
    remember(sqlite_database, default_prefilter(), past)
    return sqlite_database, open_corpus(sqlite_database)


FUZZ: dict[str, Any] = {
    "max_examples": min(60, int(os.environ.get("TAKEONE_FUZZ", "20"))),
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@given(after=changes())
@settings(**FUZZ)
def test_the_quick_way_says_what_the_slow_way_says(
    held: tuple[Database, Corpus], after: Rules
) -> None:
    check(*held, after)
