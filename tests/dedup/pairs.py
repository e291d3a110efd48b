"""Pairs of texts of which it is known whether they announce one call."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.dedup.generated import facts, reposted, sibling, written

BY_HAND = Path(__file__).with_name("pairs.toml")
POSTED = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Text:
    """A message and the day it was posted."""

    text: str
    posted: date


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages, whether they announce one call, and what was done to the first."""

    one: Text
    other: Text
    same: bool
    why: str


def by_hand() -> Iterator[Pair]:
    """Pairs a person wrote, of every kind of change."""
    for call in tomllib.loads(BY_HAND.read_text("utf-8"))["call"]:
        one = Text(call["text"].strip(), call["posted"])
        for same in (True, False):
            for edit in call["same" if same else "other"]:
                yield Pair(one, _edited(one, edit), same, edit["why"])


def generated(count: int, seed: int) -> Iterator[Pair]:
    """Pairs of reposts, and of calls poured into one form."""
    dice = random.Random(seed)
    for at in range(count):
        call = facts(dice)
        same = at % 2 == 0
        again = reposted(call if same else sibling(call, dice), dice)
        one, other = ("\n".join(lines) for lines in (written(call), again))
        yield Pair(Text(one, POSTED), Text(other, POSTED), same, f"generated {seed}/{at}")


def _edited(one: Text, edit: Mapping[str, Any]) -> Text:
    text = edit.get("text", one.text)
    for old, new in edit.get("change", ()):
        assert old in text, f"{edit['why']}: “{old}” is not in the text"
        text = text.replace(old, new)
    return Text(text, edit.get("posted", one.posted))
