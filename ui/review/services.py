"""What the pages about calls work with; the composition root's `Services` fits this shape."""

from __future__ import annotations

from typing import Protocol

from db.session import Database
from pipeline.publishing.publisher import Publisher
from pipeline.review.decisions import Decisions
from pipeline.review.desk import ReviewDesk


class Person(Protocol):
    """Who sits here."""

    @property
    def user(self) -> str:
        """The name decisions are signed with."""
        ...


class CallServices(Protocol):
    """Reading, deciding and publishing calls."""

    @property
    def settings(self) -> Person: ...
    @property
    def database(self) -> Database: ...
    @property
    def desk(self) -> ReviewDesk: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def publisher(self) -> Publisher: ...
