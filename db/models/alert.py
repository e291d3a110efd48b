"""What needs a person, from the moment it was noticed until it is well again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class AlertState(StrEnum):
    """How far people have come with an alert."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    """Somebody looks after it; it is quiet while it lasts."""
    SNOOZED = "snoozed"
    """Quiet until `until`, then open again."""
    FIXED = "fixed"
    """Its cause is gone. It opens again when the cause comes back."""


class Alert(Base):
    """One thing that is wrong with one subject. `detail` holds the numbers its sentence names."""

    __tablename__ = "alert"
    __table_args__ = (Index("uq_alert_kind_subject", "kind", "subject", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    level: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default=AlertState.OPEN)
    raised_at: Mapped[datetime] = mapped_column(default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now)
    """When it was last found to be so."""
    until: Mapped[datetime | None]
    by: Mapped[str | None]
    """Who acknowledged or snoozed it."""
    fixed_at: Mapped[datetime | None]
