"""A call that smells of fraud: it is reviewed with a flag, and never published in bulk."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Call
from pipeline.extraction.call import Intent
from pipeline.intents.port import IntentHandler, Occasion

NOTE = "suspected_scam"


def handle(occasion: Occasion) -> None:
    """Place the calls, each flagged with the reason."""
    placed = occasion.place_all()
    if placed:
        occasion.session.execute(
            sa.update(Call).where(Call.id.in_(placed)).values(flagged=True, note=NOTE)
        )


HANDLER = IntentHandler(Intent.SUSPECTED_SCAM, handle)
