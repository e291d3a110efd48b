"""What the workspace knows of itself."""

from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Meta(Base):
    """Small facts by name: the workspace's id, the key of its sender hashes."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
