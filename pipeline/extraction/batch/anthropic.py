"""Anthropic's Message Batches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from urllib.parse import quote

from pipeline.extraction.batch.port import Fate, Line, Lost, Parcel, Phase, Result, Standing
from pipeline.extraction.batch.wire import (
    RAW,
    Wire,
    id_in,
    json_lines,
    part,
    result_of,
    words,
)
from pipeline.extraction.models.anthropic import SERVICE, AnthropicProvider, read, request
from pipeline.extraction.models.exchange import Body, count, exchange, storable, text_of
from pipeline.remote.failure import Gone
from pipeline.remote.remotes import Remotes

PATH = "/v1/messages/batches"
SKEW = timedelta(minutes=5)
"""Clocks differ by so much at most."""
LISTED = 50
FATES = {"errored": Fate.ERRORED, "expired": Fate.EXPIRED, "canceled": Fate.CANCELLED}


class AnthropicBatches:
    """Sends and collects Message Batches. See `BatchService`."""

    def __init__(self, provider: AnthropicProvider, remotes: Remotes) -> None:
        self._wire = Wire(provider, remotes, SERVICE)

    async def submit(self, parcel: Parcel) -> str:
        """Send a batch. The service knows no mark; a batch is found by its size and hour."""
        content = await asyncio.to_thread(_encoded, parcel.lines)

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.post(PATH, content=content, cast_to=object, options=RAW)
            return await exchange(sdk, SERVICE, call)

        return id_in((await self._wire.send(work)).content, SERVICE)

    async def find(self, lost: Lost) -> str | None:
        """The oldest batch of that size which could be ours. Should it be another program's,
        its answers bear other ids, and none of them is taken."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.messages.batches.with_raw_response.list(limit=LISTED)
            return await exchange(sdk, SERVICE, call)

        listed = part((await self._wire.call(work)).content, "data")
        candidates = [
            (created, one["id"])
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(part(one, "id"), str)
            and one["id"] not in lost.known
            and _size(one) == lost.count
            and (created := _moment(part(one, "created_at"))) is not None
            and created >= lost.since - SKEW
        ]
        return min(candidates)[1] if candidates else None

    async def look(self, remote_id: str) -> Standing:
        """How far it is. A batch that was deleted there has failed."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.messages.batches.with_raw_response.retrieve(remote_id)
            return await exchange(sdk, SERVICE, call)

        try:
            told = (await self._wire.call(work)).content
        except Gone:
            return Standing(Phase.FAILED, error=f"{SERVICE} does not know this batch any more.")
        open_still = count(told, "request_counts", "processing")
        failed = sum(count(told, "request_counts", name) for name in FATES)
        ended = part(told, "processing_status") == "ended"
        return Standing(
            Phase.ENDED if ended else Phase.WORKING, max(0, _size(told) - open_still), failed
        )

    async def results(self, remote_id: str) -> list[Result]:
        """Everything that came of a batch. The address is ours, not the one the batch names:
        our key goes nowhere else."""

        async def work(sdk: ModuleType, client: Any) -> str:
            call = client.get(
                f"{PATH}/{quote(remote_id, safe='')}/results", cast_to=object, options=RAW
            )
            return await text_of(sdk, SERVICE, call)

        text = await self._wire.call(work)
        return await asyncio.to_thread(lambda: list(results_in(text)))

    async def cancel(self, remote_id: str) -> None:
        """Ask for its end."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.messages.batches.with_raw_response.cancel(remote_id)
            return await exchange(sdk, SERVICE, call)

        await self._wire.settle(work)

    async def forget(self, remote_id: str) -> None:
        """Have it deleted there."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.messages.batches.with_raw_response.delete(remote_id)
            return await exchange(sdk, SERVICE, call)

        await self._wire.settle(work)

    async def close(self) -> None:
        """Give back its connections."""
        await self._wire.close()


def _encoded(lines: Sequence[Line]) -> bytes:
    requests = [{"custom_id": line.id, "params": request(line.question)} for line in lines]
    return json.dumps({"requests": requests}, ensure_ascii=False).encode("utf-8", "replace")


def results_in(text: str) -> Iterable[Result]:
    """The results in a file of them, in any order."""
    for told in json_lines(text):
        line_id, kind = part(told, "custom_id"), part(told, "result", "type")
        if not isinstance(line_id, str):
            continue
        if kind == "succeeded" and isinstance(message := part(told, "result", "message"), dict):
            raw = storable(json.dumps(message, ensure_ascii=False))
            yield result_of(line_id, Body(message, raw, 0.0), read)
        elif fate := FATES.get(str(kind)):
            error = words(told, "result", "error", "error", "message")
            yield Result(line_id, fate, error=error)


def _size(told: object) -> int:
    names = ("processing", "succeeded", *FATES)
    return sum(count(told, "request_counts", name) for name in names)


def _moment(told: object) -> datetime | None:
    """A moment as the service writes it, as naive UTC."""
    if not isinstance(told, str):
        return None
    try:
        return datetime.fromisoformat(told).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
