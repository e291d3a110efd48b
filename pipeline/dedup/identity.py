"""What makes a call itself: its content hash."""

from __future__ import annotations

from pipeline.dedup.reading import Reading
from pipeline.text.hashing import content_hash, text_hash


def identity(title: str | None, location: str | None, requirements: str | None, text: str) -> str:
    """The content hash. A call known by its title alone, or not even that, is its text."""
    says_enough = title and (location or requirements)
    return content_hash(title or "", location, requirements if says_enough else text)


def identity_apart(taken: str, reading: Reading, turn: int) -> str:
    """The hash of a call whose title, place and requirements are those of another one.

    It holds what is written besides, so that its repeats meet it. Calls of one message may
    agree even in that; `turn` counts them.
    """
    facts = (reading.contacts, reading.days, reading.deadlines, reading.pay)
    written = [" ".join(reading.words), *(" ".join(sorted(map(str, one))) for one in facts)]
    return content_hash(taken, str(turn or ""), text_hash("\n".join(written)))
