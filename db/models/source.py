"""Where messages come from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class SourceKind(StrEnum):
    """What kinds of source there are."""

    WHATSAPP = "WHATSAPP"
    INSTAGRAM = "INSTAGRAM"
    WEB = "WEB"
    DUMP = "DUMP"


class SourceState(StrEnum):
    """Whether a source is asked for messages."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    """It is not there any more; a person may make it active again."""
    LOCKED = "locked"
    """The service does not accept the key: an admin must act."""
    REMOVED = "removed"
    """Taken off the list. What it brought stays, and so does how far it was read."""


class Source(Base):
    """One group, account, site or imported chat. `identifier` is its id at its home.

    `cursor` says how far it was read, in its adapter's words; it moves in the transaction
    that stores what was read. Money is counted in millionths of a US dollar.
    """

    __tablename__ = "source"
    __table_args__ = (Index("uq_source_kind_identifier", "kind", "identifier", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    identifier: Mapped[str]
    name: Mapped[str]
    medium: Mapped[str] = mapped_column(default="")
    """For a dump: what it was exported from (`whatsapp`, `telegram`, ...), for its badge."""
    adapter: Mapped[str] = mapped_column(default="", server_default="")
    """Which adapter fetches it (`whapi`, `apify`, ...); empty for a dump."""
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    state: Mapped[str] = mapped_column(default=SourceState.ACTIVE, server_default="active")
    every_minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    """The schedule an admin set; 0: never by itself."""
    pace: Mapped[float] = mapped_column(default=1.0, server_default="1")
    """Stretches or shortens the schedule by how busy the source was."""
    priority: Mapped[int] = mapped_column(default=10, server_default="10")
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    last_run_at: Mapped[datetime | None]
    next_run_at: Mapped[datetime | None]
    leased_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    """Until when one process alone fetches it; free again when that process dies."""
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    """Failed runs in a row."""
    last_error: Mapped[str] = mapped_column(default="", server_default="")
    cost: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SourceRun(Base):
    """One asking of a live source: when, what came, what it cost, and how it ended."""

    __tablename__ = "source_run"
    __table_args__ = (Index("ix_source_run_source_id_id", "source_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="running")
    """`running`, `ok`, or the failure kind."""
    fetched: Mapped[int] = mapped_column(default=0)
    stored: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    edited: Mapped[int] = mapped_column(default=0)
    deleted: Mapped[int] = mapped_column(default=0)
    cost: Mapped[int] = mapped_column(BigId, default=0)
    error: Mapped[str] = mapped_column(default="")
