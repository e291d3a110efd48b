"""OpenAI's Batch API: a file of questions goes up, and up to two files come back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Any

from pipeline.extraction.batch.port import Fate, Lost, Parcel, Phase, Result, Standing
from pipeline.extraction.batch.wire import (
    Wire,
    as_json_lines,
    id_in,
    json_lines,
    part,
    result_of,
    words,
)
from pipeline.extraction.models.exchange import Body, count, exchange, storable, text_of
from pipeline.extraction.models.openai import SERVICE, OpenAIProvider, read, request
from pipeline.remote.failure import Gone
from pipeline.remote.remotes import Remotes

ENDPOINT = "/v1/chat/completions"
WINDOW = "24h"
MARK = "takeone"
LISTED = 50
ENDED = ("completed", "expired", "cancelled")
FATES = {"batch_expired": Fate.EXPIRED, "batch_cancelled": Fate.CANCELLED}
TOO_MUCH = "token_limit_exceeded"
FILES = ("output_file_id", "error_file_id")


class OpenAIBatches:
    """Sends and collects batches. See `BatchService`."""

    def __init__(self, provider: OpenAIProvider, remotes: Remotes) -> None:
        self._wire = Wire(provider, remotes, SERVICE)

    async def submit(self, parcel: Parcel) -> str:
        """Send a batch: its questions as a file, then the order to answer them."""
        content = await as_json_lines(
            {
                "custom_id": line.id,
                "method": "POST",
                "url": ENDPOINT,
                "body": request(line.question),
            }
            for line in parcel.lines
        )

        async def upload(sdk: ModuleType, client: Any) -> Body:
            file = (f"{parcel.mark}.jsonl", content, "application/jsonl")
            call = client.files.with_raw_response.create(file=file, purpose="batch")
            return await exchange(sdk, SERVICE, call)

        file_id = id_in((await self._wire.call(upload)).content, SERVICE)

        async def order(sdk: ModuleType, client: Any) -> Body:
            call = client.batches.with_raw_response.create(
                input_file_id=file_id,
                endpoint=ENDPOINT,
                completion_window=WINDOW,
                metadata={MARK: parcel.mark},
            )
            return await exchange(sdk, SERVICE, call)

        return id_in((await self._wire.send(order)).content, SERVICE)

    async def find(self, lost: Lost) -> str | None:
        """The batch that bears our mark."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.batches.with_raw_response.list(limit=LISTED)
            return await exchange(sdk, SERVICE, call)

        listed = part((await self._wire.call(work)).content, "data")
        for one in listed if isinstance(listed, list) else []:
            if part(one, "metadata", MARK) == lost.mark and isinstance(part(one, "id"), str):
                return str(one["id"])
        return None

    async def look(self, remote_id: str) -> Standing:
        """How far it is. A batch the service does not know any more has failed."""
        try:
            told = await self._retrieve(remote_id)
        except Gone:
            return Standing(Phase.FAILED, error=f"{SERVICE} does not know this batch any more.")
        done, failed = (count(told, "request_counts", name) for name in ("completed", "failed"))
        status = part(told, "status")
        if status == "failed":
            return Standing(Phase.FAILED, error=_reason(told), later=_is_too_much(told))
        phase = Phase.ENDED if status in ENDED else Phase.WORKING
        return Standing(phase, done + failed, failed)

    async def results(self, remote_id: str) -> list[Result]:
        """Everything that came of a batch, out of both its files."""
        told = await self._retrieve(remote_id)
        found: list[Result] = []
        for name in FILES:
            if isinstance(file_id := part(told, name), str) and file_id:
                text = await self._download(file_id)
                found += await asyncio.to_thread(list, results_in(text))
        return found

    async def cancel(self, remote_id: str) -> None:
        """Ask for its end."""

        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.batches.with_raw_response.cancel(remote_id)
            return await exchange(sdk, SERVICE, call)

        await self._wire.settle(work)

    async def forget(self, remote_id: str) -> None:
        """Have its files deleted there; the batch without them says nothing."""
        try:
            told = await self._retrieve(remote_id)
        except Gone:
            return
        for name in ("input_file_id", *FILES):
            if isinstance(file_id := part(told, name), str) and file_id:
                await self._delete(file_id)

    async def close(self) -> None:
        """Give back its connections."""
        await self._wire.close()

    async def _retrieve(self, remote_id: str) -> Mapping[str, Any]:
        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.batches.with_raw_response.retrieve(remote_id)
            return await exchange(sdk, SERVICE, call)

        return (await self._wire.call(work)).content

    async def _download(self, file_id: str) -> str:
        async def work(sdk: ModuleType, client: Any) -> str:
            call = client.files.with_raw_response.content(file_id)
            return await text_of(sdk, SERVICE, call)

        return await self._wire.call(work)

    async def _delete(self, file_id: str) -> None:
        async def work(sdk: ModuleType, client: Any) -> Body:
            call = client.files.with_raw_response.delete(file_id)
            return await exchange(sdk, SERVICE, call)

        await self._wire.settle(work)


def results_in(text: str) -> Iterable[Result]:
    """The results in one of a batch's files, in any order."""
    for told in json_lines(text):
        line_id = part(told, "custom_id")
        if not isinstance(line_id, str):
            continue
        body = part(told, "response", "body")
        if part(told, "response", "status_code") == 200 and isinstance(body, dict):
            raw = storable(json.dumps(body, ensure_ascii=False))
            yield result_of(line_id, Body(body, raw, 0.0), read)
        else:
            fate = FATES.get(str(part(told, "error", "code")), Fate.ERRORED)
            error = words(body, "error", "message") or words(told, "error", "message")
            yield Result(line_id, fate, error=error)


def _errors(told: object) -> list[object]:
    errors = part(told, "errors", "data")
    return errors if isinstance(errors, list) else []


def _is_too_much(told: object) -> bool:
    """Whether the account has as much in batches as it may."""
    return any(part(one, "code") == TOO_MUCH for one in _errors(told))


def _reason(told: object) -> str:
    said = [words(one, "message") for one in _errors(told)]
    why = "; ".join(dict.fromkeys(one for one in said if one))
    return f"{SERVICE} refused the batch{f': {why}' if why else ''}."[:400]
