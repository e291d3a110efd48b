"""A question about castings. Should it hold a call all the same, that call is reviewed."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion

HANDLER = IntentHandler(Intent.INQUIRY, Occasion.place_all)
