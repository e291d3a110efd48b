"""A message without what a person can't see, and the way back to the message as it came.

Signs without a shape can carry a second text: tag characters and variation selectors spell
whole sentences, zero-width signs split words, direction marks turn them around. A model reads
them all; a person reads none. What nobody sees is neither sent to a model nor ever quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from pipeline.text.span import Span

UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls; the separators 1c-1f are white space
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff"  # halves of characters
    "\ue000-\uf8ff"  # private use: no font of a phone has them
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"  # tags, selectors, private planes
    "]+"
)


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible text. `cuts` lists, in order, where something was left out: its place in
    `text` and how many characters of the original are left out up to there."""

    text: str
    cuts: tuple[tuple[int, int], ...]

    def to_original(self, start: int, end: int) -> Span:
        """The original range behind `[start, end)`, from its first visible sign to its last."""
        if end <= start:
            place = self._place(start)
            return Span(place, place)
        return Span(self._place(start), self._place(end - 1) + 1)

    def _place(self, position: int) -> int:
        index = bisect_right(self.cuts, position, key=lambda cut: cut[0]) - 1
        return position + (self.cuts[index][1] if index >= 0 else 0)


def visible(source: str) -> Visible:
    """What a person sees of `source`."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    at = length = removed = 0
    for match in UNSEEN.finditer(source):
        start, end = match.span()
        pieces.append(source[at:start])
        length += start - at
        removed += end - start
        cuts.append((length, removed))
        at = end
    pieces.append(source[at:])
    return Visible("".join(pieces), tuple(cuts))
