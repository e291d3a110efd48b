"""What a message wants of a call we hold, and the steps taken for it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class ProposalState(StrEnum):
    """What a person decided of a proposed change."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Proposal(Base):
    """A change that a later message asks of a call: an update, or its closing."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index("uq_proposal_message_id_call_id", "message_id", "call_id", unique=True),
        Index("ix_proposal_state_id", "state", "id"),
        Index("ix_proposal_call_id", "call_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    intent: Mapped[str]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Field name to its new value, with evidence; empty for a closing."""
    likeness: Mapped[float] = mapped_column(default=0.0)
    linked_by: Mapped[str | None]
    """Who said that this is the call meant; None when the program found it."""
    state: Mapped[str] = mapped_column(default=ProposalState.OPEN)
    position: Mapped[int] = mapped_column(BigId, default=0)
    """Place among the open ones: the id at first; skipping moves it behind all others."""
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class ProposalChange(Base):
    """What one step of a person changed on one proposal: the columns before and after."""

    __tablename__ = "proposal_change"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("review_action.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]


class ActionStep(Base):
    """One step of a multi-step action, kept until the whole action is done, so that it can be
    undone after a failure or a crash."""

    __tablename__ = "action_step"
    __table_args__ = (Index("uq_action_step_action_position", "action", "position", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    action: Mapped[str]
    """The action's own id: its name and what it is about."""
    position: Mapped[int]
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default="begun")
    """`begun` or `done`."""
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=utc_now)
