"""The closing of an earlier call: it is proposed to close that one."""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.linking import propose
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Propose to close the call; one that is not found needs no closing."""
    propose(occasion, with_changes=False)


HANDLER = IntentHandler(Intent.CLOSING, handle)
