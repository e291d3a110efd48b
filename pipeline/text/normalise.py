"""Folds spelling away, so that one word has one form, and remembers where each letter stood.

What is folded follows Arabic writing habits: alef, ya, ta marbuta and hamza carriers, short
vowels, stretching, the Persian and Urdu letters of mobile keyboards; beyond Arabic it is
Unicode NFKC and case folding. Digits of every Arabic and Persian set become ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property

from pipeline.text.span import Span

SAME_LETTER = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىئیېۍے", "ي"),
        **dict.fromkeys("ةۀہھە", "ه"),
        **dict.fromkeys("ؤۆۇ", "و"),
        **dict.fromkeys("کڪ", "ك"),
        "گ": "ك",
        "ڤ": "ف",
        "پ": "ب",
        "چ": "ج",
        "ژ": "ز",
        "٫": ".",
        "٬": ",",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    }
)
# Marks that carry no letter: hamza on the line, tatweel, short vowels and Quranic signs, zero
# width and bidi controls, variation selectors, and the tags that spell words nobody sees.
UNWRITTEN = (
    "\u0621\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
SPACES = "\t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
SPACE = re.compile(f"[{SPACES}]")
# A letter and the marks that combine with it are folded as one.
SPECIAL = re.compile(
    f"[{SPACES}{UNWRITTEN}]"
    "|[A-Z]"
    "|[\u0622-\u0626\u0629\u0649\u0660-\u0669\u066b\u066c\u0671-\u0673\u0675-\u0678\u067e\u0686\u0698"
    "\u06a4\u06a9\u06aa\u06af\u06be\u06c0-\u06c3\u06c6-\u06cd\u06d0-\u06d5\u06f0-\u06f9]"
    "|(?:[^\u0000-\u05ff\u0600-\u06ff]|[\u0041-\u005a\u0061-\u007a])?[\u0300-\u036f]+"
    "|[^\u0000-\u007f\u0600-\u06ff\u2010-\u2027\u2030-\u205e]"
)
UNWRITTEN_ONE = re.compile(f"[{UNWRITTEN}]")
# Where the characters of messages come from: Latin, Arabic, punctuation, pictures.
COMMON = ((0x0A, 0x17F), (0x600, 0x6FF), (0x2010, 0x2060), (0x2600, 0x27BF), (0x1F300, 0x1FAFF))
# Half a UTF-16 pair is no character, and no matcher written in another language takes it.
HALF_PAIR = re.compile("[\ud800-\udfff]")


def fold(text: str) -> str:
    """`text` with every spelling of a word made one. Line breaks stay where they are."""
    alphabet = _alphabet()
    if alphabet.simple.fullmatch(text):
        return alphabet.fold(text)
    return _fold_any(text)


def normalise(text: str) -> Normalised:
    """`fold(text)` with the way back to the original offsets."""
    alphabet = _alphabet()
    if alphabet.simple.fullmatch(text):
        return Normalised(alphabet.fold(text), len(text), ())
    if alphabet.with_marks.fullmatch(text):
        return _without_marks(text, alphabet)
    return _normalise_any(text)


def _fold_any(text: str) -> str:
    return SPECIAL.sub(lambda match: _folded(match[0]), text)


def _normalise_any(text: str) -> Normalised:
    pieces: list[str] = []
    steps: list[tuple[int, int, int, int]] = []
    at = length = 0
    for match in SPECIAL.finditer(text):
        start, end = match.span()
        replacement = _folded(match[0])
        pieces += (text[at:start], replacement)
        length += start - at
        if len(replacement) != end - start:
            steps.append((length, length + len(replacement), start, end))
        length += len(replacement)
        at = end
    pieces.append(text[at:])
    return Normalised("".join(pieces), len(text), tuple(steps))


def _without_marks(text: str, alphabet: _Alphabet) -> Normalised:
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


@dataclass(frozen=True)
class Normalised:
    """Folded text. `steps` lists, in order, the places where folding changed a length:
    `(start, end)` in the folded text, `(start, end)` in the original."""

    text: str
    original_length: int
    steps: tuple[tuple[int, int, int, int], ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [step[0] for step in self.steps]

    def to_original(self, start: int, end: int) -> Span:
        """The original range behind `[start, end)` of the folded text.

        It holds every original character that gave a folded one of the range, and no mark
        that was dropped in front of or behind it. An empty range stays empty.
        """
        begin = self._begin(start)
        if end <= start:
            return Span(begin, begin)
        return Span(begin, max(begin, self._end(end)))

    def _begin(self, position: int) -> int:
        """Where the folded character at `position` begins in the original."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        _, stop, original_start, original_stop = self.steps[index]
        if position < stop:
            return original_start
        return min(original_stop + position - stop, self.original_length)

    def _end(self, position: int) -> int:
        """Where the folded character before `position` ends in the original."""
        index = bisect_right(self._starts, position - 1) - 1
        if index < 0:
            return position
        _, stop, _, original_stop = self.steps[index]
        return original_stop if position <= stop else original_stop + position - stop


@dataclass(frozen=True, slots=True)
class _Alphabet:
    """The characters that fold into exactly one. Nearly every message is made of these alone,
    or of these and marks, and folds in one step."""

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
    for first, last in COMMON:
        for code in range(first, last + 1):
            char = chr(code)
            folded = _fold_any(char)
            if len(folded) == 1 and not unicodedata.combining(char):
                simple.append(char)
                if folded != char:
                    table[code] = folded
    letters = re.escape("".join(simple))
    return _Alphabet(
        re.compile(f"[{letters}]*"),
        re.compile(f"[{letters}{UNWRITTEN}]*"),
        re.compile(f"[{re.escape(''.join(map(chr, table)))}]"),
        table,
    )


_known: dict[str, str] = {}
MOST_KNOWN = 20_000


def _folded(piece: str) -> str:
    known = _known.get(piece)
    if known is None:
        known = _fold_piece(piece)
        if len(_known) < MOST_KNOWN:  # hostile text must not grow this without end
            _known[piece] = known
    return known


def _fold_piece(piece: str) -> str:
    piece = HALF_PAIR.sub("\ufffd", piece)
    if piece in "\u2028\u2029\x85\x0b\x0c":
        return "\n"
    if SPACE.fullmatch(piece):
        return " "
    bare = UNWRITTEN_ONE.sub("", unicodedata.normalize("NFKC", piece).casefold())
    decomposed = unicodedata.normalize("NFKD", bare)
    letters = "".join(
        char for char in decomposed.translate(SAME_LETTER) if not unicodedata.combining(char)
    )
    return SPACE.sub(" ", UNWRITTEN_ONE.sub("", letters)).translate(SAME_LETTER)
