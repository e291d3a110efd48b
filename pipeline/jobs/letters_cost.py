"""What replaying dead letters would cost in requests to models, before any is replayed."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime

from db.queries import dead_letters
from db.session import Database
from pipeline.extraction.configured import read_config
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.spending.asked import asked_now
from pipeline.extraction.spending.budget import Care
from pipeline.extraction.spending.forecast import Forecast
from pipeline.extraction.spending.prices import Prices
from pipeline.extraction.spending.report import read_report


def foresee(
    database: Database,
    ids: Sequence[int],
    prompt: Prompt,
    prices: Prices,
    resting: Callable[[], Container[str]],
) -> Forecast | None:
    """About what a model would take for these letters, at most: answers that are kept cost
    nothing. None when no model would be asked."""
    with database.reading() as session:
        texts = dead_letters.texts_to_read(session, ids)
        config = read_config(session)
        if not texts or not config.choices:
            return None
        asked = asked_now(config, read_report(session, datetime.now(UTC)), resting())
    if asked is None or asked.care is Care.RULES:
        return None
    return asked.forecast(texts, len(texts), prompt, prices)
