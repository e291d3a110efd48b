"""What a change would do, in a line."""

from __future__ import annotations

from pipeline.learning.desk import Preview
from ui.patterns.words import Words


def effect_line(words: Words, preview: Preview) -> str:
    """Newly caught, newly lost, and what that costs."""
    language, outcome = words.language, preview.outcome
    if not outcome.caught.total and not outcome.lost.total:
        return language.text("patterns.effect.none", cases=outcome.cases)
    said = [
        language.text("patterns.effect.caught", n=outcome.caught.total, calls=outcome.caught.calls),
        language.text("patterns.effect.lost", n=outcome.lost.total, calls=outcome.lost.calls),
        reads_line(words, preview),
    ]
    return " · ".join(said)


def reads_line(words: Words, preview: Preview) -> str:
    """How many more questions models would be asked, or how many fewer, and for how much."""
    language = words.language
    count = round(abs(preview.outcome.reads))
    said = language.plural(
        "patterns.effect.more" if preview.outcome.reads >= 0 else "patterns.effect.fewer", count
    )
    if preview.price:
        usd = language.dollars(abs(preview.cost))
        said += f" ({language.text('patterns.effect.money', usd=usd)})"
    return said
