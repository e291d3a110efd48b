"""Reads translations: TOML files, one pair a page, merged into one catalogue a language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

Entry = str | Mapping[str, str]
"""A text, or its plural forms by category."""

CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})


def read_catalogue(folder: Path, language: str) -> dict[str, Entry]:
    """Every text of `language`: `en.toml` and each `<page>.en.toml`, keys joined by dots."""
    catalogue: dict[str, Entry] = {}
    for path in sorted([*folder.glob(f"*.{language}.toml"), *folder.glob(f"{language}.toml")]):
        for key, entry in _flatten(tomllib.loads(path.read_text(encoding="utf-8")), ""):
            if key in catalogue:
                raise ValueError(f"{path.name} repeats {key!r}")
            catalogue[key] = entry
    return catalogue


def placeholders(entry: Entry) -> frozenset[str]:
    """The names an entry wants filled in; of plural forms, those of the general one."""
    text = entry if isinstance(entry, str) else entry["other"]
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def is_plural(entry: object) -> bool:
    """Whether a table holds plural forms rather than further keys."""
    return isinstance(entry, dict) and "other" in entry and CATEGORIES.issuperset(entry)


def plural_category(language: str, number: int) -> str:
    """Which form a number takes, as CLDR has it."""
    if language != "ar":
        return "one" if number == 1 else "other"
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    rest = number % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


def latin_digits(text: str) -> str:
    """The text with Arabic-Indic digits and separators as Latin ones."""
    return re.sub("[٠-٩٬٫٪]", lambda found: _LATIN[found.group()], text)


_LATIN = {chr(0x660 + n): str(n) for n in range(10)} | {"٬": ",", "٫": ".", "٪": "%"}


def _flatten(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Entry]]:
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if isinstance(entry, str) or is_plural(entry):
            yield key, entry
        else:
            yield from _flatten(entry, f"{key}.")
