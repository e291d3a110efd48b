"""An update of an earlier call: a change of that call is proposed.

When no earlier call is likely to be meant, what the message says is a call of its own: to show
one too many costs a glance, to lose one costs somebody a role.
"""

from __future__ import annotations

from pipeline.extraction.call import Intent
from pipeline.intents.linking import propose
from pipeline.intents.port import IntentHandler, Occasion


def handle(occasion: Occasion) -> None:
    """Propose the change, or place what the message says."""
    if propose(occasion, with_changes=True) is None:
        occasion.place_all()


HANDLER = IntentHandler(Intent.UPDATE, handle)
