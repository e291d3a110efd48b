"""The terms of the prefilter as a workspace changed them, and what is known of each.

The terms that come with the program are version 0. A version holds every change to them, not
only its own, so that any one can be made anew by itself.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class PatternVersion(Base):
    """One applied set of terms; the newest one judges."""

    __tablename__ = "pattern_version"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    author: Mapped[str]
    reason: Mapped[str]
    digest: Mapped[str]
    """The version of the prefilter it made, as imports and decisions name it."""
    edits: Mapped[dict[str, Any]]
    """Every change to the terms that come with the program."""
    restored: Mapped[int | None] = mapped_column(BigId)
    """The version this one brought back."""
    measured: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the backtest promised when it was applied."""


class PatternForm(Base):
    """What is looked for in texts: spelling and match mode, whatever it weighs. Never deleted,
    so that what was found in a text once stays true."""

    __tablename__ = "pattern_form"
    __table_args__ = (Index("uq_pattern_form_key", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str]


class PatternCase(Base):
    """What was found in the text of a message whose outcome is known: kept, so that another set
    of terms need not read all texts anew."""

    __tablename__ = "pattern_case"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    folded: Mapped[str]
    hits: Mapped[bytes] = mapped_column(LargeBinary)
    """Three 32-bit numbers for each hit: form, start, end; also those inside longer ones."""
    forms: Mapped[int] = mapped_column(BigId)
    """The highest form that was looked for."""
    score: Mapped[float]
    digest: Mapped[str]
    """The version of the prefilter that gave the score."""
    made_at: Mapped[datetime] = mapped_column(default=utc_now)


class LabelOrigin(StrEnum):
    """How a person came to say whether a message is a call."""

    REPORT = "report"
    """It should have been caught."""
    SAMPLE = "sample"
    """It was one of the skipped messages shown at random."""


class MessageLabel(Base):
    """What a person says of a message that no call was made of."""

    __tablename__ = "message_label"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    is_call: Mapped[bool]
    origin: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)
    note: Mapped[str] = mapped_column(default="")


class CandidateState(StrEnum):
    """What an admin decided of a proposed term."""

    OPEN = "open"
    SHADOW = "shadow"
    """It is counted what it would do, and nothing is done."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class PatternCandidate(Base):
    """A term that decisions, edits and reports speak for."""

    __tablename__ = "pattern_candidate"
    __table_args__ = (Index("uq_pattern_candidate_folded", "folded", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    folded: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    topic: Mapped[str]
    weight: Mapped[float]
    found: Mapped[int]
    """Messages with it that are calls."""
    wrong: Mapped[int]
    """Messages with it that are none."""
    missed: Mapped[int]
    """Calls with it that the prefilter does not catch."""
    evidence: Mapped[list[Any]]
    """Messages to look at: ids."""
    state: Mapped[str] = mapped_column(default=CandidateState.OPEN)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    shadow_from: Mapped[int] = mapped_column(BigId, default=0)
    """The newest message when its shadow began, ..."""
    shadow_to: Mapped[int] = mapped_column(BigId, default=0)
    """... and the newest it has seen."""
    shadow_seen: Mapped[int] = mapped_column(default=0)
    shadow_hits: Mapped[int] = mapped_column(default=0)
    shadow_caught: Mapped[int] = mapped_column(default=0)
    """Messages that would go to the model with it, and did not."""
    shadow_lost: Mapped[int] = mapped_column(default=0)
    found_at: Mapped[datetime] = mapped_column(default=utc_now)
