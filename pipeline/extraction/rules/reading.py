"""A message prepared for reading: folded text, its lines, and the known words in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pipeline.extraction.rules.lexicon import Hit, Tag, lexicon
from pipeline.riyadh import RIYADH
from pipeline.text.normalise import Normalised, normalise
from pipeline.text.span import Evidence, Span

"""All year: the Kingdom has one time and no summer time."""
INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
UNFOLDED_ENDING = re.compile("[\u0621\u064b-\u0652\u0670]")
"""Signs that folding drops and that nevertheless belong to the word they end."""
KEPT_IN_FRONT = frozenset("\"'«“‘([{$£€₹+@#")
KEPT_BEHIND = frozenset("\"'»”’)]}+%!؟?$£€₹﷼")
CLOSERS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
OPENERS = {opener: closer for closer, opener in CLOSERS.items()}


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, seen through folded glasses. All offsets inside the rules are offsets
    into `text`; only `quote` turns them back into offsets of the message as given."""

    source: str
    normalised: Normalised
    text: str
    posted: date | None
    hits: Mapping[Tag, tuple[Hit, ...]]
    lines: tuple[Span, ...]

    def of(self, tag: Tag, start: int = 0, end: int | None = None) -> tuple[Hit, ...]:
        """The words of one kind that lie within a range, in text order."""
        found = self.hits.get(tag, ())
        if start == 0 and end is None:
            return found
        stop = len(self.text) if end is None else end
        first = bisect_left(found, start, key=lambda hit: hit.start)
        last = bisect_left(found, stop, key=lambda hit: hit.start)
        return tuple(hit for hit in found[first:last] if hit.outer >= start and hit.end <= stop)

    def has(self, tag: Tag, start: int, end: int) -> bool:
        found = self.hits.get(tag, ())
        index = bisect_left(found, start, key=lambda hit: hit.start)
        while index < len(found) and found[index].start < end:
            if found[index].outer >= start and found[index].end <= end:
                return True
            index += 1
        return False

    def line_at(self, position: int) -> Span:
        """The line that holds `position`."""
        index = bisect_right(self.lines, position, key=lambda line: line.start) - 1
        if index >= 0 and position <= self.lines[index].end:
            return self.lines[index]
        return Span(position, position)

    def lines_from(self, position: int) -> Iterator[Span]:
        """The lines that begin at or behind `position`."""
        index = bisect_left(self.lines, position, key=lambda line: line.start)
        while index < len(self.lines):
            yield self.lines[index]
            index += 1

    def trim(self, start: int, end: int) -> Span:
        """Without the decoration around it: bullets, emoji, loose punctuation, lone brackets."""
        text = self.text
        while start < end and not text[start].isalnum() and text[start] not in KEPT_IN_FRONT:
            start += 1
        while end > start and not text[end - 1].isalnum() and text[end - 1] not in KEPT_BEHIND:
            end -= 1
        return self._unbracket(start, end)

    def _unbracket(self, start: int, end: int) -> Span:
        text = self.text
        while end > start and (opener := CLOSERS.get(text[end - 1])):
            if text.count(opener, start, end) >= text.count(text[end - 1], start, end):
                break
            end -= 1
        while start < end and (closer := OPENERS.get(text[start])):
            if text.count(closer, start, end) >= text.count(text[start], start, end):
                break
            start += 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def quote(self, start: int, end: int) -> Evidence | None:
        """The words of the message behind a range of the folded text, or None if none are."""
        span = self.normalised.to_original(start, end)
        begin, stop = span.start, span.end
        while begin < stop and self.source[begin].isspace():
            begin += 1
        while stop > begin and self.source[stop - 1].isspace():
            stop -= 1
        while begin < stop < len(self.source) and UNFOLDED_ENDING.match(self.source[stop]):
            stop += 1
        return Evidence.cut(self.source, begin, stop) if stop > begin else None


def clean(words: str) -> str:
    """The words as a person would retype them: no invisible marks, no stretching, one line."""
    return " ".join(INVISIBLE.sub("", words).split())


def read_through(source: str, posted_at: datetime | None) -> Reading:
    """Fold the message once and find everything we know in it."""
    normalised = normalise(source)
    found = sorted(
        (*lexicon().scan(normalised.text), *_stretched(normalised.text)),
        key=lambda hit: (hit.tag, hit.start, -hit.end),
    )
    hits = {tag: _longest(list(group)) for tag, group in groupby(found, key=lambda hit: hit.tag)}
    return Reading(
        source=source,
        normalised=normalised,
        text=normalised.text,
        posted=day_in_riyadh(posted_at) if posted_at else None,
        hits=hits,
        lines=_lines(normalised.text),
    )


def day_in_riyadh(moment: datetime) -> date:
    """The day it was where the message is read; a time without a zone is taken to be theirs."""
    return (moment.astimezone(RIYADH) if moment.tzinfo else moment).date()


STRETCHED_TAGS = frozenset([Tag.WANTED, Tag.HEAD, Tag.CALL, Tag.ROLE, Tag.PRODUCTION])
SHORTEST_STRETCHED = 5
DOUBLED = re.compile(r"([\u0621-\u064a])\1+")


def _stretched(text: str) -> Iterator[Hit]:
    """Known words written with letters drawn out: "مطلووووب", "كاستينننج"."""
    if DOUBLED.search(text) is None:
        return
    kept = [
        index
        for index, letter in enumerate(text)
        if index == 0 or letter != text[index - 1] or not "\u0621" <= letter <= "\u064a"
    ]
    shrunk = "".join(text[index] for index in kept)
    kept.append(len(text))
    for hit in lexicon().scan(shrunk):
        start, end = kept[hit.start], kept[hit.end]
        drawn_out = end - start > hit.end - hit.start
        if drawn_out and hit.tag in STRETCHED_TAGS and hit.end - hit.start >= SHORTEST_STRETCHED:
            yield Hit(hit.tag, hit.key, kept[hit.outer], start, end)


def _longest(hits: list[Hit]) -> tuple[Hit, ...]:
    """Of overlapping words of one kind the longest; two meanings of the same words both stay."""
    kept: list[Hit] = []
    for hit in hits:
        while kept and kept[-1].end <= hit.end and kept[-1].start >= hit.start:
            if (kept[-1].start, kept[-1].end) == (hit.start, hit.end):
                break
            kept.pop()
        same = bool(kept) and (kept[-1].start, kept[-1].end) == (hit.start, hit.end)
        if same or not kept or hit.start >= kept[-1].end or hit.end > kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _lines(text: str) -> tuple[Span, ...]:
    """Lines that hold something, without the white space around them."""
    lines: list[Span] = []
    for match in re.finditer(r"[^\r\n\u2028\u2029\x85\v\f]+", text):
        start, end = match.span()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            lines.append(Span(start, end))
    return tuple(lines)
