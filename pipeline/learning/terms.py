"""What each term did in the past: how often it was found, and how often it was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.learning.backtest import forms_in_set
from pipeline.learning.corpus import Corpus
from pipeline.learning.labels import Verdict
from pipeline.prefilter.forms import form_of
from pipeline.prefilter.load import Rules
from pipeline.prefilter.term import Term


@dataclass(frozen=True, slots=True)
class Record:
    """What the past says of one form. Also hits inside longer terms are counted."""

    calls: int = 0
    others: int = 0
    unknown: int = 0
    last: int | None = None
    """The newest message it was found in."""

    @property
    def found(self) -> int:
        """In how many messages."""
        return self.calls + self.others + self.unknown


NEVER = Record()


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term with its record. `own` are terms that did not come with the program, or weigh
    otherwise than they did."""

    term: Term
    record: Record
    last_at: datetime | None
    own: bool

    @property
    def right(self) -> float | None:
        """How often it spoke for what came out; None when nothing is known."""
        known = self.record.calls + self.record.others
        if not known:
            return None
        agreed = self.record.calls if self.term.weight >= 0 else self.record.others
        return agreed / known

    @property
    def against(self) -> int:
        """In how many messages it contradicts what came out."""
        return self.record.others if self.term.weight >= 0 else self.record.calls


def records(corpus: Corpus) -> dict[str, Record]:
    """The record of every form that was found."""
    counts: dict[int, Counter[int]] = {verdict: Counter() for verdict in Verdict}
    last: dict[int, int] = {}
    for verdict, message_id, kept in zip(corpus.verdicts, corpus.ids, corpus.hits, strict=True):
        forms = forms_in_set(kept)
        counts[verdict].update(forms)
        last.update(dict.fromkeys(forms, message_id))
    calls, others, unknown = (
        counts[verdict] for verdict in (Verdict.CALL, Verdict.NONE, Verdict.UNKNOWN)
    )
    return {
        key: Record(calls[form], others[form], unknown[form], last[form])
        for key, form in corpus.forms.items()
        if form in last
    }


def term_rows(
    rules: Rules,
    shipped: Rules,
    known: Mapping[str, Record],
    days: Mapping[int, datetime],
) -> list[TermRow]:
    """Every term with what is known of it; `days` are those of the newest messages."""
    before = {term.id: term for term in shipped.terms}
    rows = []
    for term in rules.terms:
        record = known.get(form_of(term), NEVER)
        last_at = days.get(record.last) if record.last else None
        rows.append(TermRow(term, record, last_at, before.get(term.id) != term))
    return rows
