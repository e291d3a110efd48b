"""GPT, through OpenAI's Chat Completions API, and every server on this machine or in the
office that speaks the same (Ollama, LM Studio, llama.cpp, vLLM)."""

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
from pipeline.remote.failure import Locked
from pipeline.remote.remotes import Remotes

SERVICE = "OpenAI"
NAME = "openai"
BASE_URL = "https://api.openai.com/v1"
LOCAL_SERVICE = "The local model server"
LOCAL_NAME = "local"
THINKS = re.compile(r"(?:gpt-(?:[5-9]|\d\d)|o\d)(?!.*-(?:pro|chat))")
EFFORT = "low"
"""Copying words out needs little thought, and thoughts are paid for and count to the limit."""
ACCOUNT_HEADERS = ("OpenAI-Organization", "OpenAI-Project")
CACHE_NAME = "takeone"
"""Sends all our requests to where the common beginning of them is cached."""


class OpenAIProvider:
    """Asks GPT models. The key is fetched for each call and kept nowhere."""

    service_name = SERVICE
    key_name = NAME

    def __init__(
        self, remotes: Remotes, keys: Keys, *, base_url: str = BASE_URL, concurrency: int = 5
    ) -> None:
        self._service = remotes.service(self.service_name, per_second=10.0, concurrency=concurrency)
        self._keys = keys
        self._base_url = checked_address(base_url, self.service_name)
        self._client: Any = None

    @property
    def name(self) -> str:
        return self.key_name

    async def ask(self, question: Question) -> Answer:
        """The model's answer; see `Provider`."""
        wanted = self._request(question)
        sdk, client = await self.client()

        async def work() -> Answer:
            call = client.chat.completions.with_raw_response.create(**wanted)
            return read(await exchange(sdk, self.service_name, call), self.service_name)

        return await self._service.call(work)

    async def models(self) -> list[str]:
        """Names of the models the key may use."""
        sdk, client = await self.client()

        async def work() -> list[str]:
            call = client.models.with_raw_response.list()
            return list(names(await exchange(sdk, self.service_name, call)))

        return await self._service.call(work)

    async def close(self) -> None:
        """Give back its connections."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def client(self) -> tuple[ModuleType, Any]:
        """The service's library, and its client with our key."""
        key = await self._key()
        sdk = await library("openai")
        if self._client is None:
            self._client = sdk.AsyncOpenAI(
                api_key="unused",
                base_url=self._base_url,
                # The library takes an account from the environment; ours goes with the key alone.
                default_headers=dict.fromkeys(ACCOUNT_HEADERS, sdk.Omit()),
                max_retries=0,
                timeout=self._service.patience.timeout,
                http_client=plain_client(sdk, self.service_name, self._service.patience.timeout),
            )
        return sdk, self._client.with_options(api_key=key)

    async def _key(self) -> str:
        return await key_for(self._keys, self.key_name, self.service_name)

    def _request(self, question: Question) -> dict[str, Any]:
        return request(question)


class CompatibleProvider(OpenAIProvider):
    """Asks a server that speaks OpenAI's language; most of them want no key."""

    service_name = LOCAL_SERVICE
    key_name = LOCAL_NAME

    async def _key(self) -> str:
        try:
            return await super()._key()
        except Locked:
            return "none"

    def _request(self, question: Question) -> dict[str, Any]:
        return compatible_request(question)


def request(question: Question) -> dict[str, Any]:
    """The question as parameters of `chat.completions.create`, or as the body of a line of a
    batch."""
    return {
        **_common(question),
        "max_completion_tokens": question.max_tokens,
        "prompt_cache_key": CACHE_NAME,
        **({"reasoning_effort": EFFORT} if THINKS.match(question.model) else {}),
    }


def compatible_request(question: Question) -> dict[str, Any]:
    """The same in the words that every compatible server knows."""
    return {**_common(question), "max_tokens": question.max_tokens}


def _common(question: Question) -> dict[str, Any]:
    return {
        "model": question.model,
        "messages": list(_turns(question)),
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "extraction", "strict": True, "schema": wire_schema()},
        },
    }


def _turns(question: Question) -> Iterator[dict[str, Any]]:
    yield {"role": "system", "content": question.system}
    for example in question.examples:
        yield {"role": "user", "content": example.text}
        yield {"role": "assistant", "content": example.answer}
    yield {"role": "user", "content": question.text}
    if question.correction:
        yield {"role": "assistant", "content": question.correction.answer}
        yield {"role": "user", "content": question.correction.complaint}


def read(body: Body, service: str = SERVICE) -> Answer:
    """The answer within a completion as the service writes it.

    Raises `Refused`, `InvalidAnswer`.
    """
    choices = body.content.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    text = message.get("content") if isinstance(message, dict) else None
    kept = (body.raw, usage(body), body.seconds)
    if isinstance(choice, dict) and (
        choice.get("finish_reason") == "content_filter"
        or (isinstance(message, dict) and message.get("refusal"))
    ):
        raise Refused(f"{service}'s model refused to read this message.", *kept)
    if not isinstance(text, str) or not text:
        raise InvalidAnswer(f"{service} answered without any text.", *kept)
    return Answer(storable(text), usage(body), body.seconds)


def usage(body: Body) -> Usage:
    """Tokens as the service counts them."""
    told = body.content.get("usage")
    return Usage(
        input=count(told, "prompt_tokens"),
        cached=count(told, "prompt_tokens_details", "cached_tokens"),
        output=count(told, "completion_tokens"),
    )


def names(body: Body) -> Iterator[str]:
    """Ids in a list of models."""
    models = body.content.get("data")
    for model in models if isinstance(models, list) else []:
        if isinstance(model, dict) and isinstance(model.get("id"), str):
            yield model["id"]
