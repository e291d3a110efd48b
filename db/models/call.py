"""Casting calls under review, the messages they came from, and how alike they are."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, BigId, utc_now
from db.models.message import Message


class CallStatus(StrEnum):
    """What people decided of a call. `duplicate` follows the decision of its cluster's head."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


PENDING_HEADS = text("status = 'pending' AND cluster_id = id")
PUT_OFF = text("snoozed_until IS NOT NULL")
ASSIGNED = text("assignee IS NOT NULL")


class Call(Base):
    """One casting call. The call whose id is its cluster's id is the one people see.

    `evidence` holds, for each field, `{"state", "spans": [[start, end]], "doubt", "by"}`,
    offsets in code points of the message's text. `revision` grows with each change; an
    edit names the revision it saw, so nobody's edit is lost.
    """

    __tablename__ = "call"
    __table_args__ = (
        Index("uq_call_content_hash", "content_hash", unique=True),
        Index("ix_call_cluster_id", "cluster_id"),
        Index("ix_call_message_id", "message_id"),
        Index("ix_call_status_id", "status", "id"),
        Index(
            "ix_call_pending",
            "position",
            sqlite_where=PENDING_HEADS,
            postgresql_where=PENDING_HEADS,
        ),
        Index(
            "ix_call_snoozed_until",
            "snoozed_until",
            sqlite_where=PUT_OFF,
            postgresql_where=PUT_OFF,
        ),
        Index("ix_call_assignee", "assignee", sqlite_where=ASSIGNED, postgresql_where=ASSIGNED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    cluster_id: Mapped[int | None]
    status: Mapped[str] = mapped_column(default=CallStatus.PENDING)
    title: Mapped[str | None]
    company: Mapped[str | None]
    location: Mapped[str | None]
    compensation: Mapped[str | None]
    requirements: Mapped[str | None]
    description: Mapped[str | None]
    deadline: Mapped[date | None]
    contact_info: Mapped[str | None]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    extras: Mapped[dict[str, Any]] = mapped_column(default=dict)
    span_start: Mapped[int]
    span_end: Mapped[int]
    content_hash: Mapped[str]
    search: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    band: Mapped[str]
    score: Mapped[float]
    doubts: Mapped[int] = mapped_column(default=0)
    """How many fields are doubtful or missing: what a reviewer has to look at."""
    provider: Mapped[str]
    extractor_version: Mapped[str]
    flagged: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(BigId, default=0)
    """Place in the queue: the id at first; skipping moves a call behind all others."""
    revision: Mapped[int] = mapped_column(default=1)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    claimed_by: Mapped[str | None]
    """Who looks at it just now; it means nothing once `claimed_until` is over."""
    claimed_until: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    """Until then the queue leaves it out."""
    assignee: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    message: Mapped[Message] = relationship(lazy="raise")


class Sighting(Base):
    """A message that says what a call says: the first one and every exact repeat."""

    __tablename__ = "sighting"
    __table_args__ = (Index("ix_sighting_message_id", "message_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)


class NearBand(Base):
    """One LSH band of one call's MinHash: calls that share a band may be near duplicates."""

    __tablename__ = "near_band"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    band: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
