"""Finds where a message says what a model quotes: exactly, in another spelling, or nearly.

All places are ranges of the folded text of one `Reading`. A place never begins or ends inside a
word, a number or a contact: part of an address is another address.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz

from pipeline.extraction.rules.contacts import Contact
from pipeline.extraction.rules.reading import Reading
from pipeline.text.normalise import fold
from pipeline.text.span import Span

NEARLY = 85.0
"""How alike, of 100, a quote and the words it stands for must be."""
SHORTEST_NEARLY, LONGEST_NEARLY = 8, 400
"""Shorter quotes are alike by chance; longer ones take too long to compare."""
MOST_NEARLY = 40
MOST_PLACES = 200
PREFIXES = re.compile("[وفبلك]{1,2}")
"""Arabic writes these words and the next one as one."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a quote stands. `difference` says how the quote was worded where it is not the
    same as the message."""

    start: int
    end: int
    difference: str = ""


class Aligner:
    """Places quotes in one message. Looks for near matches only so often, for they are slow."""

    def __init__(self, reading: Reading, contacts: Sequence[Contact]) -> None:
        self._reading = reading
        self._contacts = contacts
        self._known: dict[str, tuple[Place, ...]] = {}
        self._nearly_left = MOST_NEARLY

    def places(self, quote: str) -> tuple[Place, ...]:
        """Everywhere the message says `quote`, in order; those in its very spelling if any."""
        if quote not in self._known:
            self._known[quote] = self._search(quote)
        return self._known[quote]

    def within(self, words: str, scope: Sequence[Place]) -> Place | None:
        """Where one of the places of `scope` says `words`, in any spelling."""
        pattern = _pattern(words)
        if pattern is None:
            return None
        for place in scope:
            for match in pattern.finditer(self._reading.text, place.start, place.end):
                found = self._whole(*match.span())
                if place.start <= found.start and found.end <= place.end:
                    return found
        return None

    def _search(self, quote: str) -> tuple[Place, ...]:
        pattern = _pattern(quote)
        if pattern is None:
            return ()
        text = self._reading.text
        found: list[Span] = []
        for match in pattern.finditer(text):
            found.append(Span(*match.span()))
            if len(found) == MOST_PLACES:
                break
        if not found:
            nearly = self._nearly(quote)
            return (nearly,) if nearly else ()
        whole = [span for span in found if self._is_whole(span)] or found
        verbatim = [span for span in whole if self._spelled(span) == quote.strip()] or whole
        return tuple(dict.fromkeys(self._whole(span.start, span.end) for span in verbatim))

    def _nearly(self, quote: str) -> Place | None:
        folded = " ".join(fold(quote).split())
        if not SHORTEST_NEARLY <= len(folded) <= LONGEST_NEARLY or not self._nearly_left:
            return None
        self._nearly_left -= 1
        text = self._reading.text
        found = fuzz.partial_ratio_alignment(folded, text, score_cutoff=NEARLY)
        if found is None or found.dest_end <= found.dest_start or len(folded) > len(text) * 1.2:
            return None
        place = self._whole(found.dest_start, found.dest_end)
        words = text[place.start : place.end]
        # A digit is never a slip of spelling: another number is another phone, price or day.
        if _numbers(words) != _numbers(folded) or fuzz.ratio(folded, words) < NEARLY:
            return None
        return Place(place.start, place.end, f"the model quoted it as “{quote.strip()[:120]}”")

    def _spelled(self, span: Span) -> str:
        quote = self._reading.quote(span.start, span.end)
        return quote.text if quote else ""

    def _is_whole(self, span: Span) -> bool:
        return self._whole(span.start, span.end) == Place(span.start, span.end)

    def _whole(self, start: int, end: int) -> Place:
        """Widened to whole words and contacts."""
        text = self._reading.text
        begin = start
        while 0 < begin < len(text) and text[begin].isalnum() and text[begin - 1].isalnum():
            begin -= 1
        if not PREFIXES.fullmatch(text, begin, start):
            start = begin
        while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
            end += 1
        first = bisect_right(self._contacts, start, key=lambda contact: contact.end)
        for contact in islice(self._contacts, first, None):
            if contact.start >= end:
                break
            start, end = min(start, contact.start), max(end, contact.end)
        return Place(start, end)


def nearest(places: Sequence[Place], anchors: Sequence[Place], part: Span) -> Place | None:
    """The place that belongs to a call: within its part if it can be, and there the one
    nearest to the call's other evidence."""
    if not places:
        return None
    inside = [p for p in places if part.start <= p.start and p.end <= part.end]
    if not anchors:
        return (inside or list(places))[0]
    middles = sorted((anchor.start + anchor.end) // 2 for anchor in anchors)
    middle = middles[len(middles) // 2]
    return min(inside or places, key=lambda p: (abs((p.start + p.end) // 2 - middle), p.start))


def _pattern(quote: str) -> re.Pattern[str] | None:
    """The quote's words with any white space between them."""
    words = fold(quote).split()
    return re.compile(r"\s+".join(map(re.escape, words))) if words else None


def _numbers(text: str) -> list[str]:
    return re.findall(r"[0-9]+", text)
