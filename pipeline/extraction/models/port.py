"""What we ask of a language model, and what it gives back, whoever offers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pipeline.errors import Invalid, Rejected


@dataclass(frozen=True, slots=True)
class Example:
    """A message and the answer it should get."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A useless answer to the same question, and what was wrong with it."""

    answer: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a model. `system` and `examples` are the same for every message of a
    prompt's version, so that a provider can cache them; `text` is the untrusted rest."""

    system: str
    examples: tuple[Example, ...]
    text: str
    model: str
    max_tokens: int
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. `cached` are those of `input` that were read from the provider's
    cache, `written` those of `input` it stored there; both have prices of their own."""

    input: int = 0
    cached: int = 0
    output: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.input + other.input,
            self.cached + other.cached,
            self.output + other.output,
            self.written + other.written,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, as it said it: JSON if it did as it was told."""

    raw: str
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


class InvalidAnswer(Invalid):
    """The model was paid and its answer can't be used. `raw` is kept for a person to look at,
    `usage` for the ledger."""

    def __init__(self, sentence: str, raw: str, usage: Usage, seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.raw = raw
        self.usage = usage
        self.seconds = seconds


class Refused(Rejected):
    """The model declined to read this one message. It says nothing about the next one."""

    def __init__(self, sentence: str, raw: str, usage: Usage, seconds: float = 0.0) -> None:
        super().__init__(sentence)
        self.raw = raw
        self.usage = usage
        self.seconds = seconds


class Provider(Protocol):
    """One service that offers models. Belongs to one event loop.

    Its calls raise `RateLimited` or `Unavailable` for what heals, `Locked`, `Gone`, `Refused` or
    `Rejected` for what does not, and `InvalidAnswer` for an answer without any text.
    """

    @property
    def name(self) -> str: ...

    async def ask(self, question: Question) -> Answer:
        """The model's answer to the question, tried again as the service's policy says."""
        ...

    async def models(self) -> list[str]:
        """Names of the models the key may use; a cheap way to test the key."""
        ...

    async def close(self) -> None:
        """Give back its connections."""
        ...
