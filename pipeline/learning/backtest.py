"""What another set of terms would have done with every past decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from db.queries import patterns as rows
from db.session import Database
from pipeline.learning.change import change_between
from pipeline.learning.corpus import Corpus
from pipeline.learning.hits import forms_in, unpack
from pipeline.learning.labels import Origin, Verdict
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.matcher import Matcher, words_first
from pipeline.prefilter.scoring import Scoring
from pipeline.prefilter.searching import Hit
from pipeline.prefilter.term import Kind, Term, Thresholds
from pipeline.text.normalise import fold

EXAMPLES = 30
"""Shown of each verdict, in each direction."""
FEW = 8
"""Forms that are looked for one by one in what was found; more are faster as a set."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a set of terms does on what is known."""

    calls_read: int
    calls_missed: int
    others_read: int
    reads: float
    """Messages that go to a model: those known, and those the sample stands for."""

    @property
    def precision(self) -> float | None:
        """The share of calls among what is read; None when nothing is known."""
        read = self.calls_read + self.others_read
        return self.calls_read / read if read else None

    @property
    def recall(self) -> float | None:
        """The share of the calls that is read; None when no call is known."""
        calls = self.calls_read + self.calls_missed
        return self.calls_read / calls if calls else None

    def as_json(self) -> dict[str, Any]:
        """As versions keep it and scripts read it."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "calls_read": self.calls_read,
            "calls_missed": self.calls_missed,
            "others_read": self.others_read,
            "reads": round(self.reads),
        }


@dataclass(frozen=True, slots=True)
class Example:
    """One message that would go another way."""

    message_id: int
    before: float
    after: float
    verdict: Verdict
    origin: Origin


@dataclass(frozen=True, slots=True)
class Moved:
    """The messages that would newly be read, or no longer."""

    calls: int
    others: int
    unknown: int
    estimated: float
    """All of them, with those that the unknown ones stand for."""
    examples: tuple[Example, ...]

    @property
    def total(self) -> int:
        """How many of the cases."""
        return self.calls + self.others + self.unknown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change would have done."""

    cases: int
    looked_at: int
    """Those whose score could change at all."""
    before: Quality
    after: Quality
    caught: Moved
    lost: Moved

    @property
    def reads(self) -> float:
        """How many more questions it would have cost; below zero, how many fewer."""
        return self.after.reads - self.before.reads


def backtest(database: Database, corpus: Corpus, after: Rules, *, read_unsure: bool) -> Outcome:
    """Judge every case by other rules. Blocks; only texts that may be judged otherwise are."""
    old, new = (
        limit_of(corpus.rules.thresholds, read_unsure),
        limit_of(after.thresholds, read_unsure),
    )
    scores = _rescore(database, corpus, after, old, new)
    caught, lost = _Moving(corpus), _Moving(corpus)
    before = _quality(corpus, old)
    moved: Iterable[int] = scores if old == new else range(len(corpus))
    for at in moved:
        was = corpus.scores[at]
        score = scores.get(at, was)
        if was < old and score >= new:
            caught.add(at, was, score)
        elif was >= old and score < new:
            lost.add(at, was, score)
    return Outcome(
        cases=len(corpus),
        looked_at=len(scores),
        before=before,
        after=Quality(
            before.calls_read + caught.calls - lost.calls,
            before.calls_missed - caught.calls + lost.calls,
            before.others_read + caught.others - lost.others,
            before.reads + caught.estimated - lost.estimated,
        ),
        caught=caught.moved(),
        lost=lost.moved(),
    )


def _rescore(
    database: Database, corpus: Corpus, after: Rules, old: float, new: float
) -> dict[int, float]:
    """The scores other rules give to the cases they may send another way, by place."""
    change = change_between(corpus.rules, after)
    known = corpus.forms
    terms = words_first([term for term in after.terms if term.on])
    touched = {known[form] for form in change.touched | change.added if form in known}
    fresh = [at for at, term in enumerate(terms) if form_of(term) not in known]
    found = _search(database, corpus, terms, fresh) if fresh else {}
    places = _with_any(corpus, touched) if touched else set()
    places.update(found)
    for topics in change.together:
        places.update(_with_all(corpus, topics))
    if change.most < inf:
        low, high = min(old, new) - change.most, max(old, new) + change.most
        places = {at for at in places if low <= corpus.scores[at] <= high}
    indexes = corpus.indexes(terms)
    score, hits = Scoring(terms, after.patterns).score, corpus.hits
    if not found:
        return {at: score(unpack(hits[at], indexes)) for at in places}
    # What people add are words, which come before the regexes.
    return {at: score([*found.get(at, ()), *unpack(hits[at], indexes)]) for at in places}


