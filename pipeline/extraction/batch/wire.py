"""What both batch services have in common: how they are called, and lines of JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Protocol, TypeVar

from pipeline.errors import Unavailable
from pipeline.extraction.batch.port import Fate, InDoubt, Result
from pipeline.extraction.models.exchange import Body, storable
from pipeline.extraction.models.port import Answer, InvalidAnswer, Refused
from pipeline.remote.failure import BreakerOpen, Gone, RateLimited
from pipeline.remote.policy import Patience, Service
from pipeline.remote.remotes import Remotes

T = TypeVar("T")
PATIENCE = Patience(timeout=300.0, waits=())
"""Files of many megabytes take their time; tried again are they by the job that moves them."""
MOST_LINES = 2_000
"""Each line repeats the prompt: so many are some 25 MB, and both services take four times that."""
RAW: Mapping[str, Any] = {"headers": {"X-Stainless-Raw-Response": "raw"}}
"""Has the libraries hand over what came as it came."""
LONGEST_ERROR = 300


class Connected(Protocol):
    """A provider whose library can be used for more than single questions."""

    async def client(self) -> tuple[ModuleType, Any]: ...

    async def close(self) -> None: ...


class Wire:
    """A provider's library, called as its batch service wants to be called."""

    def __init__(self, provider: Connected, remotes: Remotes, name: str) -> None:
        self._provider = provider
        self._service: Service = remotes.service(
            f"{name} batches", per_second=5.0, concurrency=2, patience=PATIENCE
        )

    async def call(self, work: Callable[[ModuleType, Any], Awaitable[T]]) -> T:
        """Do `work` with the library and its client."""
        sdk, client = await self._provider.client()
        patient = client.with_options(timeout=PATIENCE.timeout)
        return await self._service.call(lambda: work(sdk, patient))

    async def send(self, work: Callable[[ModuleType, Any], Awaitable[T]]) -> T:
        """The same for what must not happen twice. Raises `InDoubt` when it may have."""
        try:
            return await self.call(work)
        except (RateLimited, BreakerOpen):
            raise
        except (Unavailable, InvalidAnswer) as error:
            raise InDoubt(str(error)) from None

    async def settle(self, work: Callable[[ModuleType, Any], Awaitable[object]]) -> None:
        """The same for what may have been done already."""
        try:
            await self.call(work)
        except Gone:
            return

    async def close(self) -> None:
        """Give back the provider's connections."""
        await self._provider.close()


async def as_json_lines(rows: Iterable[object]) -> bytes:
    """The rows, a line each; made in a thread, for there may be many megabytes of them."""

    def work() -> bytes:
        return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()

    return await asyncio.to_thread(work)


def json_lines(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects in a file of JSON lines. Broken lines, as a cut download ends, are left out."""
    for line in text.split("\n"):
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict):
            yield told


def id_in(told: object, service: str) -> str:
    """The id of what was made. Raises `InDoubt`: without one it may exist all the same."""
    found = part(told, "id")
    if not isinstance(found, str) or not found:
        raise InDoubt(f"{service} did not say what it calls what it took.")
    return found


def result_of(line_id: str, body: Body, read: Callable[[Body], Answer]) -> Result:
    """What a paid answer is worth."""
    try:
        answer = read(body)
    except (Refused, InvalidAnswer) as error:
        return Result(line_id, Fate.USELESS, error.raw, error.usage, str(error))
    return Result(line_id, Fate.ANSWERED, answer.raw, answer.usage)


def part(told: object, *path: str) -> Any:
    """What lies at `path`, None where the way ends."""
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def words(told: object, *path: str) -> str:
    """The text at `path`, short enough for a sentence, and fit for a database."""
    found = part(told, *path)
    return storable(" ".join(found.split()))[:LONGEST_ERROR] if isinstance(found, str) else ""
