"""Language models: every call made, every answer kept, every batch under way.

Money is counted in millionths of a US dollar.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class ModelCall(Base):
    """One request to a model, useful or not: who was asked, and what it cost."""

    __tablename__ = "model_call"
    __table_args__ = (
        Index("ix_model_call_at", "at"),
        Index("ix_model_call_message_id", "message_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    provider: Mapped[str]
    model: Mapped[str]
    prompt_version: Mapped[str]
    outcome: Mapped[str]
    """`answered`, or the failure kind."""
    input_tokens: Mapped[int] = mapped_column(default=0)
    cached_tokens: Mapped[int] = mapped_column(default=0)
    """Those of the input tokens that the provider had cached, and charges less for."""
    output_tokens: Mapped[int] = mapped_column(default=0)
    cost: Mapped[int] = mapped_column(BigId, default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("model_batch.id"))


class ModelAnswer(Base):
    """A valid answer, kept so that the same question is not paid for twice."""

    __tablename__ = "model_answer"
    __table_args__ = (Index("ix_model_answer_at", "at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 over the normalised text, the prompt's version and the model."""
    at: Mapped[datetime] = mapped_column(default=utc_now)
    provider: Mapped[str]
    model: Mapped[str]
    answer: Mapped[str]
    """The answer's JSON as it came."""


class ModelBatch(Base):
    """Messages handed to a provider's batch service, to be collected later."""

    __tablename__ = "model_batch"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider: Mapped[str]
    model: Mapped[str]
    remote_id: Mapped[str] = mapped_column(default="")
    """The provider's id; empty until it took the batch."""
    state: Mapped[str] = mapped_column(default="new")
    """`new`, `sent`, `collected`, `failed` or `cancelled`."""
    messages: Mapped[list[Any]] = mapped_column(default=list)
    done: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
