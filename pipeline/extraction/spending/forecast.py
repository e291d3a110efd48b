"""What reading many messages with a model would cost, before any is sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.extraction.models.port import Usage
from pipeline.extraction.models.prompt import Prompt
from pipeline.extraction.spending.prices import Prices
from pipeline.text.hashing import text_hash

CHARACTERS_PER_TOKEN = 2.5
"""Of mixed Arabic and English; a tokenizer would know better and differs with each model."""
ANSWER_TOKENS = 350
"""What an answer about one call takes on average."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """About what sending messages to a model would take. Money in millionths of a dollar."""

    messages: int
    calls: int
    """Requests to the model: what the prefilter lets through, each text once."""
    cost: int
    seconds: float
    saved: float
    """The part of the requests that the prefilter and repeats save, from 0 to 1."""
    priced: bool
    """False when the model's price is not known: then `cost` means nothing."""


def forecast(
    passing: Iterable[str],
    messages: int,
    prompt: Prompt,
    prices: Prices,
    *,
    provider: str,
    model: str,
    seconds_per_call: float,
    concurrency: int,
    batch: bool = False,
) -> Forecast:
    """About what reading the `passing` texts of `messages` would take."""
    lengths = {text_hash(text): len(text) for text in passing}
    start = _tokens(sum(len(one.text) + len(one.answer) for one in prompt.examples))
    start += _tokens(len(prompt.system))
    cost = 0
    for number, length in enumerate(lengths.values()):
        # The first request stores the prompt's beginning with the provider; the rest read it.
        usage = Usage(
            input=start + _tokens(length),
            cached=start if number else 0,
            written=0 if number else start,
            output=ANSWER_TOKENS,
        )
        cost += prices.cost(provider, model, usage, batch=batch)
    calls = len(lengths)
    return Forecast(
        messages=messages,
        calls=calls,
        cost=cost,
        seconds=calls * seconds_per_call / max(1, concurrency),
        saved=1 - calls / messages if messages else 0.0,
        priced=prices.knows(provider, model),
    )


def _tokens(characters: int) -> int:
    return round(characters / CHARACTERS_PER_TOKEN)
