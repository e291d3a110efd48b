"""What models would take for a file, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from pipeline.extraction.spending.budget import DOLLAR
from ui.context import UiContext
from ui.i18n import isolate

if TYPE_CHECKING:
    from pipeline.intake.foresight import Foreseen
    from ui.imports.entry import Entry

LEAST = 0.01


def cost_sentence(ui: UiContext, foreseen: Foreseen) -> str:
    """About so many calls, so much money, so much time, and what the prefilter saves."""
    language, about = ui.language, foreseen.about
    if not about.calls:
        return language.text("imports.cost.nothing")
    time = "imports.cost.batch" if foreseen.batch else "imports.cost.time"
    return language.plural(
        "imports.cost.about",
        about.calls,
        money=_money(ui, about.cost) if about.priced else language.text("imports.cost.unpriced"),
        time=language.text(time, time=language.duration(about.seconds)),
        fewer=language.percent(about.saved),
    )


def together(ui: UiContext, entries: Sequence[Entry]) -> str:
    """The same for all files, where there are several; empty until all are looked into."""
    found = [entry.foreseen for entry in entries if entry.foreseen is not None]
    if len(found) < 2 or not all(entry.looked_ahead for entry in entries):
        return ""
    said = cost_sentence(ui, reduce(add, found))
    return ui.language.plural("imports.cost.together", len(found), about=said)


def _money(ui: UiContext, millionths: int) -> str:
    dollars = millionths / DOLLAR
    if 0 < dollars < LEAST:
        return ui.language.text("imports.cost.least", n=isolate(_dollars(ui, LEAST)))
    return isolate(_dollars(ui, dollars))


def _dollars(ui: UiContext, dollars: float) -> str:
    return ui.language.text("imports.cost.money", n=ui.language.number(dollars, 2))
