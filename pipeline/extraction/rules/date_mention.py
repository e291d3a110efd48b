"""A day that a text speaks of, and the calendar's words as patterns."""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.extraction.rules.lexicon import gazetteer
from pipeline.text.normalise import fold


@dataclass(frozen=True, slots=True)
class DateMention:
    """A day the text speaks of. A range is one mention: `day` is its last day."""

    start: int
    end: int
    day: date
    first: date | None = None
    doubt: str = ""


def calendar_words(*names: str) -> str:
    """An alternation of the calendar's words, longest first."""
    nouns = gazetteer("calendar")["nouns"]
    folded = {fold(word) for name in names for word in nouns[name]}
    return "(?:" + "|".join(sorted(map(re.escape, folded), key=len, reverse=True)) + ")"
