"""What the messages that wait now would cost, and how long they would take."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from db.queries import models as rows
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.spending.asked import Asked
from pipeline.extraction.spending.budget import Care
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.prices import Prices

LOOKED_AT = 1_000
"""Texts that are measured; what waits behind them is taken to be alike."""
PASS = "pass"


def outlook(session: Session, asked: Asked, prompt: Prompt, prices: Prices) -> Forecast:
    """About what reading all that waits would take; nothing, when only rules may read it."""
    bands = dict(rows.waiting_bands(session))
    messages = sum(bands.values())
    if asked.care is Care.SPARING:
        bands = {PASS: bands.get(PASS, 0)}
    if asked.care is Care.RULES:
        bands = {}
    waiting = sum(bands.values())
    texts = rows.waiting_texts(session, list(bands), LOOKED_AT) if waiting else []
    beside = rows.skipped_beside_waiting(session) if messages else 0
    about = asked.forecast(texts, len(texts), prompt, prices)
    times = waiting / len(texts) if texts else 1.0
    calls = round(about.calls * times)
    return replace(
        about,
        messages=messages + beside,
        calls=calls,
        cost=round(about.cost * times),
        seconds=about.seconds * times,
        saved=1 - calls / (messages + beside) if messages + beside else 0.0,
    )
