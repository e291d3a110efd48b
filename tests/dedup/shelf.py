"""Stores calls as extraction does, without extracting anything."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from db.models import Call, Message, Source
from db.models.base import utc_now
from pipeline.dedup.place import Candidate, Placement, PlacementKind, find_cluster, index_bands


class Shelf:
    """A source, and the calls placed from its messages."""

    def __init__(self, session: Session, name: str = "casting") -> None:
        self.session = session
        source = Source(name=name, identifier=name, kind="DUMP")
        session.add(source)
        session.flush()
        self.source_id = source.id
        self._next = 0

    def place(
        self, candidate: Candidate, apart_from: Collection[int] = ()
    ) -> tuple[Placement, int]:
        """Place a call and store it; returns the cluster it went to."""
        placement = find_cluster(self.session, candidate, apart_from)
        if placement.kind is PlacementKind.EXACT:
            assert placement.cluster_id is not None
            return placement, placement.cluster_id
        call = self._call(candidate, placement.content_hash)
        call.cluster_id = placement.cluster_id or call.id
        index_bands(self.session, call.id, placement.bands)
        return placement, call.cluster_id

    def _call(self, candidate: Candidate, content_hash: str) -> Call:
        self._next += 1
        message = Message(
            source_id=self.source_id,
            external_id=str(self._next),
            kind="text",
            text=candidate.text,
            sent_at=datetime.combine(candidate.posted, time()) if candidate.posted else None,
            search="",
            band="yes",
            score=1.0,
            stage="extracted",
            created_at=utc_now(),
        )
        self.session.add(message)
        self.session.flush()
        call = Call(
            message_id=message.id,
            title=candidate.title,
            company=candidate.company,
            location=candidate.location,
            requirements=candidate.requirements,
            deadline=candidate.deadline,
            contact_info=candidate.contact_info,
            span_start=0,
            span_end=len(candidate.text),
            content_hash=content_hash,
            band="yes",
            score=1.0,
            provider="rules",
            extractor_version="1",
        )
        self.session.add(call)
        self.session.flush()
        return call

    def count(self) -> int:
        """How many calls are stored."""
        return self.session.scalar(sa.select(sa.func.count(Call.id))) or 0

    def ids(self) -> list[int]:
        """Every call stored, oldest first."""
        return list(self.session.scalars(sa.select(Call.id).order_by(Call.id)))
