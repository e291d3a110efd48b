"""Makes Arabic searchable: what is stored for the index, and what a person typed, alike."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.text.normalise import Normalised, fold, normalise
from pipeline.text.words import WORD

# Longest first. A word is stored with and without the article and prepositions glued to it.
CLITICS = ("وبال", "وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ب", "ل", "ف")
_BEGINNINGS = frozenset(clitic[0] for clitic in CLITICS)
SHORTEST_STEM = 3
# Hostile text must not grow what is remembered without end.
MOST_REMEMBERED = 50_000
LONGEST_REMEMBERED = 40


def search_text(text: str) -> str:
    """The words to index: each word as folded, and its stem where clitics hide it."""
    return _index(fold(text))


def normalise_and_index(text: str) -> tuple[Normalised, str]:
    """`normalise(text)` and `search_text(text)` in half the time: a chat has few words, each
    many times."""
    pieces = text.split(" ")
    try:
        whole = Normalised(" ".join(map(_fold_piece, pieces)), len(text), ())
    except KeyError:
        whole = normalise(text)
        return whole, _index(whole.text)
    return whole, " ".join(filter(None, map(_index_piece, pieces)))


def _index(folded: str) -> str:
    return " ".join(map(_index_word, WORD.findall(folded)))


def search_query(typed: str) -> tuple[str, ...]:
    """The words a person typed, folded as the index is; all of them must be found, the last
    one as a beginning. Empty when nothing searchable was typed."""
    return tuple(_stem(word) for word in WORD.findall(fold(typed)))


class _Remembered(dict[str, str]):
    """What is asked again and again."""

    def __init__(self, find: Callable[[str], str]) -> None:
        self._find = find

    def __missing__(self, asked: str) -> str:
        found = self._find(asked)
        if len(asked) <= LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[asked] = found
        return found


def _fold_evenly(piece: str) -> str:
    """What stands between two spaces, folded; KeyError where it does not keep its length."""
    whole = normalise(piece)
    if whole.steps:
        raise KeyError(piece)
    return whole.text


def _with_stem(word: str) -> str:
    stem = _stem(word)
    return word if stem == word else f"{word} {stem}"


def _stem(word: str) -> str:
    if word[0] not in _BEGINNINGS:
        return word
    for clitic in CLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= SHORTEST_STEM:
            return word[len(clitic) :]
    return word


_index_word = _Remembered(_with_stem).__getitem__
_fold_piece = _Remembered(_fold_evenly).__getitem__
_index_piece = _Remembered(search_text).__getitem__
