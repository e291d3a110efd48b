"""Folds most messages in one step.

Nearly every message is made of characters that fold one by one, each into exactly one. Its
folded text has the same length, and offsets need no way back. Most others have besides only marks
that are dropped. The rest is normalised in full.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.text.normalise import UNWRITTEN, UNWRITTEN_ONE, Normalised, fold, normalise

# Where the characters of messages come from: Latin, Arabic, punctuation, pictures.
BLOCKS = ((0x0A, 0x17F), (0x600, 0x6FF), (0x2010, 0x2060), (0x2600, 0x27BF), (0x1F300, 0x1FAFF))


def normalise_quickly(text: str) -> Normalised:
    """What `normalise(text)` gives. A text whose folding is the same length has no `steps`."""
    alphabet = _alphabet()
    if alphabet.simple.fullmatch(text):
        return Normalised(alphabet.fold(text), len(text), ())
    if alphabet.with_marks.fullmatch(text):
        return _without_marks(text, alphabet)
    return normalise(text)


def _without_marks(text: str, alphabet: "_Alphabet") -> Normalised:
    """A text whose only other characters are marks that folding drops, normalised."""
    pieces: list[str] = []
    steps: list[tuple[int, int, int, int]] = []
    at = length = 0
    for match in UNWRITTEN_ONE.finditer(text):
        start, end = match.span()
        pieces.append(text[at:start])
        length += start - at
        steps.append((length, length, start, end))
        at = end
    pieces.append(text[at:])
    return Normalised(alphabet.fold("".join(pieces)), len(text), tuple(steps))


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters that fold into exactly one."""

    simple: re.Pattern[str]
    """Texts of these characters alone, ..."""
    with_marks: re.Pattern[str]
    """... and texts that have marks besides."""
    changing: re.Pattern[str]
    """Those of the characters that fold into another one, ..."""
    table: dict[int, str]
    """... and into which."""

    def fold(self, text: str) -> str:
        """A text of these characters, folded."""
        if text.isascii():
            return text.translate(self.table)
        return self.changing.sub(self._folded, text)  # few letters change; a table asks for all

    def _folded(self, match: re.Match[str]) -> str:
        return self.table[ord(match[0])]


@cache
def _alphabet() -> _Alphabet:
    simple: list[str] = []
    table: dict[int, str] = {}
    for first, last in BLOCKS:
        for code in range(first, last + 1):
            char = chr(code)
            folded = fold(char)
            if len(folded) == 1 and not unicodedata.combining(char):
                simple.append(char)
                if folded != char:
                    table[code] = folded
    return _Alphabet(
        re.compile(f"[{re.escape(''.join(simple))}]*"),
        re.compile(f"[{re.escape(''.join(simple))}{UNWRITTEN}]*"),
        re.compile(f"[{re.escape(''.join(map(chr, table)))}]"),
        table,
    )
