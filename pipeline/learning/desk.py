"""The desk where terms are tuned: past decisions opened once, every change tried before it acts.

Methods block: call them in a thread.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from db.models import utc_now
from db.queries import patterns as rows
from db.session import Database
from pipeline.jobs.job import Enqueue
from pipeline.learning.alarm import NEWEST, Alarm, alarms
from pipeline.learning.backtest import Outcome, backtest, limit_of, places_with
from pipeline.learning.book import PatternBook
from pipeline.learning.candidates import Candidate, Candidates
from pipeline.learning.corpus import Corpora, Corpus, Progress
from pipeline.learning.edits import Edits, check
from pipeline.learning.labels import Verdict
from pipeline.learning.playground import Trial, trial
from pipeline.learning.reports import Reports
from pipeline.learning.terms import TermRow, records, term_rows
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import default_rules
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Term

LOOK_BACK = timedelta(days=30)
"""How far back prices of answers are averaged."""
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, and what an answer of a model costs at present."""

    outcome: Outcome
    price: float
    """Of one question, in millionths of a dollar; 0 while models cost nothing."""

    @property
    def cost(self) -> float:
        """What the change adds, in millionths of a dollar; below zero what it saves."""
        return self.outcome.reads * self.price

    def as_json(self) -> dict[str, Any]:
        """As versions keep it and scripts read it."""
        outcome = self.outcome
        return {
            "cases": outcome.cases,
            "before": outcome.before.as_json(),
            "after": outcome.after.as_json(),
            "caught": _moved(outcome, caught=True),
            "lost": _moved(outcome, caught=False),
            "model_calls": round(outcome.reads),
            "usd": round(self.cost / 1e6, 6),
        }


@dataclass(frozen=True, slots=True)
class FoundIn:
    """A message a term stands in, and what is known of it."""

    message_id: int
    verdict: Verdict
    text: str


class PatternDesk:
    """Looks at terms, tries changes, applies them."""

    def __init__(
        self,
        database: Database,
        book: PatternBook,
        enqueue: Enqueue = lambda *_, **__: None,
        *,
        read_unsure: bool,
    ) -> None:
        self._database = database
        self.reports = Reports(database, enqueue)
        self.candidates = Candidates(database, read_unsure=read_unsure)
        self._book = book
        self._read_unsure = read_unsure
        self._corpora = Corpora(database)
        self._opening = threading.Lock()
        self._corpus: Corpus | None = None
        self._tried: tuple[Edits, Prefilter] | None = None

    @property
    def book(self) -> PatternBook:
        """The versions."""
        return self._book

    def open(
        self, progress: Progress = lambda _done, _all: None, cancel: Event | None = None
    ) -> Corpus:
        """The past decisions as they are now, scored by the terms that judge. What was not read
        yet is read first."""
        with self._opening:
            current = self._book.current
            self._corpus = None
            corpus = self._corpora.open(current.rules, current.prefilter, progress, cancel)
            self._corpus = corpus
            return corpus

    def close(self) -> None:
        """Forget the past decisions: they take room."""
        self._corpus = None

    def terms(self, corpus: Corpus) -> list[TermRow]:
        """Every term of today with its record."""
        known = records(corpus)
        newest = {record.last for record in known.values() if record.last}
        with self._database.reading() as session:
            days = rows.days_of(session, sorted(newest))
        return term_rows(corpus.rules, default_rules(), known, days)

    def preview(self, edits: Edits) -> Preview:
        """What the newest terms would have done if they had been these instead. Raises `Invalid`
        when terms contradict each other."""
        rules = edits.applied(default_rules())
        check(rules)
        corpus = self._corpus
        if corpus is None or corpus.prefilter is not self._book.current.prefilter:
            corpus = self.open()
        outcome = backtest(self._database, corpus, rules, read_unsure=self._read_unsure)
        return Preview(outcome, self._price())

    def apply(self, edits: Edits, reason: str, by: str, *, after: int) -> int:
        """Apply a change, with what its backtest promises; see `PatternBook.apply`."""
        return self._book.apply(edits, reason, by, after=after, measured=self._measured(edits))

    def restore(self, number: int, reason: str, by: str) -> int:
        """Bring a version back, with what its backtest promises."""
        edits = self._book.edits_of(number)
        return self._book.apply(
            edits,
            reason,
            by,
            after=self._book.newest(),
            measured=self._measured(edits),
            restored=number,
        )

    def alarms(self, corpus: Corpus) -> tuple[Alarm, ...]:
        """What fell since the newest version began to judge."""
        number = self._book.current.number
        if not number:
            return ()
        limit = limit_of(corpus.rules.thresholds, self._read_unsure)
        return alarms(number, self._book.measured_of(number), corpus, limit)

    def trial(self, text: str, edits: Edits) -> Trial:
        """What would be said of a text after a change."""
        return trial(self._prefilter(edits), text)

    def look_for_candidates(self) -> list[Candidate]:
        """Look in the past for terms that decisions speak for."""
        corpus = self._corpus
        if corpus is None or corpus.prefilter is not self._book.current.prefilter:
            corpus = self.open()
        return self.candidates.look(corpus)

    def watch(self) -> list[Candidate]:
        """Count on what candidates in the shadow would have done; all candidates."""
        current = self._book.current
        self.candidates.watch(current.rules, current.prefilter)
        return self.candidates.alive()

    def found_in(self, term: Term, most: int = MOST_FOUND) -> list[FoundIn]:
        """Messages a term was found in: those that contradict it first, then the newest."""
        corpus = self._corpus
        form = corpus.forms.get(form_of(term)) if corpus else None
        if corpus is None or form is None:
            return []
        wrong = Verdict.NONE if term.weight >= 0 else Verdict.CALL
        places = sorted(
            places_with(corpus, form),
            key=lambda at: (corpus.verdicts[at] != wrong, -corpus.ids[at]),
        )[:most]
        texts = self.texts([corpus.ids[at] for at in places])
        return [
            FoundIn(corpus.ids[at], Verdict(corpus.verdicts[at]), texts.get(corpus.ids[at], ""))
            for at in places
        ]

    def texts(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Messages as they were received."""
        with self._database.reading() as session:
            return rows.texts(session, ids)

    def _prefilter(self, edits: Edits) -> Prefilter:
        current = self._book.current
        if edits == current.edits:
            return current.prefilter
        if self._tried is None or self._tried[0] != edits:
            self._tried = (edits, edits.applied(default_rules()).prefilter())
        return self._tried[1]

    def _measured(self, edits: Edits) -> dict[str, Any]:
        with self._database.reading() as session:
            newest = rows.newest_message(session)
        return {**self.preview(edits).as_json(), NEWEST: newest}

    def _price(self) -> float:
        since: datetime = utc_now() - LOOK_BACK
        with self._database.reading() as session:
            asked, cost = rows.cost_of_reading(session, since)
        return cost / asked if asked else 0.0


def _moved(outcome: Outcome, *, caught: bool) -> dict[str, Any]:
    moved = outcome.caught if caught else outcome.lost
    return {
        "calls": moved.calls,
        "others": moved.others,
        "unknown": moved.unknown,
        "estimated": round(moved.estimated),
        "examples": [
            {
                "message": one.message_id,
                "verdict": one.verdict.name.lower(),
                "before": one.before,
                "after": one.after,
            }
            for one in moved.examples
        ],
    }
