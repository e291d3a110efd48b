"""Where a character of a message stands in Qt's document, and back.

Spans count code points of the message as received. Qt counts UTF-16 units, and keeps one
separator for every kind of line end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from pipeline.text.span import Span

_UNSHOWABLE = {0: 0xFFFD, 0xFDD0: 0xFFFD, 0xFDD1: 0xFFFD}
"""Qt ends strings or starts frames at these."""


class Offsets:
    """The way between one message and the document that shows it."""

    def __init__(self, text: str) -> None:
        self._positions = [0, *accumulate(_width(text, at) for at in range(len(text)))]
        self.shown = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSHOWABLE)

    def position(self, offset: int) -> int:
        """The document's position of a code point."""
        return self._positions[max(0, min(offset, len(self._positions) - 1))]

    def range(self, span: Span) -> tuple[int, int]:
        """A span as the document counts."""
        return self.position(span.start), self.position(span.end)

    def span(self, start: int, end: int) -> Span:
        """The span a selection in the document covers; half a character counts as all of it."""
        first = bisect_right(self._positions, start) - 1
        return Span(first, max(first, bisect_left(self._positions, end)))


def _width(text: str, at: int) -> int:
    if text[at] == "\r" and text[at + 1 : at + 2] == "\n":
        return 0
    return 2 if ord(text[at]) > 0xFFFF else 1
