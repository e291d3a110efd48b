"""A place in a text, in code points of the text exactly as it was received."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range `[start, end)` of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A span together with the words found there: `text == source[start:end]`, always."""

    start: int
    end: int
    text: str

    @classmethod
    def cut(cls, source: str, start: int, end: int) -> Self:
        """Quote `source[start:end]`."""
        return cls(start, end, source[start:end])
