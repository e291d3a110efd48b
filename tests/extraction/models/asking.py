"""Providers and questions for tests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import pytest

from pipeline.extraction.call import Extraction
from pipeline.extraction.ground import ground
from pipeline.extraction.models.anthropic import AnthropicProvider
from pipeline.extraction.models.openai import CompatibleProvider, OpenAIProvider
from pipeline.extraction.models.port import Answer, Provider, Question, Usage
from pipeline.extraction.models.reader import ModelExtractor
from pipeline.extraction.port import SourceText
from pipeline.remote.policy import Patience
from pipeline.remote.remotes import Remotes
from tests.keys import Held
from tests.servers.llm import KEY

T = TypeVar("T")
IMPATIENT = Patience(timeout=5.0, waits=())
POSTED = datetime(2026, 3, 2, 10, 0)
NOTHING = '{"is_casting_call":false,"intent":"chatter","calls":[]}'
NAMES = ("anthropic", "openai", "local")
each = pytest.mark.parametrize("name", NAMES)
SERVICES = ("Anthropic", "OpenAI", "The local model server")
EMPTY: dict[str, Any] = {
    "begins": "",
    "ends": "",
    "title": None,
    "company": None,
    "location": None,
    "compensation": None,
    "requirements": None,
    "deadline": None,
    "contact_info": None,
    "roles": [],
    "age_range": None,
    "gender": None,
    "shoot_dates": [],
}


ALL_KEYS = Held(anthropic=KEY, openai=KEY, local=KEY)


def provider(
    name: str, base_url: str, keys: Held = ALL_KEYS, patience: Patience = IMPATIENT
) -> Provider:
    """The provider of that name, asking there."""
    remotes = Remotes()
    for service in SERVICES:
        remotes.service(service, per_second=1000, patience=patience)
    if name == "anthropic":
        return AnthropicProvider(remotes, keys, base_url=base_url)
    if name == "openai":
        return OpenAIProvider(remotes, keys, base_url=f"{base_url}/v1")
    return CompatibleProvider(remotes, keys, base_url=f"{base_url}/v1")


def with_provider(one: Provider, work: Callable[[Provider], Awaitable[T]]) -> T:
    """Do `work` with the provider on a loop of its own, and close it."""

    async def run() -> T:
        try:
            return await work(one)
        finally:
            await one.close()

    return asyncio.run(run())


def question(text: str = "hello") -> Question:
    return Question("Be brief.", (), text, "model-a", 100)


class Saying:
    """A provider whose model says the given answers in turn, and notes what it was asked."""

    name = "saying"

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return Answer(self._answers.pop(0), Usage(100, 10, 20), 0.5)

    async def models(self) -> list[str]:
        return ["m"]

    async def close(self) -> None:
        return None


def call(**fields: Any) -> dict[str, Any]:
    """A call as a model reports it. A string is a value that quotes itself; a pair is a value
    and its quotes."""
    return {**EMPTY, **{name: _quoted(value) for name, value in fields.items()}}


def _quoted(value: Any) -> Any:
    if isinstance(value, str):
        value = (value, value)
    if isinstance(value, tuple):
        told, quotes = value
        return {"value": told, "quotes": [quotes] if isinstance(quotes, str) else quotes}
    if isinstance(value, list):
        return [_quoted(one) for one in value]
    return value


def report(*calls: dict[str, Any], intent: str = "new_call") -> str:
    """A whole answer."""
    return json.dumps(
        {"is_casting_call": bool(calls), "intent": intent, "calls": list(calls)},
        ensure_ascii=False,
    )


def understood(text: str, *calls: dict[str, Any], posted: datetime | None = POSTED) -> Extraction:
    """What the reader makes of these reported calls, held against the text as the job does."""
    source = SourceText(text, posted)
    extractor = ModelExtractor(Saying(), "m")
    return ground(extractor.understand(report(*calls), source), source)


def read_with(answers: Sequence[str], text: str) -> tuple[Saying, Extraction]:
    """The extraction after the model said those answers."""
    saying = Saying(*answers)
    found = asyncio.run(ModelExtractor(saying, "m").extract(SourceText(text, POSTED)))
    return saying, found
