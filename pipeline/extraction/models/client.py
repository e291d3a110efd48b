"""What the services' libraries send with: takes no more from a service than it has to say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import import_module
from types import ModuleType
from typing import Any

from pipeline.errors import Unavailable

MOST_BYTES = 128 << 20
"""The results of a batch are the longest there is to say."""


def plain_client(sdk: ModuleType, service: str, seconds: float) -> Any:
    """A client of the library's own kind that asks for answers as they are, and takes no packed
    ones: one of a megabyte can unfold to more than there is memory. What it refuses raises
    `Unavailable`."""

    async def check(response: Any) -> None:
        if response.headers.get("content-encoding", "identity").casefold() != "identity":
            raise Unavailable(f"{service} sent a packed answer though it was asked not to.")
        response.stream = _capped(response, service)

    return sdk.DefaultAsyncHttpxClient(
        headers={"Accept-Encoding": "identity"},
        timeout=seconds,
        event_hooks={"response": [check]},
    )


def _capped(response: Any, service: str) -> Any:
    # The libraries bring HTTP clients of different make, each with a stream of its own.
    http: Any = import_module(type(response).__module__.partition(".")[0])
    inner = response.stream

    class Capped(http.AsyncByteStream):  # type: ignore[misc]  # known only now
        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for part in inner:
                size += len(part)
                if size > MOST_BYTES:
                    raise Unavailable(
                        f"{service} sent more than {MOST_BYTES >> 20} MiB; that is not read."
                    )
                yield part

        async def aclose(self) -> None:
            await inner.aclose()

    return Capped()
