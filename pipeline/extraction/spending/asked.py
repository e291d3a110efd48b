"""Which model would be asked now, and what asking it takes."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from pipeline.extraction.configured import ModelConfig
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.spending.budget import Care, care
from pipeline.extraction.spending.forecast import Forecast, forecast
from pipeline.extraction.spending.prices import Prices
from pipeline.extraction.spending.report import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """Who would be asked, and how."""

    provider: str
    model: str
    care: Care
    concurrency: int
    seconds_per_call: float

    def forecast(
        self,
        passing: Iterable[str],
        messages: int,
        prompt: Prompt,
        prices: Prices,
        *,
        batch: bool = False,
    ) -> Forecast:
        """About what reading the `passing` texts of `messages` would take."""
        return forecast(
            passing,
            messages,
            prompt,
            prices,
            provider=self.provider,
            model=self.model,
            seconds_per_call=self.seconds_per_call,
            concurrency=self.concurrency,
            batch=batch,
        )


def asked_now(config: ModelConfig, report: Report, resting: Container[str]) -> Asked | None:
    """The first provider that does not rest, with the model money allows; None where there is
    none. With `Care.RULES` nobody is asked for want of money."""
    first = config.first_awake(resting)
    if first is None:
        return None
    how = care(config.budget, report.spent)
    model = first.model_for(how)
    seconds = report.seconds_per_call(first.provider, model)
    return Asked(first.provider, model, how, config.concurrency, seconds)
