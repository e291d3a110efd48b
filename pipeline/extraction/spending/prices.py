"""What tokens cost, in millionths of a US dollar. Prices are data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import Invalid
from pipeline.extraction.models.port import Usage


class Price(BaseModel):
    """US dollars for a million tokens of one model."""

    model_config = ConfigDict(extra="forbid")

    input: float = Field(ge=0)
    cached: float = Field(ge=0)
    written: float = Field(ge=0)
    output: float = Field(ge=0)


class ProviderPrices(BaseModel):
    """The models of one provider."""

    model_config = ConfigDict(extra="forbid")

    batch: float = Field(default=1.0, gt=0, le=1)
    models: dict[str, Price] = {}


@dataclass(frozen=True, slots=True)
class Prices:
    """All prices known."""

    providers: Mapping[str, ProviderPrices]

    def knows(self, provider: str, model: str) -> bool:
        """Whether a model's price is known; one that is not is counted as free."""
        return self._price(provider, model) is not None

    def cost(self, provider: str, model: str, usage: Usage, *, batch: bool = False) -> int:
        """What a request cost. One dollar for a million tokens is one millionth for a token."""
        price = self._price(provider, model)
        if price is None:
            return 0
        plain = max(0, usage.input - usage.cached - usage.written)
        whole = (
            plain * price.input
            + usage.cached * price.cached
            + usage.written * price.written
            + usage.output * price.output
        )
        return round(whole * (self.providers[provider].batch if batch else 1.0))

    def _price(self, provider: str, model: str) -> Price | None:
        held = self.providers.get(provider)
        return held.models.get(model) if held else None


@cache
def default_prices() -> Prices:
    """The prices that come with the program."""
    text = (files("resources") / "models" / "prices.toml").read_text(encoding="utf-8")
    return _parsed(text, "prices.toml")


def read_prices(path: Path) -> Prices:
    """Prices an admin keeps in a file of his own. Raises `Invalid` naming what is wrong."""
    try:
        return _parsed(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"The prices in {path} can't be read.") from error


def _parsed(text: str, name: str) -> Prices:
    try:
        held = tomllib.loads(text)
        return Prices({one: ProviderPrices.model_validate(value) for one, value in held.items()})
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{name} is not TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"{name}: “{where}” can't be used: {first['msg']}.") from error
