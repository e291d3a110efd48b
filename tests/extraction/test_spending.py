"""Prices, forecasts, and when a day begins."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import Invalid
from pipeline.extraction.models.port import Usage
from pipeline.extraction.models.prompt import load
from pipeline.extraction.spending.forecast import forecast
from pipeline.extraction.spending.ledger import beginnings
from pipeline.extraction.spending.prices import default_prices, read_prices

TEXTS = [f"مطلوب ممثل رقم {number} لإعلان في الرياض" for number in range(100)]


def test_each_kind_of_token_has_its_price() -> None:
    """Sonnet: 2 dollars in, 0.2 from the cache, 2.5 into it, 10 out, for a million each."""
    usage = Usage(input=1000, cached=400, written=100, output=50)
    cost = default_prices().cost("anthropic", "claude-sonnet-5-5", usage)
    assert cost == 500 * 2 + 400 * 0.2 + 100 * 2.5 + 50 * 10


def test_a_batch_costs_half() -> None:
    usage = Usage(input=10_000, output=1000)
    prices = default_prices()
    whole = prices.cost("openai", "gpt-6.2-sol", usage)
    assert prices.cost("openai", "gpt-6.2-sol", usage, batch=True) * 2 == whole == 30_000


def test_an_unknown_model_is_free_and_says_so() -> None:
    prices = default_prices()
    assert prices.cost("local", "my-model", Usage(input=10**6)) == 0
    assert not prices.knows("local", "my-model")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a", "not TOML"),
        ("[a.models.b]\ninput = -1\ncached = 0\nwritten = 0\noutput = 0", "input"),
        ("[a.models.b]\ninput = 1", "cached"),
        ("[a]\nbatch = 3", "batch"),
    ],
)
def test_a_wrong_price_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=says):
        read_prices(path)
    with pytest.raises(Invalid, match="can't be read"):
        read_prices(tmp_path / "none.toml")


def test_a_forecast_counts_each_text_once_and_the_prompts_beginning_as_cached() -> None:
    about = forecast(
        TEXTS * 3,
        1000,
        load(),
        default_prices(),
        provider="anthropic",
        model="claude-haiku-5-5",
        seconds_per_call=4.0,
        concurrency=5,
    )
    assert (about.messages, about.calls, about.seconds, about.priced) == (1000, 100, 80.0, True)
    assert about.saved == pytest.approx(0.9)
    uncached = default_prices().cost("anthropic", "claude-haiku-5-5", Usage(input=100_000))
    assert 0 < about.cost < uncached * 3


def test_nothing_to_read_costs_nothing() -> None:
    about = forecast(
        [], 0, load(), default_prices(), provider="x", model="y", seconds_per_call=4, concurrency=0
    )
    assert (about.calls, about.cost, about.seconds, about.saved) == (0, 0, 0, 0)


def test_a_day_begins_at_midnight_in_riyadh() -> None:
    """22:30 UTC on the last of October is the first of November there."""
    day, month = beginnings(datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    assert day == month == datetime(2026, 10, 31, 21)
