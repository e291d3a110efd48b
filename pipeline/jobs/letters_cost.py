"""What replaying dead letters would cost in requests to models, before any is replayed."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime

from db.queries import dead_letters
from db.session import Database
from pipeline.extraction.configured import read_config
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.spending.budget import Care, care, in_dollars
from pipeline.extraction.spending.forecast import Forecast, forecast
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
        config, asleep = read_config(session), resting()
        first = next((one for one in config.choices if one.provider not in asleep), None)
        if first is None or not texts:
            return None
        report = read_report(session, datetime.now(UTC))
    how = care(in_dollars(config.daily_usd, config.monthly_usd), report.spent)
    if how is Care.RULES:
        return None
    model = first.strong if how is Care.STRONG else first.cheap
    return forecast(
        texts,
        len(texts),
        prompt,
        prices,
        provider=first.provider,
        model=model,
        seconds_per_call=report.seconds_per_call(first.provider, model),
        concurrency=config.concurrency,
    )
