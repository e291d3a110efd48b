"""A new casting call: its calls are placed and wait for review."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Place every call of the message."""
    occasion.place_all()


HANDLER = IntentHandler(Intent.NEW_CALL, handle)
