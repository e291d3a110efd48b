"""What stands in a provider's card while it is being typed, and changes of the whole list. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from pipeline.extraction.configured import ModelChoice, ModelConfig

_DIGITS = {ord("٠") + n: str(n) for n in range(10)} | {ord("۰") + n: str(n) for n in range(10)}
MOST_DAILY, MOST_MONTHLY = 100_000.0, 1_000_000.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A provider as it is written now; perhaps not whole yet."""

    provider: str
    strong: str = ""
    cheap: str = ""
    base_url: str = ""

    @classmethod
    def of(cls, choice: ModelChoice) -> Draft:
        """What is saved."""
        return cls(choice.provider, choice.strong, choice.cheap, choice.base_url)

    def choice(self) -> ModelChoice | None:
        """What can be saved; None while something is missing or wrong."""
        try:
            return ModelChoice.model_validate(
                {
                    "provider": self.provider,
                    "strong": self.strong.strip(),
                    "cheap": self.cheap.strip() or self.strong.strip(),
                    "base_url": self.base_url.strip(),
                }
            )
        except ValidationError:
            return None

    def wrong(self) -> str:
        """The first field that can't be used: `strong`, `cheap`, `base_url`; empty: none."""
        if self.choice() is not None:
            return ""
        plain = Draft(self.provider, "x", "x", self.base_url)
        if plain.choice() is None:
            return "base_url"
        return "strong" if not 0 < len(self.strong.strip()) <= 200 else "cheap"


def replaced(config: ModelConfig, old: ModelChoice | None, new: ModelChoice) -> ModelConfig:
    """The list with one provider changed; at the end, if it was not there."""
    choices = list(config.choices)
    # Somebody else may have changed the same provider a moment ago.
    alike = [one for one in choices if one == old] or [
        one for one in choices if one.provider == new.provider
    ]
    if alike:
        choices[choices.index(alike[0])] = new
    else:
        choices.append(new)
    return _with(config, choices)


def without(config: ModelConfig, choice: ModelChoice) -> ModelConfig:
    """The list without a provider."""
    return _with(config, [one for one in config.choices if one != choice])


def moved(config: ModelConfig, choice: ModelChoice, place: int) -> ModelConfig:
    """The list with a provider at another place."""
    others = [one for one in config.choices if one != choice]
    if len(others) == len(config.choices):
        return config
    others.insert(max(0, min(place, len(others))), choice)
    return _with(config, others)


def amount(text: str, most: float) -> float | None:
    """The dollars somebody typed, in either digits; None: no limit. Raises `ValueError`."""
    plain = text.translate(_DIGITS).replace("٫", ".").replace(",", ".").strip(" $\u200e\u200f")
    if not plain:
        return None
    if not plain.replace(".", "", 1).isdigit() or not plain.isascii():
        raise ValueError(text)
    value = float(plain)
    if value > most:
        raise ValueError(text)
    return round(value, 2)


def _with(config: ModelConfig, choices: list[ModelChoice]) -> ModelConfig:
    return config.model_copy(update={"choices": tuple(choices)})
