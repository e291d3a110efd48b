"""What people did, so that it can be undone, learned from and accounted for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class ReviewAction(Base):
    """One step a person took: one key press, whatever number of calls it changed."""

    __tablename__ = "review_action"
    __table_args__ = (Index("ix_review_action_by_id", "by", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    reason: Mapped[str | None]
    note: Mapped[str | None]
    undone_at: Mapped[datetime | None]


class ReviewChange(Base):
    """What one action changed on one call: the columns before and after."""

    __tablename__ = "review_change"
    __table_args__ = (Index("ix_review_change_call_id", "call_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("review_action.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class SavedFilter(Base):
    """A filter of the review list that somebody gave a name."""

    __tablename__ = "saved_filter"
    __table_args__ = (Index("uq_saved_filter_by_name", "by", "name", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    by: Mapped[str]
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]


class AuditEntry(Base):
    """One link of the append-only chain: `hash` covers the content and the link before."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str]
