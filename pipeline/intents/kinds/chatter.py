"""Anything else. Calls an extractor found in it are reviewed like all others."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion

HANDLER = IntentHandler(Intent.CHATTER, Occasion.place_all)
