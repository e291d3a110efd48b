"""Somebody offers himself. Calls an extractor saw in it all the same are reviewed: a person
tells them apart."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion

HANDLER = IntentHandler(Intent.SELF_PROMOTION, Occasion.place_all)
