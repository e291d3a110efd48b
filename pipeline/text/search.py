"""Makes Arabic searchable: what is stored for the index, and what a person typed, alike."""

from __future__ import annotations

from functools import lru_cache

from pipeline.text.normalise import fold
from pipeline.text.words import WORD

# Longest first. A word is stored with and without the article and prepositions glued to it.
CLITICS = ("وبال", "وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ب", "ل", "ف")
SHORTEST_STEM = 3


def search_text(text: str) -> str:
    """The words to index: each word as folded, and its stem where clitics hide it."""
    found: list[str] = []
    for word in WORD.findall(fold(text)):
        found.append(word)
        if (stem := _stem(word)) != word:
            found.append(stem)
    return " ".join(found)


def search_query(typed: str) -> tuple[str, ...]:
    """The words a person typed, folded as the index is; all of them must be found, the last
    one as a beginning. Empty when nothing searchable was typed."""
    return tuple(_stem(word) for word in WORD.findall(fold(typed)))


@lru_cache(maxsize=50_000)  # a chat has few words, each many times
def _stem(word: str) -> str:
    for clitic in CLITICS:
        if word.startswith(clitic) and len(word) - len(clitic) >= SHORTEST_STEM:
            return word[len(clitic) :]
    return word
