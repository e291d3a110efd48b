"""What of ours is, or should be, on the public site."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class PublicationState(StrEnum):
    """Where a publication stands, as people are told."""

    WAITING = "waiting"
    LIVE = "live"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    EDITED_ELSEWHERE = "edited_elsewhere"
    REMOVED_ELSEWHERE = "removed_elsewhere"


class Publication(Base):
    """A call's place on the site.

    `wanted` is what people decided (`live` or `withdrawn`) and `generation` counts those
    decisions; `done` is the last generation the site was seen to hold. Only the newest
    generation is ever carried out, so a late job cannot overwrite a later decision.
    """

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    public_id: Mapped[str]
    content_hash: Mapped[str]
    wanted: Mapped[str]
    generation: Mapped[int] = mapped_column(default=1)
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    error: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    remote_updated_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
