"""Runs an adapter against a stand-in, as the orchestrator would."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from pipeline.remote.policy import Patience
from pipeline.remote.remotes import Remotes
from pipeline.sources.port import AdapterKind, Page, SourceSpec, Surroundings
from tests.keys import Held

IMPATIENT = Patience(timeout=2.0, waits=())


def around(
    base_urls: Mapping[str, str],
    keys: Held,
    service: str,
    allowed: tuple[tuple[str, int], ...] = (),
) -> Surroundings:
    """Surroundings in which nothing is waited for."""
    remotes = Remotes()
    remotes.service(service, per_second=1000, patience=IMPATIENT)
    return Surroundings(remotes, keys, base_urls, allowed)


def fetch(kind: AdapterKind, surroundings: Surroundings, spec: SourceSpec) -> list[Page]:
    """All pages of one run."""

    async def run() -> list[Page]:
        adapter = kind.build(surroundings)
        try:
            return [page async for page in adapter.fetch(spec)]
        finally:
            await adapter.close()

    return asyncio.run(run())


def after(spec: SourceSpec, pages: list[Page]) -> SourceSpec:
    """The spec with the cursor the pages left."""
    return replace(spec, cursor=pages[-1].cursor) if pages else spec
