"""The colours and measures of both themes. Nothing else in the program names a colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.extraction.call import FieldName

STEP = 8
"""The grid: every distance is a multiple or half of it."""
ROW = 34
"""The height of a row in a list and of a field."""
TEXT = 13
"""The size of text, in pixels."""
MESSAGE = 15
"""The size of a message as received: it is what people read longest."""


@dataclass(frozen=True, slots=True)
class Hue:
    """How one field's evidence is marked: behind the words, and under them.

    A hue never speaks alone: where it shows, the field's name stands with it.
    """

    fill: str
    underline: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme. `ground` lies under `surface` (cards), `raised` on it (fields, key caps)."""

    name: str
    dark: bool
    ground: str
    surface: str
    raised: str
    line: str
    edge: str
    """The outline of what can be typed in or pressed, where a line would be too faint."""
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    warn: str
    bad: str
    focus: str
    selection: str
    hover: str
    rail: str
    """The side bar's ground."""
    rail_text: str
    rail_selected: str
    on_rail_selected: str
    evidence: Mapping[FieldName, Hue]

    def hue(self, field: FieldName) -> Hue:
        """How `field`'s evidence is marked."""
        return self.evidence[field]


def _hues(*pairs: tuple[str, str]) -> Mapping[FieldName, Hue]:
    return MappingProxyType({name: Hue(*pair) for name, pair in zip(FieldName, pairs, strict=True)})


LIGHT = Tokens(
    name="light",
    dark=False,
    ground="#f2f3f6",
    surface="#ffffff",
    raised="#f6f7f9",
    line="#e1e4ea",
    edge="#7d889b",
    text="#161c28",
    muted="#545e70",
    accent="#1f4db8",
    accent_hover="#183f99",
    on_accent="#ffffff",
    good="#166b3d",
    warn="#8f4a06",
    bad="#b3261e",
    focus="#1f4db8",
    selection="#e3ebfb",
    hover="#eef1f6",
    rail="#111a2c",
    rail_text="#b7c0d1",
    rail_selected="#26324b",
    on_rail_selected="#f3cf87",
    evidence=_hues(
        ("#fbe6a3", "#8a6a00"),
        ("#e6d2f7", "#7b3fb5"),
        ("#cbe6f8", "#1b6fa8"),
        ("#cdefd4", "#1f7a3e"),
        ("#c6eeea", "#0f766e"),
        ("#fbd9c2", "#b4501a"),
        ("#fad0de", "#b3275a"),
        ("#e1e5ec", "#5a6578"),
    ),
)

DARK = Tokens(
    name="dark",
    dark=True,
    ground="#0a0e15",
    surface="#111722",
    raised="#18202d",
    line="#222b3a",
    edge="#667287",
    text="#e8ecf3",
    muted="#9ba6b9",
    accent="#e3b55b",
    accent_hover="#f0c878",
    on_accent="#1a1303",
    good="#62cf92",
    warn="#f79a5f",
    bad="#ff8080",
    focus="#f3cf87",
    selection="#2c2716",
    hover="#161d29",
    rail="#070a10",
    rail_text="#9ba6b9",
    rail_selected="#231e10",
    on_rail_selected="#e3b55b",
    evidence=_hues(
        ("#594a10", "#f0c419"),
        ("#4b2a66", "#c08cf0"),
        ("#14485f", "#56b4e9"),
        ("#1c5130", "#5cd68a"),
        ("#12524d", "#3fd0c4"),
        ("#6b3414", "#ff9152"),
        ("#6a2340", "#ff7fa8"),
        ("#3a4256", "#a9b4cc"),
    ),
)
