"""The past decisions as a backtest needs them: what was found in each text, and what came of it.

Texts are read once in their life. What was found is kept in the workspace, also what the terms
of today do not count, so that another set of terms reads only the texts it may judge otherwise.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from db.models import utc_now
from db.queries import patterns as rows
from db.session import Database
from pipeline.learning.hits import pack, unpack
from pipeline.learning.labels import Labels, read_labels
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.matcher import Matcher
from pipeline.prefilter.prefilter import Prefilter
from pipeline.prefilter.searching import Hit
from pipeline.prefilter.term import Term
from pipeline.text.normalise import fold

CHUNK = 1_000

Progress = Callable[[int, int], object]
"""Told how many texts were read, and how many there are to read."""


@dataclass(slots=True)
class Corpus:
    """Cases side by side, one place for each; `scores` are those of `rules`."""

    rules: Rules
    prefilter: Prefilter
    forms: Mapping[str, int]
    """The forms that were looked for in every text, by their numbers."""
    ids: array[int]
    """Messages, the oldest first."""
    verdicts: bytearray
    origins: bytearray
    hits: list[bytes]
    scores: array[float]
    scale: float
    """How many skipped messages each unlabelled one stands for."""

    def __len__(self) -> int:
        return len(self.ids)

    def indexes(self, terms: Sequence[Term]) -> dict[int, int]:
        """Which of these terms has each form that was looked for."""
        named = ((self.forms.get(form_of(term)), index) for index, term in enumerate(terms))
        return {form: index for form, index in named if form is not None}


class Corpora:
    """Opens the past decisions of a workspace, reading what was not read yet. Methods block."""

    def __init__(self, database: Database, sample: int | None = None) -> None:
        self._database = database
        self._sample = sample

    def open(
        self,
        rules: Rules,
        prefilter: Prefilter,
        progress: Progress = lambda _done, _all: None,
        cancel: Event | None = None,
    ) -> Corpus:
        """All cases, scored by these rules. When cancelled, those that were read so far."""
        terms = prefilter.matcher.terms
        keys = [form_of(term) for term in terms]
        with self._database.reading() as session:
            forms = rows.forms(session)
        if not forms.keys() >= set(keys):
            with self._database.writing() as session:
                rows.add_forms(session, keys)
                forms = rows.forms(session)
        with self._database.reading() as session:
            changed = rows.changed_cases(session)
        self._forget(changed)
        with self._database.reading() as session:
            labels = read_labels(session, self._sample) if self._sample else read_labels(session)
            found = _Found(labels, {}, [])
            for portion in rows.cases(session):
                found.take(portion)
        if len(found.others) > len(found.held):  # other messages stand for the skipped ones now
            self._forget(found.others)
        reader = _Reader(self._database, prefilter, [forms[key] for key in keys], forms)
        highest = max(forms.values(), default=0)
        stop = cancel or Event()
        reader.read(found, highest, progress, stop)
        reader.look_again(found, highest)
        corpus = found.corpus(rules, prefilter, forms, labels)
        reader.score(found, corpus)
        return corpus

    def _forget(self, ids: Sequence[int]) -> None:
        for start in range(0, len(ids), CHUNK):
            with self._database.writing() as session:
                rows.forget_cases(session, ids[start : start + CHUNK])


Held = tuple[bytes, int, float, str]
"""Hits, highest form, score, and the version that gave it."""


@dataclass(slots=True)
class _Found:
    """What is kept of the cases that count."""

    labels: Labels
    held: dict[int, Held]
    others: list[int]
    """Messages that were searched once and do not count any more."""

    def take(self, portion: Iterable[tuple[int, bytes, int, float, str]]) -> None:
        known, held = self.labels.known, self.held
        for message_id, hits, forms, score, digest in portion:
            if message_id in known:
                held[message_id] = (hits, forms, score, digest)
            else:
                self.others.append(message_id)

    def corpus(
        self, rules: Rules, prefilter: Prefilter, forms: Mapping[str, int], labels: Labels
    ) -> Corpus:
        known, held = labels.known, self.held
        ids = array("q", sorted(held))
        return Corpus(
            rules,
            prefilter,
            forms,
            ids,
            bytearray(known[message_id][0] for message_id in ids),
            bytearray(known[message_id][1] for message_id in ids),
            [held[one][0] for one in ids],
            array("d", (held[one][2] for one in ids)),
            labels.scale,
        )


class _Reader:
    """Reads texts and keeps what it found."""

    def __init__(
        self,
        database: Database,
        prefilter: Prefilter,
        numbers: Sequence[int],
        forms: Mapping[str, int],
    ) -> None:
        self._database = database
        self._prefilter = prefilter
        self._numbers = numbers
        self._forms = forms

    def read(self, found: _Found, highest: int, progress: Progress, cancel: Event) -> None:
        """Read the texts that were never read."""
        missing = [one for one in found.labels.known if one not in found.held]
        for start in range(0, len(missing), CHUNK):
            if cancel.is_set():
                return
            with self._database.reading() as session:
                texts = rows.texts(session, missing[start : start + CHUNK])
            kept = [self._row(message_id, text, highest) for message_id, text in texts.items()]
            with self._database.writing() as session:
                rows.keep_cases(session, kept)
            found.take(
                (row["message_id"], row["hits"], highest, row["score"], row["digest"])
                for row in kept
            )
            progress(start + len(kept), len(missing))

    def look_again(self, found: _Found, highest: int) -> None:
        """Look for new forms in the texts that were read before those were thought of."""
        late: dict[int, list[int]] = {}
        for message_id, (_, forms, _, _) in found.held.items():
            if forms < highest:
                late.setdefault(forms, []).append(message_id)
        terms = self._prefilter.matcher.terms
        for upto, ids in late.items():
            new = [term for term, form in zip(terms, self._numbers, strict=True) if form > upto]
            matcher = Matcher(new)
            numbers = [self._forms[form_of(term)] for term in matcher.terms]
            for start in range(0, len(ids), CHUNK):
                self._add(found, ids[start : start + CHUNK], matcher, numbers, upto, highest)

    def _add(
        self,
        found: _Found,
        ids: Sequence[int],
        matcher: Matcher,
        numbers: Sequence[int],
        upto: int,
        highest: int,
    ) -> None:
        with self._database.reading() as session:
            folded = rows.folded_of(session, ids)
        more = {one: hits for one, text in folded.items() if (hits := matcher.find_all(text))}
        changed: dict[int, bytes] = {}
        for message_id in ids:
            kept, _, score, digest = found.held[message_id]
            if message_id in more:
                # In front of the old ones, for regexes are the last.
                kept = changed[message_id] = pack(more[message_id], numbers) + kept
                digest = ""
            found.held[message_id] = (kept, highest, score, digest)
        with self._database.writing() as session:
            rows.note_more_hits(session, changed, upto, highest)
            rows.note_looked(session, ids, upto, highest)

    def score(self, found: _Found, corpus: Corpus) -> None:
        """Score those that another set of terms scored last, and keep it."""
        version = self._prefilter.version
        indexes = corpus.indexes(self._prefilter.matcher.terms)
        scores: dict[int, float] = {}
        for at, message_id in enumerate(corpus.ids):
            kept, _, _, digest = found.held[message_id]
            if digest != version:
                score = self._prefilter.score(unpack(kept, indexes))
                corpus.scores[at] = scores[message_id] = score
        ids = list(scores)
        for start in range(0, len(ids), CHUNK):
            part = {one: scores[one] for one in ids[start : start + CHUNK]}
            with self._database.writing() as session:
                rows.note_scores(session, part, version)

    def _row(self, message_id: int, text: str, highest: int) -> dict[str, Any]:
        folded = fold(text)
        hits: list[Hit] = self._prefilter.matcher.find_all(folded)
        return {
            "message_id": message_id,
            "folded": folded,
            "hits": pack(hits, self._numbers),
            "forms": highest,
            "score": self._prefilter.score(hits),
            "digest": self._prefilter.version,
            "made_at": utc_now(),
        }
