"""A new casting call: its calls are placed and wait for review."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion

HANDLER = IntentHandler(Intent.NEW_CALL, Occasion.place_all)
