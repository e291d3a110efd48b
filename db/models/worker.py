"""Who works on jobs in a shared workspace, and when each was last heard of."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, utc_now


class Worker(Base):
    """One process that takes jobs. It writes `seen_at` every few seconds while it lives."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now)
