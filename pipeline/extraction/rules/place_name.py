"""A place as a person would write it, without the preposition that is glued to it."""

from pipeline.extraction.rules.lexicon import Tag, lexicon
from pipeline.text.normalise import fold

WITHOUT_ARTICLE = frozenset(
    ["رياض", "دمام", "كويت", "دوحه", "قاهره", "شارقه", "منامه", "جيزه", "خبر"]
)
"""Towns that some write without the article that is part of their name."""


def place_name(words: str) -> str:
    """Without the preposition written onto the name: بالرياض, للرياض, بجدة."""
    first, _, rest = words.partition(" ")
    if fold(first) in WITHOUT_ARTICLE:
        return "ال" + words
    for glued, article in (
        ("وبال", "ال"),
        ("بال", "ال"),
        ("فال", "ال"),
        ("عال", "ال"),
        ("لل", "ال"),
    ):
        if first.startswith(glued) and len(first) > len(glued) + 2:
            return article + words[len(glued) :]
    if first in {"ب", "بـ", "في", "in", "at", "In", "At"} and rest:
        return place_name(rest)
    if first in ("بحي", "فحي"):
        return words[1:]
    if first[:1] in ("ب", "ف", "ع", "ل", "و") and is_place(words[1:]):
        return words[1:]
    return words


def is_place(words: str) -> bool:
    """Whether the words begin with a place we know."""
    folded = fold(words)
    return any(
        hit.tag is Tag.PLACE and hit.outer == 0 == hit.start for hit in lexicon().scan(folded)
    )
