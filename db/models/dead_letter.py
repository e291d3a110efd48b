"""Work that failed for good, with everything a person needs to see why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class LetterState(StrEnum):
    """Whether a dead letter still needs a person."""

    OPEN = "open"
    REPLAYED = "replayed"
    RESOLVED = "resolved"


class DeadLetter(Base):
    """One failed job. `signature` groups failures of one cause: numbers and ids removed."""

    __tablename__ = "dead_letter"
    __table_args__ = (
        # Holds all that groups are counted by: the rows themselves carry long answers.
        Index(
            "ix_dead_letter_state_signature",
            "state",
            "signature",
            "last_at",
            "first_at",
            "failure",
            "id",
        ),
        Index("ix_dead_letter_state_id", "state", "id"),
        Index("uq_dead_letter_job", "job_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job: Mapped[str]
    job_id: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    failure: Mapped[str]
    error: Mapped[str]
    signature: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default=LetterState.OPEN)
    first_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_at: Mapped[datetime] = mapped_column(default=utc_now)
    """When it failed last."""
    answered_at: Mapped[datetime | None]
    """When somebody last replayed, resolved or reopened it."""
    note: Mapped[str] = mapped_column(default="")
    """What the person who resolved it wrote."""
    by: Mapped[str | None]
    """Who did that."""


class Correction(Base):
    """What is read instead of a message's own text, which stays as it was received."""

    __tablename__ = "correction"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    text: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)
