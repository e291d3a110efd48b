"""Messages, exactly as received, with what the prefilter said of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base, BigId, utc_now
from db.models.source import Source


class Stage(StrEnum):
    """How far a message has come."""

    SKIPPED = "skipped"
    WAITING = "waiting"
    EXTRACTED = "extracted"
    DEAD = "dead"


class Message(Base):
    """One message of one source. (source_id, external_id) is its identity.

    `sent_at` is the wall clock the source showed. `sender` is kept where a person may need
    it to answer a call, `sender_key` (a keyed hash) otherwise. `search` is the normalised text.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("uq_message_source_id_external_id", "source_id", "external_id", unique=True),
        Index(
            "ix_message_waiting",
            "id",
            sqlite_where=text("stage = 'waiting'"),
            postgresql_where=text("stage = 'waiting'"),
        ),
        Index("ix_message_run_id_band", "run_id", "band"),
        Index(
            "ix_message_extracted",
            "id",
            "intent",
            sqlite_where=text("stage = 'extracted'"),
            postgresql_where=text("stage = 'extracted'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_run.id"))
    external_id: Mapped[str]
    dump_id: Mapped[bool] = mapped_column(default=False)
    """Whether `external_id` stood in the source, rather than being derived from the content."""
    sent_at: Mapped[datetime | None]
    sender: Mapped[str | None]
    sender_key: Mapped[str | None]
    kind: Mapped[str]
    text: Mapped[str]
    search: Mapped[str]
    url: Mapped[str | None]
    band: Mapped[str]
    score: Mapped[float]
    reasons: Mapped[list[Any] | None]
    stage: Mapped[str]
    intent: Mapped[str | None]
    edited_at: Mapped[datetime | None]
    """When its source last changed the text; `first_text` keeps how it read before."""
    first_text: Mapped[str | None]
    deleted_at: Mapped[datetime | None]
    """When its source took it back. We keep what was read."""
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    source: Mapped[Source] = relationship(lazy="raise")


class ImportRun(Base):
    """One reading of one dump: how far it came, and what it brought."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("source.id"))
    file_name: Mapped[str]
    path: Mapped[str]
    part: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(index=True)
    """SHA-256 of the file's size and ends: the same file is recognised wherever it lies."""
    format: Mapped[str] = mapped_column(default="")
    date_order: Mapped[str] = mapped_column(default="")
    prefilter_version: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="running")
    read: Mapped[int] = mapped_column(default=0)
    """Messages read so far: where a resumed import goes on."""
    stored: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
