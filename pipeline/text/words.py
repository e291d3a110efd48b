"""Cuts folded text into words."""

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+")


def words(folded: str) -> Iterator[tuple[str, int, int]]:
    """Each run of letters and digits in folded text, with its offsets there."""
    for match in WORD.finditer(folded):
        yield match[0], match.start(), match.end()
