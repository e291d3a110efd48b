"""Stores messages: one transaction holds the messages, the place reached, and the jobs."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from db.models import Stage, utc_now
from db.queries import messages as rows
from db.session import Database, announce
from pipeline.dumps.message import DumpMessage
from pipeline.intake.identity import SenderKeys
from pipeline.jobs.extract import extract_jobs
from pipeline.jobs.job import Enqueue
from pipeline.prefilter.decision import Band, Decision
from pipeline.prefilter.prefilter import Prefilter
from pipeline.text.normalise import normalise
from pipeline.text.search import search_folded

# A chat says the same again and again; this much is remembered of what was said.
MOST_JUDGED = 4_000
SHORT = 1_000
REFUSED = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Named:
    """A message with its id within its chat."""

    id: str
    message: DumpMessage


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a batch belongs, and how far the import is once it is stored."""

    source_id: int
    run_id: int
    read: int


class _Judged(NamedTuple):
    """What the columns of a message hold that follow from its text alone."""

    text: str
    search: str
    band: str
    score: float
    reasons: str
    stage: str
    named: bool


class Inbox:
    """Decides on new messages and stores them with their decision."""

    def __init__(
        self,
        database: Database,
        prefilter: Prefilter,
        senders: SenderKeys,
        enqueue: Enqueue,
        *,
        extract_unsure: bool,
    ) -> None:
        self._database = database
        self._prefilter = prefilter
        self._senders = senders
        self._enqueue = enqueue
        bands = (Band.PASS, Band.UNSURE) if extract_unsure else (Band.PASS,)
        self._extracted: Collection[Band] = frozenset(bands)
        self._judged: dict[str, _Judged] = {}

    @property
    def version(self) -> str:
        """Of the prefilter that decides."""
        return self._prefilter.version

    def store(self, batch: Sequence[Named], reached: Reached) -> int:
        """Store those of a batch that are new, order their extraction, and note the place
        reached, all or nothing; returns how many were new."""
        now = as_stored(utc_now())
        prepared = [self._row(named, reached, now) for named in batch]
        with self._database.writing() as session:
            before = rows.newest_id(session)
            stored = rows.insert_new(session, prepared)
            rows.note_progress(session, reached.run_id, reached.read, stored)
            if stored:
                for job in extract_jobs(rows.waiting_since(session, reached.run_id, before)):
                    self._enqueue(session, job)
                announce(session, "messages", reached.run_id)
        return stored

    def _row(self, named: Named, reached: Reached, now: str | None) -> rows.Row:
        message = named.message
        judged = self._judged.get(message.text) or self._judge(message.text)
        return (
            reached.source_id,
            reached.run_id,
            storable(named.id),
            message.external_id is not None,
            as_stored(message.sent_at),
            storable(message.sender) if judged.named and message.sender else None,
            self._senders.of(message.sender),
            message.kind.value,
            judged.text,
            judged.search,
            message.url,
            judged.band,
            judged.score,
            judged.reasons,
            judged.stage,
            now,
        )

    def _judge(self, received: str) -> _Judged:
        text = storable(received)
        whole = normalise(text)
        decision = self._prefilter.decide(whole)
        judged = _Judged(
            text,
            search_folded(whole.text),
            decision.band.value,
            decision.score,
            reasons_json(decision),
            Stage.WAITING if decision.band in self._extracted else Stage.SKIPPED,
            # A person may have to answer a call; who chatted is nobody's business.
            decision.band is not Band.SKIP,
        )
        if len(received) <= SHORT:
            if len(self._judged) >= MOST_JUDGED:
                self._judged.clear()
            self._judged[received] = judged
        return judged


def storable(text: str) -> str:
    """The text with what no database takes replaced, character for character."""
    return REFUSED.sub("\ufffd", text)


def as_stored(moment: datetime | None) -> str | None:
    """A time as both engines read it from text."""
    return moment.isoformat(" ", "microseconds") if moment else None


def reasons_json(decision: Decision) -> str:
    """The reasons of a decision as they are kept."""
    # The library would take three times as long, for a list whose form never changes.
    reasons = [
        f"[{_quoted(one.term)}, {one.start}, {one.end}, {one.weight!r}]" for one in decision.reasons
    ]
    return f"[{', '.join(reasons)}]"


@lru_cache(20_000)
def _quoted(term: str) -> str:
    return json.dumps(term, ensure_ascii=False)
