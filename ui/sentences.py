"""Says the pipeline's sentences in the language of the window.

The pipeline speaks English, and much of what it said is kept: a publication that failed holds
its sentence for days. So a sentence is known by its shape rather than by a key, which nobody
would have kept. A test holds every sentence the program can say against the list of shapes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

_ENDS = re.compile(r"(?<=\.) ")
"""Where a sentence may end; a name in it may hold the same."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An English sentence with places for anything, and what it is in the other language."""

    english: re.Pattern[str]
    other: str


class Sentences:
    """What is known of one language."""

    def __init__(self, shapes: Mapping[str, str], words: Mapping[str, str]) -> None:
        # The longest first: of two shapes that fit, it leaves less to chance.
        longest_first = sorted(shapes, key=len, reverse=True)
        self._shapes = [Shape(_pattern(one), shapes[one]) for one in longest_first]
        self._words = words

    def translate(self, sentence: str, show: Callable[[str], str]) -> str | None:
        """The sentence, or several in a row, in this language; None when one of them is not
        known. `show` makes what stands in a place fit to stand there."""
        for end in _ENDS.finditer(sentence):
            first = self._one(sentence[: end.start()], show)
            rest = self.translate(sentence[end.end() :], show) if first else None
            if rest is not None:
                return f"{first} {rest}"
        return self._one(sentence, show)

    def _one(self, sentence: str, show: Callable[[str], str]) -> str | None:
        for shape in self._shapes:
            if found := shape.english.fullmatch(sentence):
                places = found.groupdict().items()
                return shape.other.format(
                    **{name: self._words.get(value) or show(value) for name, value in places}
                )
        return None


@cache
def read_sentences(folder: Path, language: str) -> Sentences:
    """Those of a language; one without a file knows none."""
    path = folder / f"{language}.toml"
    if not path.exists():
        return Sentences({}, {})
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Sentences(table["sentences"], table["words"])


def _pattern(shape: str) -> re.Pattern[str]:
    parts = (
        re.escape(text) + (f"(?P<{name}>.+?)" if name else "")
        for text, name, _, _ in Formatter().parse(shape)
    )
    return re.compile("".join(parts), re.DOTALL)
