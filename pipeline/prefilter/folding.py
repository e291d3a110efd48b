"""Folds most messages in one step.

Nearly every message is made of characters that fold one by one, each into exactly one. Its
folded text has the same length, and offsets need no way back. The rest is normalised in full.
"""

import re
import unicodedata
from functools import cache

from pipeline.text.normalise import Normalised, fold, normalise

# Where the characters of messages come from: Latin, Arabic, punctuation, pictures.
BLOCKS = ((0x0A, 0x17F), (0x600, 0x6FF), (0x2010, 0x2060), (0x2600, 0x27BF), (0x1F300, 0x1FAFF))


def normalise_quickly(text: str) -> Normalised:
    """What `normalise(text)` gives. A text whose folding is the same length has no `steps`."""
    simple, table = _alphabet()
    if simple.fullmatch(text):
        return Normalised(text.translate(table), len(text), ())
    return normalise(text)


@cache
def _alphabet() -> tuple[re.Pattern[str], dict[int, str]]:
    """A pattern of the characters that fold into one, and the table of those that change."""
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
    return re.compile(f"[{re.escape(''.join(simple))}]*"), table
