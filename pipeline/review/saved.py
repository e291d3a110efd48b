"""Filters that people gave a name, each their own."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.models import SavedFilter
from db.queries import review_saved as rows
from db.session import Database

Choices = Mapping[str, str]
"""What is chosen in each part of the filter bar."""


class SavedFilters:
    """One person's named filters."""

    def __init__(self, database: Database, by: str) -> None:
        self._database = database
        self._by = by

    async def read(self) -> Mapping[str, Choices]:
        """All of them, by name."""
        return await self._database.read(
            lambda session: {one.name: one.filters for one in rows.of(session, self._by)}
        )

    async def keep(self, name: str, choices: Choices) -> None:
        """Keep a filter; one of the same name is replaced."""
        await self._database.write(lambda session: _keep(session, self._by, name, choices))


def _keep(session: Session, by: str, name: str, choices: Choices) -> None:
    known = rows.named(session, by, name)
    if known is None:
        session.add(SavedFilter(by=by, name=name, filters=dict(choices)))
    else:
        known.filters = dict(choices)
