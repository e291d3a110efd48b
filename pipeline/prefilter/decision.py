"""What the prefilter says of a message, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Band(StrEnum):
    """Where a message goes next."""

    PASS = "pass"
    UNSURE = "unsure"
    SKIP = "skip"


class Reason(NamedTuple):  # a tuple, because an import makes a million of them
    """One term or signal that counted, where it stands in the original text, and its weight.

    `term` is the term's id as written in its data file, or the signal's name
    (`phone`, `date`, `money`, ...). Offsets are code points of the text as received.
    """

    term: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The band, the score it was read from, and every reason, in text order."""

    band: Band
    score: float
    reasons: tuple[Reason, ...] = ()
