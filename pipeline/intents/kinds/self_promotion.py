"""Somebody offers himself. There is no call in that, whatever it looks like."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Place what calls an extractor saw all the same; a person tells them apart."""
    occasion.place_all()


HANDLER = IntentHandler(Intent.SELF_PROMOTION, handle)
