"""Tells markup that was made to keep a parser busy from markup a person wrote.

A parser walks up the open elements at many a tag, and opens unclosed formatting anew in each
paragraph: a page of half a megabyte can take it minutes, or all memory, while nothing else of
the program gets its turn. Both can be foreseen by counting tags.
"""

from __future__ import annotations

import re

TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
DEEPEST = 2_000
"""Elements open at once. Pages people read have a few dozen."""
MOST_REOPENED = 1_000_000
"""Elements a parser would have to open anew for formatting that nobody closed."""
FORMATTING = frozenset(
    b"a b big code em font i nobr s small strike strong tt u".split()
)  # fmt: skip
CLOSE_THEMSELVES = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"dd dt li option optgroup p tbody td tfoot th thead tr".split()
)


def bearable(markup: bytes) -> bool:
    """Whether a parser gets through it in reasonable time."""
    depth = formatted = reopened = 0
    for match in TAG.finditer(markup):
        closes, name = match[1], match[2].lower()
        step = -1 if closes else 1
        if name in FORMATTING:
            formatted = max(0, formatted + step)
        elif name in CLOSE_THEMSELVES:
            reopened += formatted
        else:
            depth = max(0, depth + step)
            reopened += formatted
        if depth + formatted > DEEPEST or reopened > MOST_REOPENED:
            return False
    return True
