"""The names of places, days, roles and labels that a comparison knows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from pipeline.text.normalise import fold
from pipeline.text.words import WORD


def load(name: str) -> dict[str, Any]:
    """One file of the gazetteer."""
    path = files("resources") / "gazetteer" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def phrases(names: Iterable[str]) -> Iterator[str]:
    """Names as a comparison meets them: folded words with one blank between them."""
    for name in names:
        if found := WORD.findall(fold(str(name))):
            yield " ".join(found)
