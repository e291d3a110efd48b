"""Finds the service a batch belongs to, with the limits that hold on one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from db.models import ModelBatch
from pipeline.errors import Rejected
from pipeline.extraction.batch.port import BatchService
from pipeline.extraction.batch.services import batches_of
from pipeline.extraction.configured import ModelChoice
from pipeline.extraction.models.port import Provider
from pipeline.remote.remotes import Remotes

Build = Callable[[ModelChoice, int, Remotes], Provider]
"""Makes a provider: which one, how many at once, within which limits."""


class BatchServices:
    """Opens batch services."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._remotes = Remotes()
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def of(self, batch: ModelBatch) -> AsyncIterator[BatchService]:
        """The service of a batch, closed afterwards. Raises `Rejected` if there is none."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self._remotes = loop, Remotes()
        choice = ModelChoice.model_validate(
            {
                "provider": batch.provider,
                "strong": batch.model,
                "cheap": batch.model,
                "base_url": batch.base_url,
            }
        )
        service = batches_of(self._build(choice, 1, self._remotes), self._remotes)
        if service is None:
            raise Rejected(f"{batch.provider} answers no batches.")
        try:
            yield service
        finally:
            await service.close()
