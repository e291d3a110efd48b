"""What a term looks for, whatever it weighs: two terms of one form have the same hits."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from pipeline.prefilter.term import Kind, Term
from pipeline.text.normalise import fold

REMEMBERED = 50_000


def form_of(term: Term) -> str:
    """Names what is looked for: the folded words and the match mode, or the regex."""
    if term.kind is Kind.REGEX:
        return _of_regex(term.needs, term.text)
    return _of_words(term.match.value, term.text)


@lru_cache(REMEMBERED)
def _of_words(match: str, text: str) -> str:
    return f"{match} {fold(text).strip()}"


@lru_cache(REMEMBERED)
def _of_regex(needs: str, text: str) -> str:
    return f"regex {hashlib.sha256(f'{needs}{chr(10)}{text}'.encode()).hexdigest()}"