def limit_of(thresholds: Thresholds, read_unsure: bool) -> float:
    """The score from which messages are read."""
    return thresholds.skips if read_unsure else thresholds.passes


def _search(
    database: Database, corpus: Corpus, terms: Sequence[Term], fresh: Sequence[int]
) -> dict[int, list[Hit]]:
    """Where those of the terms stand that were never looked for."""
    matcher = Matcher([terms[at] for at in fresh])
    words = [fold(terms[at].text).strip() for at in fresh if terms[at].kind is not Kind.REGEX]
    asked = words if len(words) == len(fresh) <= FEW else ()
    place = {message_id: at for at, message_id in enumerate(corpus.ids)}
    found: dict[int, list[Hit]] = {}
    with database.reading() as session:
        for portion in rows.folded_cases(session, asked):
            for message_id, folded in portion:
                hits = matcher.find_all(folded)
                if hits and (at := place.get(message_id)) is not None:
                    found[at] = [(fresh[index], start, end) for index, start, end in hits]
    return found


def _with_any(corpus: Corpus, forms: Collection[int]) -> set[int]:
    """The cases in which one of the forms was found."""
    if len(forms) > FEW:
        return {
            at for at, kept in enumerate(corpus.hits) if not forms_in_set(kept).isdisjoint(forms)
        }
    # The bytes may stand across two numbers too: then a case is scored in vain.
    return {at for form in forms for at in _with_bytes(corpus, form)}


def places_with(corpus: Corpus, form: int) -> list[int]:
    """The cases in which a form was found."""
    return [at for at in _with_bytes(corpus, form) if form in forms_in(corpus.hits[at])]


def _with_bytes(corpus: Corpus, form: int) -> list[int]:
    needle = form.to_bytes(4, "little")
    return [at for at, kept in enumerate(corpus.hits) if needle in kept]


def _with_all(corpus: Corpus, topics: Collection[str]) -> list[int]:
    """The cases in which every one of the topics was found."""
    of_topic: dict[str, set[int]] = {topic: set() for topic in topics}
    for term in corpus.rules.terms:
        if term.topic in of_topic and (form := corpus.forms.get(form_of(term))) is not None:
            of_topic[term.topic].add(form)
    each = list(of_topic.values())
    return [
        at
        for at, kept in enumerate(corpus.hits)
        if kept and not any(forms_in_set(kept).isdisjoint(forms) for forms in each)
    ]


def forms_in_set(kept: bytes) -> set[int]:
    """The forms that were found, each once."""
    return set(forms_in(kept))


def _quality(corpus: Corpus, limit: float) -> Quality:
    read = [0, 0, 0]
    missed = [0, 0, 0]
    for verdict, score in zip(corpus.verdicts, corpus.scores, strict=True):
        (read if score >= limit else missed)[verdict] += 1
    return Quality(
        calls_read=read[Verdict.CALL],
        calls_missed=missed[Verdict.CALL],
        others_read=read[Verdict.NONE],
        reads=read[Verdict.CALL] + read[Verdict.NONE] + read[Verdict.UNKNOWN] * corpus.scale,
    )


class _Moving:
    """Counts messages that go another way."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._counts = [0, 0, 0]
        self._examples: list[Example] = []

    @property
    def calls(self) -> int:
        return self._counts[Verdict.CALL]

    @property
    def others(self) -> int:
        return self._counts[Verdict.NONE]

    @property
    def estimated(self) -> float:
        unknown = self._counts[Verdict.UNKNOWN] * self._corpus.scale
        return self._counts[Verdict.CALL] + self._counts[Verdict.NONE] + unknown

    def add(self, at: int, before: float, after: float) -> None:
        verdict = self._corpus.verdicts[at]
        self._counts[verdict] += 1
        if self._counts[verdict] <= EXAMPLES:
            self._examples.append(
                Example(
                    self._corpus.ids[at],
                    before,
                    after,
                    Verdict(verdict),
                    Origin(self._corpus.origins[at]),
                )
            )

    def moved(self) -> Moved:
        return Moved(
            self.calls,
            self.others,
            self._counts[Verdict.UNKNOWN],
            self.estimated,
            tuple(sorted(self._examples, key=_calls_first)),
        )


def _calls_first(example: Example) -> tuple[int, int]:
    order: Sequence[Verdict] = (Verdict.CALL, Verdict.UNKNOWN, Verdict.NONE)
    return order.index(example.verdict), -example.origin
