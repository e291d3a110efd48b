"""What a term looks for, whatever it weighs: two terms of one form have the same hits."""

from __future__ import annotations

import hashlib

from pipeline.prefilter.term import Kind, Term
from pipeline.text.normalise import fold


def form_of(term: Term) -> str:
    """Names what is looked for: the folded words and the match mode, or the regex."""
    if term.kind is Kind.REGEX:
        written = f"{term.needs}\n{term.text}"
        return f"regex {hashlib.sha256(written.encode()).hexdigest()}"
    return f"{term.match.value} {fold(term.text).strip()}"
