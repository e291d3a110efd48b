"""What claims to be the deadline, and how surely; an hour alone claims the day of posting."""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.extraction.rules.dates import DateMention
from pipeline.extraction.rules.deadline_words import APPLYING, BOUND, CLOCK_ONLY
from pipeline.extraction.rules.lexicon import Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

SAID, IMPLIED, HINTED = 5, 3, 2
"""How strongly a mention claims to be the deadline: by its label, by "before", by an emoji."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A mention that may be the deadline, the words that say so, and how plainly they do."""

    start: int
    mention: DateMention
    strength: int


def clock_claims(reading: Reading, scope: Span) -> list[Claim]:
    """ "Send before 6 pm" names no day; it can only be the day it was posted."""
    if reading.posted is None:
        return []
    claims = []
    for match in CLOCK_ONLY.finditer(reading.text, scope.start, scope.end):
        line = reading.line_at(match.start())
        cue = _clock_cue(reading, max(line.start, scope.start), match.start())
        if cue is not None:
            claims.append(Claim(cue, _today(match, reading.posted), HINTED))
    return claims


def _today(match: re.Match[str], posted: date) -> DateMention:
    return DateMention(*match.span(), posted, doubt="only an hour is given; taken as the same day")


def _clock_cue(reading: Reading, begin: int, position: int) -> int | None:
    text = reading.text
    for hit in reading.of(Tag.LABEL, begin, position):
        if hit.key == "deadline" and position - hit.end < 12:
            return hit.start
    for bound in BOUND.finditer(text, begin, position):
        if position - bound.end() < 3 and APPLYING.search(text, begin, bound.start()):
            return bound.start()
    return None
