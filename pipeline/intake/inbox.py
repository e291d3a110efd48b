"""Stores messages: one transaction holds the messages, the place reached, and the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.session import Database
from pipeline.dumps.message import DumpMessage
from pipeline.intake.identity import SenderKeys
from pipeline.jobs.job import Enqueue
from pipeline.prefilter.decision import Band
from pipeline.prefilter.prefilter import Prefilter

Named = Sequence[tuple[str, DumpMessage]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a batch belongs: its source, the import that brings it."""

    source_id: int
    run_id: int


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
        self._extracted = frozenset(bands)


"""
"""
