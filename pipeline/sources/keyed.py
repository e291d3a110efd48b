"""What all adapters of one service with a key have in common."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from pipeline.remote.failure import Locked
from pipeline.remote.http import Http
from pipeline.remote.policy import Patience
from pipeline.sources.port import Surroundings

LONGEST_KEY = 4096


class KeyedAdapter:
    """Talks to its service with a key that is fetched for each run and kept nowhere."""

    service: ClassVar[str]
    """The service's name, in sentences and for its limits."""
    key: ClassVar[str]
    base_url: ClassVar[str]
    per_second: ClassVar[float] = 1.0
    concurrency: ClassVar[int] = 2
    patience: ClassVar[Patience] = Patience()

    def __init__(self, around: Surroundings) -> None:
        self._keys = around.keys
        self._http = Http(
            around.remotes.service(
                self.service,
                per_second=self.per_second,
                concurrency=self.concurrency,
                patience=self.patience,
            ),
            base_url=around.base_urls.get(self.service, self.base_url),
        )

    async def close(self) -> None:
        """Give back its connections."""
        await self._http.close()

    async def _bearer(self) -> dict[str, str]:
        """The header that carries the key. Raises `Locked` when nobody entered one, or what was
        entered can't be one: a header takes few signs, and its errors would repeat the key."""
        key = (await asyncio.to_thread(self._keys.get, self.key) or "").strip()
        if not key:
            raise Locked(f"There is no key for {self.service}. Enter one.")
        plain = key.isascii() and key.isprintable() and " " not in key
        if not plain or len(key) > LONGEST_KEY:
            raise Locked(f"The key for {self.service} holds signs no key has. Enter it again.")
        return {"Authorization": f"Bearer {key}"}
