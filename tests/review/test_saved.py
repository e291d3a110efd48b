"""Filters with names."""

from __future__ import annotations

import asyncio

from db.session import Database
from pipeline.review.saved import SavedFilters


async def _kept(database: Database) -> None:
    mine, theirs = SavedFilters(database, "noura"), SavedFilters(database, "sara")
    await mine.keep("Jeddah", {"text": "جدة"})
    await theirs.keep("Jeddah", {"text": "jeddah"})
    await mine.keep("Arabic", {"language": "ar"})
    await mine.keep("Jeddah", {"text": "جدة", "language": "ar"})
    assert list((await mine.read()).items()) == [
        ("Arabic", {"language": "ar"}),
        ("Jeddah", {"text": "جدة", "language": "ar"}),
    ]
    assert await theirs.read() == {"Jeddah": {"text": "jeddah"}}


def test_everybody_keeps_their_own(database: Database) -> None:
    """By name; the same name again replaces."""
    asyncio.run(_kept(database))
