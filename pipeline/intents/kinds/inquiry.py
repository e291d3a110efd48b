"""A question about castings. Should it hold a call all the same, that call is reviewed."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Place what calls there are; the question itself needs nothing."""
    occasion.place_all()


HANDLER = IntentHandler(Intent.INQUIRY, handle)
