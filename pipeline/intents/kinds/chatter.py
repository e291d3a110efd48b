"""Anything else. Calls an extractor found in it are reviewed like all others."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Place what calls there are."""
    occasion.place_all()


HANDLER = IntentHandler(Intent.CHATTER, handle)
