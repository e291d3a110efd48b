"""The colours can be read: contrast as WCAG AA asks for it, over every pair that meets."""

import pytest

from pipeline.extraction.call import FieldName
from ui.theme import DARK, LIGHT, Tokens

TEXT = 4.5
SHAPE = 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """The ratio of the lighter to the darker."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_pairs(t: Tokens) -> list[tuple[str, str]]:
    """Every text colour on every ground it is put on."""
    grounds = (t.ground, t.surface, t.raised, t.selection, t.hover)
    pairs = [(text, ground) for ground in grounds for text in (t.text, t.muted)]
    pairs += [(text, g) for g in (t.ground, t.surface, t.raised) for text in (t.good, t.warn)]
    pairs += [(text, g) for g in (t.ground, t.surface, t.raised) for text in (t.bad, t.accent)]
    pairs += [(t.on_accent, t.accent), (t.on_accent, t.accent_hover), (t.rail_text, t.rail)]
    pairs += [(t.on_rail_selected, t.rail_selected), (t.rail_text, t.rail_selected)]
    return pairs + [(t.text, t.hue(name).fill) for name in FieldName]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_every_text_reaches_aa(tokens: Tokens) -> None:
    """4.5 to 1 for text."""
    weak = [(a, b, round(contrast(a, b), 2)) for a, b in text_pairs(tokens)
            if contrast(a, b) < TEXT]  # fmt: skip
    assert weak == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_focus_and_underlines_can_be_seen(tokens: Tokens) -> None:
    """3 to 1 for what is no text but carries meaning."""
    grounds = (tokens.ground, tokens.surface)
    marks = [tokens.focus, tokens.edge, *(hue.underline for hue in tokens.evidence.values())]
    assert [(m, g) for m in marks for g in grounds if contrast(m, g) < SHAPE] == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_every_field_has_a_hue_of_its_own(tokens: Tokens) -> None:
    """Eight fields, eight fills, eight underlines."""
    assert list(tokens.evidence) == list(FieldName)
    assert len({hue.fill for hue in tokens.evidence.values()}) == len(FieldName)
    assert len({hue.underline for hue in tokens.evidence.values()}) == len(FieldName)
