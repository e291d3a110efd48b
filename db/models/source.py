"""Where messages come from."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, BigId, utc_now


class SourceKind(StrEnum):
    """What kinds of source there are."""

    WHATSAPP = "WHATSAPP"
    INSTAGRAM = "INSTAGRAM"
    WEB = "WEB"
    DUMP = "DUMP"


class Source(Base):
    """One group, account, site or imported chat. `identifier` is its id at its home."""

    __tablename__ = "source"
    __table_args__ = (Index("uq_source_kind_identifier", "kind", "identifier", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    identifier: Mapped[str]
    name: Mapped[str]
    medium: Mapped[str] = mapped_column(default="")
    """For a dump: what it was exported from (`whatsapp`, `telegram`, ...), for its badge."""
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
