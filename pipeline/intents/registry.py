"""Finds the intents there are, and hands each message to the handler of its own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from pipeline.intents import kinds
from pipeline.intents.port import IntentHandler, Occasion

DEFAULT = "chatter"
"""Whose handler takes a message whose intent nobody here knows."""


@cache
def handlers() -> Mapping[str, IntentHandler]:
    """Every handler by its intent: one for each file in `pipeline.intents.kinds`."""
    found: dict[str, IntentHandler] = {}
    for module in sorted(pkgutil.iter_modules(kinds.__path__), key=lambda one: one.name):
        handler: IntentHandler = importlib.import_module(f"{kinds.__name__}.{module.name}").HANDLER
        if handler.intent in found:
            raise ValueError(f"two handlers take the intent {handler.intent}")
        found[handler.intent] = handler
    return found


def handle(occasion: Occasion) -> None:
    """Do what the message's intent asks for."""
    known = handlers()
    known.get(occasion.found.intent, known[DEFAULT]).handle(occasion)
