"""The extractor's doubts in the language of the interface."""

from __future__ import annotations

from ui.i18n import Language, isolate

_KEYS = {
    "“end of the week” does not name a day": "end_of_week",
    "day and month could be the other way round": "day_month",
    "the day had already passed when this was posted": "passed",
    "only an hour is given; taken as the same day": "only_hour",
    "that month has no such day": "no_such_day",
    "“next” so close to the day may mean the week after": "next_week",
}


def doubt_text(language: Language, doubt: str) -> str:
    """A known doubt translated; any other as the extractor wrote it."""
    key = f"review.doubt.{_KEYS.get(doubt, '')}"
    return language.text(key) if language.has(key) else isolate(doubt)
