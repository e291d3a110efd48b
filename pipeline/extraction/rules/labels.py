"""Labelled parts of a message: "Location: ...", "💰 ...", "الشروط:" with a list below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extraction.rules.lexicon import Hit, Tag
from pipeline.extraction.rules.reading import Reading
from pipeline.text.span import Span

COLON = re.compile(
    r" ?(?:\([^)\n]{1,25}\))? ?[:=\uff1a\ufe55] ?|[ ]?[-\u2013\u2014>]{1,2}[ ](?=\S)"
)
ENDS_HERE = re.compile(r"[ |•/]*(?=[\r\n]|$)")
SEPARATOR = re.compile(r"[|•·▪●◆]|//| - (?=\w+ ?:)")
BULLETS = frozenset("-*•·▪▫◾◽●○◆✔✅✓–—➖+")
LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, what it announces, and where its words stand. `plain` when a colon says so,
    not merely an emoji; `block` holds the lines of a list below a label, else just the value."""

    field: str
    start: int
    value: Span
    block: Span
    plain: bool


def find_labels(reading: Reading) -> tuple[Labelled, ...]:
    """Every labelled part, in text order."""
    heads = sorted(_heads(reading), key=lambda head: head.start)
    found = []
    for index, head in enumerate(heads):
        following = heads[index + 1].start if index + 1 < len(heads) else len(reading.text)
        found.append(_with_value(reading, head, following))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Head:
    field: str
    start: int
    end: int
    plain: bool


def _heads(reading: Reading) -> Iterator[_Head]:
    worded = list(_worded_heads(reading))
    yield from worded
    starts = {head.start for head in worded}
    for mark in reading.of(Tag.MARK):
        if starts.isdisjoint(range(mark.end, mark.end + 4)):
            yield _Head(mark.key, mark.start, mark.end, plain=False)


def _worded_heads(reading: Reading) -> Iterator[_Head]:
    last_end = -1
    for hit in reading.of(Tag.LABEL):
        if hit.start < last_end:
            continue
        head = _worded_head(reading, hit)
        if head is not None:
            last_end = head.end
            yield head


def _worded_head(reading: Reading, hit: Hit) -> _Head | None:
    """A known label counts with a colon behind it, or alone on its line."""
    text = reading.text
    at_start = _opens_line(reading, hit.start)
    colon = COLON.match(text, hit.end)
    if colon and (":" in colon.group() or "=" in colon.group() or at_start):
        return _Head(hit.key, hit.start, colon.end(), plain=True)
    if at_start and ENDS_HERE.match(text, hit.end):
        return _Head(hit.key, hit.start, hit.end, plain=True)
    return None


def _opens_line(reading: Reading, position: int) -> bool:
    """Whether nothing but decoration stands between the start of the line and `position`."""
    begin = reading.line_at(position).start
    while position > begin and not reading.text[position - 1].isalnum():
        position -= 1
    return position == begin


def _with_value(reading: Reading, head: _Head, following: int) -> Labelled:
    line = reading.line_at(head.start)
    end = min(line.end, following) if head.end <= line.end else head.end
    if separator := SEPARATOR.search(reading.text, head.end, end):
        end = separator.start()
    value = reading.trim(head.end, end) if end > head.end else Span(head.end, head.end)
    if value.start >= value.end:
        value = _next_line(reading, head.end, following)
        return Labelled(
            head.field, head.start, value, _list_below(reading, value, following), head.plain
        )
    block = value
    if head.field == "requirements":
        block = _list_below(reading, value, following, bulleted=True)
    return Labelled(head.field, head.start, value, block, head.plain)


def _next_line(reading: Reading, position: int, following: int) -> Span:
    for line in reading.lines_from(position):
        end = min(line.end, following)
        return reading.trim(line.start, end) if line.start < end else Span(position, position)
    return Span(position, position)


def _list_below(reading: Reading, value: Span, following: int, *, bulleted: bool = False) -> Span:
    """The lines from the value on that belong to one list: up to a blank line or a label."""
    end = value.end
    for count, line in enumerate(reading.lines_from(end + 1)):
        gap = reading.text[end : line.start]
        if bulleted and reading.text[line.start] not in BULLETS:
            break
        if line.start >= following or gap.count("\n") > 1 or count >= LONGEST_LIST:
            break
        end = min(line.end, following)
    return reading.trim(value.start, end) if end > value.start else value
