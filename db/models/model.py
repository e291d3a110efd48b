"""Language models: every call made, every answer kept, every batch under way.

Money is counted in millionths of a US dollar.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
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


class BatchState(StrEnum):
    """How far a batch has come. `GATHERING` takes more messages; of one being sent the provider
    may know or not."""

    GATHERING = "gathering"
    SENDING = "sending"
    SENT = "sent"
    CANCELLING = "cancelling"
    COLLECTED = "collected"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (
    BatchState.GATHERING,
    BatchState.SENDING,
    BatchState.SENT,
    BatchState.CANCELLING,
)


class LineState(StrEnum):
    """What became of a message's place in a batch; only `WAITING` may still change."""

    WAITING = "waiting"
    ANSWERED = "answered"
    USELESS = "useless"
    """Paid, but nothing can be made of the answer."""
    ERRORED = "errored"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class ModelBatch(Base):
    """Messages handed to a provider's batch service, to be collected later."""

    __tablename__ = "model_batch"
    __table_args__ = (
        Index(
            "uq_model_batch_gathering",
            "provider",
            "base_url",
            "model",
            "prompt_version",
            unique=True,
            sqlite_where=text("state = 'gathering'"),
            postgresql_where=text("state = 'gathering'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider: Mapped[str]
    base_url: Mapped[str] = mapped_column(default="")
    model: Mapped[str]
    prompt_version: Mapped[str]
    mark: Mapped[str]
    """Our own name for it, by which it is found at the provider."""
    remote_id: Mapped[str] = mapped_column(default="")
    """The provider's id; empty until it is known that it took the batch."""
    state: Mapped[str] = mapped_column(default=BatchState.GATHERING)
    requests: Mapped[int] = mapped_column(default=0)
    """Questions sent; texts that say the same are one."""
    done: Mapped[int] = mapped_column(default=0)
    """Those of them that the provider has dealt with."""
    failed: Mapped[int] = mapped_column(default=0)
    estimate: Mapped[int] = mapped_column(BigId, default=0)
    """What its answers may cost: set aside until they are collected."""
    cost: Mapped[int] = mapped_column(BigId, default=0)
    error: Mapped[str] = mapped_column(default="")
    """What is wrong with it now, or why it ended."""
    looks: Mapped[int] = mapped_column(default=0)
    """How often it was looked after; names the next job that does."""
    misses: Mapped[int] = mapped_column(default=0)
    """How often its results came without some of its lines."""
    claimed_by: Mapped[str] = mapped_column(default="")
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    """When the last message was put in."""
    submitted_at: Mapped[datetime | None]
    """When it was first tried to send it."""
    finished_at: Mapped[datetime | None]


class ModelBatchLine(Base):
    """A message's place in a batch. A message gets one once: what comes back goes the ordinary
    way."""

    __tablename__ = "model_batch_line"
    __table_args__ = (
        Index("uq_model_batch_line_message_id", "message_id", unique=True),
        Index("ix_model_batch_line_batch_id_state", "batch_id", "state"),
        Index("ix_model_batch_line_key", "key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("model_batch.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    key: Mapped[str]
    """The key its answer is kept under, and its custom id at the provider."""
    state: Mapped[str] = mapped_column(default=LineState.WAITING)
    error: Mapped[str] = mapped_column(default="")
