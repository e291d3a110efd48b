"""In which words two messages differ. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from pipeline.text.normalise import normalise
from pipeline.text.span import Span
from pipeline.text.words import words

MOST_WORDS = 1500
"""Longer messages are compared up to here; the rest is left as it is."""


class Difference(StrEnum):
    """How a piece of a variant stands to the message it is held against."""

    SAME = "same"
    ADDED = "added"
    """Only the variant says it."""
    REMOVED = "removed"
    """Only the message says it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words as they were written, with what stands between and behind them."""

    difference: Difference
    text: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text cut into words: `parts[n]` is the nth with all up to the next one."""

    lead: str
    words: Sequence[str]
    parts: Sequence[str]
    rest: str


def compare(message: str, variant: str) -> tuple[Piece, ...]:
    """The variant with what it says more and what it leaves out.

    Spelling, marks, digits of another script and punctuation make no difference. Joined
    without what is `REMOVED`, the pieces are the variant; without what is `ADDED`, they hold
    the message's words in their order.
    """
    old, new = _cut(message), _cut(variant)
    matcher = SequenceMatcher(None, old.words, new.words, autojunk=False)
    pieces = [Piece(Difference.SAME, new.lead)]
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        same = old.words[old_start:old_end] == new.words[new_start:new_end]
        if not same:
            pieces.append(Piece(Difference.REMOVED, "".join(old.parts[old_start:old_end])))
        kind = Difference.SAME if same else Difference.ADDED
        pieces.append(Piece(kind, "".join(new.parts[new_start:new_end])))
    pieces.append(Piece(Difference.SAME, new.rest))
    return tuple(_joined(piece for piece in pieces if piece.text))


def differs(pieces: Sequence[Piece]) -> bool:
    """Whether there is any difference worth showing."""
    return any(piece.difference != Difference.SAME for piece in pieces)


def _cut(text: str) -> _Cut:
    normalised = normalise(text)
    found: list[tuple[str, Span]] = []
    for word, start, end in words(normalised.text):
        span = normalised.to_original(start, end)
        if found and span.start < found[-1][1].end:  # ½ reads as two words, and stays whole
            last, before = found.pop()
            found.append((f"{last} {word}", Span(before.start, max(before.end, span.end))))
        else:
            found.append((word, span))
        if len(found) > MOST_WORDS:
            break
    cut = found[:MOST_WORDS]
    starts = [span.start for _, span in found] + ([] if len(found) > MOST_WORDS else [len(text)])
    if not cut:
        return _Cut(text, (), (), "")
    parts = [text[start:end] for start, end in pairwise(starts)]
    return _Cut(text[: starts[0]], [word for word, _ in cut], parts, text[starts[len(cut)] :])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same with neighbours of one kind made one."""
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.difference == piece.difference:
            held = Piece(held.difference, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
