"""Claude, through Anthropic's Messages API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from pipeline.extraction.models.answer import wire_schema
from pipeline.extraction.models.client import plain_client
from pipeline.extraction.models.exchange import (
    Body,
    checked_address,
    count,
    exchange,
    key_for,
    library,
    storable,
)
from pipeline.extraction.models.port import Answer, InvalidAnswer, Question, Refused, Usage
from pipeline.keys import Keys
from pipeline.remote.remotes import Remotes

SERVICE = "Anthropic"
NAME = "anthropic"
BASE_URL = "https://api.anthropic.com"
VERSION = re.compile(r"claude-[a-z]+-(?P<major>\d{1,2})(?:-(?P<minor>\d{1,2})(?!\d))?(?!\d)")
EFFORT = "low"
"""Copying words out needs little thought, and thoughts are paid for and count to the limit."""
KEPT = {"type": "ephemeral"}
"""Marks the end of what is the same for every message, for the service to cache."""


class AnthropicProvider:
    """Asks Claude models. The key is fetched for each call and kept nowhere."""

    def __init__(
        self, remotes: Remotes, keys: Keys, *, base_url: str = BASE_URL, concurrency: int = 5
    ) -> None:
        self._service = remotes.service(SERVICE, per_second=10.0, concurrency=concurrency)
        self._keys = keys
        self._base_url = checked_address(base_url, SERVICE)
        self._client: Any = None

    @property
    def name(self) -> str:
        return NAME

    async def ask(self, question: Question) -> Answer:
        """The model's answer; see `Provider`."""
        wanted = request(question)
        sdk, client = await self.client()

        async def work() -> Answer:
            call = client.messages.with_raw_response.create(**wanted)
            return read(await exchange(sdk, SERVICE, call))

        return await self._service.call(work)

    async def models(self) -> list[str]:
        """Names of the models the key may use."""
        sdk, client = await self.client()

        async def work() -> list[str]:
            call = client.models.with_raw_response.list(limit=1000)
            return list(names(await exchange(sdk, SERVICE, call)))

        return await self._service.call(work)

    async def close(self) -> None:
        """Give back its connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def client(self) -> tuple[ModuleType, Any]:
        """The service's library, and its client with our key."""
        key = await key_for(self._keys, NAME, SERVICE)
        sdk = await library("anthropic")
        if self._client is None:
            self._client = sdk.AsyncAnthropic(
                api_key="unused",
                base_url=self._base_url,
                max_retries=0,
                timeout=self._service.patience.timeout,
                http_client=plain_client(sdk, SERVICE, self._service.patience.timeout),
            )
        return sdk, self._client.with_options(api_key=key)


def request(question: Question) -> dict[str, Any]:
    """The question as parameters of `messages.create`, or of one request of a batch."""
    output: dict[str, Any] = {"format": {"type": "json_schema", "schema": wire_schema()}}
    if _takes_effort(question.model):
        output["effort"] = EFFORT
    return {
        "model": question.model,
        "max_tokens": question.max_tokens,
        "system": [{"type": "text", "text": question.system, "cache_control": KEPT}],
        "messages": list(_turns(question)),
        "output_config": output,
    }


def _takes_effort(model: str) -> bool:
    """Whether the model thinks by itself, and can be told to do so less."""
    version = VERSION.match(model)
    return version is not None and (int(version["major"]), int(version["minor"] or 0)) >= (4, 6)


def _turns(question: Question) -> Iterator[dict[str, Any]]:
    for number, example in enumerate(question.examples, 1):
        last = {"cache_control": KEPT} if number == len(question.examples) else {}
        yield {"role": "user", "content": example.text}
        yield {
            "role": "assistant",
            "content": [{"type": "text", "text": example.answer, **last}],
        }
    yield {"role": "user", "content": question.text}
    if question.correction:
        yield {"role": "assistant", "content": question.correction.answer}
        yield {"role": "user", "content": question.correction.complaint}


def read(body: Body) -> Answer:
    """The answer within a message as the service writes it. Raises `Refused`, `InvalidAnswer`."""
    blocks = body.content.get("content")
    texts = [
        block["text"]
        for block in (blocks if isinstance(blocks, list) else [])
        if isinstance(block, dict)
        and block.get("type") == "text"
        and isinstance(block.get("text"), str)
    ]
    spent = usage(body)
    if body.content.get("stop_reason") == "refusal":
        raise Refused(f"{SERVICE}'s model refused to read this message.", *_kept(body, spent))
    if not texts:
        raise InvalidAnswer(f"{SERVICE} answered without any text.", *_kept(body, spent))
    return Answer(storable("".join(texts)), spent, body.seconds)


def usage(body: Body) -> Usage:
    """Tokens as we count them: the service leaves what it cached out of its `input_tokens`."""
    told = body.content.get("usage")
    cached, written = (
        count(told, "cache_read_input_tokens"),
        count(told, "cache_creation_input_tokens"),
    )
    fresh = count(told, "input_tokens")
    return Usage(fresh + cached + written, cached, count(told, "output_tokens"), written)


def names(body: Body) -> Iterator[str]:
    """Ids in a list of models."""
    models = body.content.get("data")
    for model in models if isinstance(models, list) else []:
        if isinstance(model, dict) and isinstance(model.get("id"), str):
            yield model["id"]


def _kept(body: Body, spent: Usage) -> tuple[str, Usage, float]:
    return body.raw, spent, body.seconds
