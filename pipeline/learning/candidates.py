"""Proposed terms: looked for in what people decided, tried in the shadow, accepted or rejected.

Nothing here acts by itself: an accepted candidate goes into somebody's draft like any other term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.models import CandidateState, PatternCandidate, utc_now
from db.queries import patterns as rows
from db.session import Database, announce
from pipeline.errors import Invalid
from pipeline.learning.backtest import limit_of
from pipeline.learning.corpus import Corpus
from pipeline.learning.mining import Mined, interesting, mine, surely
from pipeline.prefilter.load import Rules
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.term import Kind, Match, Term
from pipeline.review import audit
from pipeline.text.normalise import fold

KIND = "candidates"
"""What a change of the list is announced as."""
MOST_WRITTEN = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed term with its evidence, and what it did in the shadow."""

    id: int
    term: Term
    state: CandidateState
    found: int
    missed: int
    wrong: int
    confidence: float
    evidence: tuple[int, ...]
    seen: int
    """Messages that came since it is in the shadow, ..."""
    hits: int
    """... those with it, ..."""
    caught: int
    """... those that would have been read, ..."""
    lost: int
    """... and those that would not."""

    @property
    def success(self) -> float:
        """The share of its calls that is caught without it."""
        return self.found / max(1, self.found + self.missed)


class Candidates:
    """Keeps the list. Methods block: call them in a thread."""

    def __init__(self, database: Database, *, read_unsure: bool) -> None:
        self._database = database
        self._read_unsure = read_unsure

    def look(self, corpus: Corpus) -> list[Candidate]:
        """Look for candidates in the past. What somebody decided on stays decided."""
        limit = limit_of(corpus.rules.thresholds, self._read_unsure)
        calls, vain = interesting(corpus, limit)
        with self._database.reading() as session:
            sources = {}
            wanted = [*calls, *vain]
            for start in range(0, len(wanted), 500):
                sources.update(rows.folded_of(session, wanted[start : start + 500]))
            written = [fold(one) for one in rows.written_values(session, MOST_WRITTEN)]
            texts = rows.folded_cases(session)
            found = mine(corpus, limit, sources, calls, vain, written, texts)
        with self._database.writing() as session:
            _keep(session, found)
            announce(session, KIND)
        return self.alive()

    def alive(self) -> list[Candidate]:
        """All that wait for a decision or run in the shadow: what catches most first."""
        alive = (CandidateState.OPEN, CandidateState.SHADOW)
        with self._database.reading() as session:
            return [_told(one) for one in rows.candidates(session) if one.state in alive]

    def decide(self, candidate_id: int, state: CandidateState, by: str) -> None:
        """Accept, reject, run in the shadow, or open again. Raises `Invalid` when it is gone."""
        with self._database.writing() as session:
            found = session.get(PatternCandidate, candidate_id)
            if found is None:
                raise Invalid("This candidate is not in the list any more.")
            if state is CandidateState.SHADOW and found.state != state:
                found.shadow_from = found.shadow_to = rows.newest_message(session)
                found.shadow_seen = found.shadow_hits = 0
                found.shadow_caught = found.shadow_lost = 0
            found.state, found.decided_by, found.decided_at = state, by, utc_now()
            audit.record(session, by, "candidate", f"candidate:{found.id}",
                         {"text": found.text, "state": state.value})  # fmt: skip
            announce(session, KIND, found.id)

    def watch(self, rules: Rules, prefilter: Prefilter) -> None:
        """Count what those in the shadow would have done with what came since."""
        with self._database.reading() as session:
            watched = [
                one for one in rows.candidates(session) if one.state == CandidateState.SHADOW
            ]
        limit = limit_of(rules.thresholds, self._read_unsure)
        for one in watched:
            changed = Rules((*rules.terms, _term(one)), rules.patterns, rules.thresholds)
            self._watch_one(one, prefilter, changed.prefilter(), limit)

    def _watch_one(
        self, one: PatternCandidate, now: Prefilter, then: Prefilter, limit: float
    ) -> None:
        seen = hits = caught = lost = 0
        reached = one.shadow_to
        with self._database.reading() as session:
            for portion in rows.texts_since(session, one.shadow_to):
                for message_id, text in portion:
                    seen, reached = seen + 1, message_id
                    if one.folded not in fold(text):
                        continue
                    hits += 1
                    before, after = now.decide(text).score, then.decide(text).score
                    caught += before < limit <= after
                    lost += after < limit <= before
        if not seen:
            return
        with self._database.writing() as session:
            # Another desk may have counted the same messages meanwhile.
            rows.note_shadow(session, one.id, one.shadow_to, reached, (seen, hits, caught, lost))


def _keep(session: Session, found: Sequence[Mined]) -> None:
    rows.forget_candidates(session)
    known = rows.candidates_by_text(session, [one.text for one in found])
    for one in found:
        held = known.get(one.text)
        if held is None:
            held = PatternCandidate(folded=one.text, text=one.text, state=CandidateState.OPEN)
            session.add(held)
        held.language, held.topic, held.weight = one.language, one.topic, one.weight
        held.found, held.missed, held.wrong = one.found, one.missed, one.wrong
        held.evidence, held.found_at = list(one.evidence), utc_now()


def _told(held: PatternCandidate) -> Candidate:
    calls = held.found + held.missed
    good = calls if held.weight > 0 else held.wrong
    return Candidate(
        held.id,
        _term(held),
        CandidateState(held.state),
        held.found,
        held.missed,
        held.wrong,
        surely(good, calls + held.wrong),
        tuple(held.evidence),
        held.shadow_seen,
        held.shadow_hits,
        held.shadow_caught,
        held.shadow_lost,
    )


def _term(held: PatternCandidate) -> Term:
    positive = Kind.PHRASE if " " in held.text else Kind.KEYWORD
    return Term(
        id=f"{held.topic}:{held.text}",
        text=held.text,
        topic=held.topic,
        weight=held.weight,
        kind=Kind.NEGATIVE if held.weight < 0 else positive,
        match=Match.WORD,
        language=held.language,
        author="TakeOne",
        reason="Found in past decisions",
    )
