"""Makes Arabic searchable: what is stored for the index, and what a person typed, alike."""

from __future__ import annotations

from pipeline.text.normalise import fold
from pipeline.text.words import WORD

# Longest first. A word is stored with and without the article and prepositions glued to it.
CLITICS = ("وبال", "وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ب", "ل", "ف")
SHORTEST_STEM = 3
MOST_REMEMBERED = 50_000


def search_text(text: str) -> str:
    """The words to index: each word as folded, and its stem where clitics hide it."""
    return search_folded(fold(text))


def search_folded(folded: str) -> str:
    """`search_text` of a text that is folded already."""
    return " ".join([_INDEXED[word] for word in WORD.findall(folded)])


def search_query(typed: str) -> tuple[str, ...]:
    """The words a person typed, folded as the index is; all of them must be found, the last
    one as a beginning. Empty when nothing searchable was typed."""
    return tuple(_stem(word) for word in WORD.findall(fold(typed)))


class _Indexed(dict[str, str]):
    """What the index holds for a word. A chat has few words, each many times."""

    def __missing__(self, word: str) -> str:
        stem = _stem(word)
        held = word if stem == word else f"{word} {stem}"
        if len(self) < MOST_REMEMBERED:  # hostile text must not grow this without end
            self[word] = held
        return held


_INDEXED = _Indexed()


def _stem(word: str) -> str:
    for clitic in CLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= SHORTEST_STEM:
            return word[len(clitic) :]
    return word
