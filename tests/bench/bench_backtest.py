"""How long a backtest takes over past decisions, beside judging all of them anew.

Run: python tests/bench/bench_backtest.py [--decisions N] [--workspace file, kept for the next run]
Baseline, in the same run: a prefilter of the changed terms asked for every text.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402

from db.models import Call, Message, Sighting, Source  # noqa: E402
from db.session import Database  # noqa: E402
from db.upgrade import upgrade  # noqa: E402
from pipeline.learning.backtest import backtest  # noqa: E402
from pipeline.learning.corpus import Corpora, Corpus  # noqa: E402
from pipeline.learning.edits import Edits, new_term, reweighed  # noqa: E402
from pipeline.learning.terms import NEVER, records  # noqa: E402
from pipeline.prefilter.forms import form_of  # noqa: E402
from pipeline.prefilter.load import Rules, default_prefilter, default_rules  # noqa: E402
from pipeline.prefilter.term import Match, Thresholds  # noqa: E402
from tests.dedup.generated import posts  # noqa: E402

DECISIONS = 100_000
TEXTS = 10_000
LIMIT = 2.0
TALK = ("صباح الخير يا شباب", "متى الموعد", "good morning, when is the shoot", "تم", "مبروك للجميع")
T = TypeVar("T")


def main() -> None:
    """Fill a workspace, and time each kind of change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=DECISIONS)
    parser.add_argument("--workspace", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given.workspace or f"{folder}/workspace.db")
        fresh = not path.exists()
        database = Database(f"sqlite:///{path}")
        upgrade(database)
        if fresh:
            fill(database, given.decisions)
        run(database)
        database.close()


def fill(database: Database, decisions: int) -> None:
    """Messages with their fates: two in five calls that people decided on, one in five chatter a
    model read, the others skipped."""
    texts = [post.text for post in posts(TEXTS, seed=1)]
    messages, calls = [], []
    for at in range(1, decisions + 1):
        kind = at % 5
        text = texts[at % TEXTS] if kind < 2 else f"{TALK[at % len(TALK)]} {at}"
        messages.append(
            {
                "id": at,
                "source_id": 1,
                "external_id": f"m{at}",
                "kind": "message",
                "text": text,
                "search": "",
                "band": "skip" if kind > 2 else "pass",
                "score": 0.0,
                "stage": "skipped" if kind > 2 else "extracted",
                "intent": "chatter" if kind == 2 else "new_call",
            }
        )
        if kind < 2:
            calls.append(
                {
                    "id": at,
                    "message_id": at,
                    "cluster_id": at,
                    "status": "approved" if at % 3 else "rejected",
                    "reason": None if at % 3 else "not_a_call",
                    "span_start": 0,
                    "span_end": len(text),
                    "content_hash": f"h{at}",
                    "band": "pass",
                    "score": 0.0,
                    "provider": "rules",
                    "extractor_version": "1",
                }
            )
    with database.writing() as session:
        session.add(Source(id=1, kind="DUMP", identifier="g", name="Group", medium="whatsapp"))
        session.flush()
        session.execute(sa.insert(Message), messages)
        session.execute(sa.insert(Call), calls)
        seen = [{"call_id": one["id"], "message_id": one["id"]} for one in calls]
        session.execute(sa.insert(Sighting), seen)


def changes(corpus: Corpus) -> dict[str, Rules]:
    """The kinds of change an admin makes, the dearest last."""
    shipped = default_rules()
    terms = {term.id: term for term in shipped.terms}
    known = records(corpus)
    common = max(shipped.terms, key=lambda term: known.get(form_of(term), NEVER).found)
    rare = terms["cast:كاستنج"]

    def word(text: str) -> Edits:
        topics = {term.topic for term in shipped.terms}
        term = new_term(
            text,
            "cast",
            2.0,
            language="ar",
            match=Match.PREFIX,
            author="bench",
            reason="bench",
            topics=topics,
        )
        return Edits().with_term(term, shipped)

    def edited(edits: Edits) -> Rules:
        return edits.applied(shipped)

    return {
        "thresholds": replace(shipped, thresholds=Thresholds(2.5, 1.5)),
        "weight of a rare term": edited(Edits().with_term(reweighed(rare, 1.0), shipped)),
        "rare term off": edited(Edits().with_term(replace(rare, on=False), shipped)),
        "new term, in no text": edited(word("زغلول")),
        "new term, in most calls": edited(word("في")),
        "weight of a pattern": edited(Edits().with_weight("wanted~role", 0.2)),
        "weight of the most common term": edited(
            Edits().with_term(reweighed(common, common.weight * 1.2), shipped)
        ),
        "most common term off": edited(Edits().with_term(replace(common, on=False), shipped)),
    }


def run(database: Database) -> None:
    """Time everything, and print the table."""
    rules, prefilter = default_rules(), default_prefilter()
    _, first = timed(lambda: Corpora(database).open(rules, prefilter))
    corpus, again = timed(lambda: Corpora(database).open(rules, prefilter))
    naive = timed(lambda: judge_anew(database, corpus))[1]
    print(f"{len(corpus):,} decisions; read for the first time {first:.1f} s, opened {again:.2f} s")
    print(f"judging all anew: {naive:.2f} s")
    for name, after in changes(corpus).items():
        began = time.process_time()
        outcome, seconds = timed(
            lambda after=after: backtest(database, corpus, after, read_unsure=True)  # type: ignore[misc]
        )
        busy = time.process_time() - began  # what it takes on a machine that does nothing else
        moved = f"caught {outcome.caught.total:,}  lost {outcome.lost.total:,}"
        print(
            f"{name:32} {seconds:5.2f} s (processor {busy:4.2f} s)  {naive / seconds:6.1f} x"
            f"  looked at {outcome.looked_at:,}  {moved}"
            f"  {'ok' if busy <= LIMIT else f'over {LIMIT} s'}"
        )


def judge_anew(database: Database, corpus: Corpus) -> None:
    """The plain way: every text read and judged."""
    prefilter = default_rules().prefilter()
    with database.reading() as session:
        statement = sa.select(Message.id, Message.text).execution_options(yield_per=5_000)
        for _, text in session.execute(statement).tuples():
            prefilter.decide(text)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What `work` gives, and the seconds it took."""
    began = time.perf_counter()
    done = work()
    return done, time.perf_counter() - began


if __name__ == "__main__":
    main()
