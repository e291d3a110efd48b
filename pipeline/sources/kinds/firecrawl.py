"""Websites through FireCrawl, for pages that only a browser can read.

FireCrawl fetches the page itself and answers with its text as Markdown; whether the page was
really there stands in `metadata.statusCode`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import blake2b

from pipeline.errors import Invalid, Rejected, Unavailable
from pipeline.remote.failure import Gone
from pipeline.remote.policy import Patience
from pipeline.sources.keyed import KeyedAdapter
from pipeline.sources.kinds.web import check
from pipeline.sources.port import (
    AdapterKind,
    Fetched,
    FieldKind,
    FormField,
    Page,
    SourceSpec,
)
from pipeline.sources.webpage import LONGEST, SHORTEST

SERVICE = "FireCrawl"
KEY = "firecrawl"
BASE_URL = "https://api.firecrawl.dev"


class FireCrawlAdapter(KeyedAdapter):
    """Reads one page's main text."""

    service = SERVICE
    key = KEY
    base_url = BASE_URL
    patience = Patience(timeout=60.0)

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """The page's text, when it is not the one we know."""
        reply = await self._http.send(
            "POST",
            "/v2/scrape",
            body={"url": spec.identifier, "formats": ["markdown"], "onlyMainContent": True},
            headers=await self._bearer(),
        )
        text = _text(reply.json())[:LONGEST].strip()
        digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
        if len(text) < SHORTEST or digest == spec.cursor.get("digest"):
            return
        message = Fetched(f"{spec.identifier}#{digest}", text, None, None, spec.identifier)
        price = round(float(spec.settings.get("usd_per_1000", 0)) * 1000)
        yield Page((message,), {"digest": digest}, cost=price)


def _text(answer: object) -> str:
    data = answer.get("data") if isinstance(answer, dict) else None
    metadata = data.get("metadata") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(metadata, dict):
        raise Invalid("FireCrawl answered without a page.")
    status = metadata.get("statusCode", 200)
    if status in (404, 410):
        raise Gone(f"The page is not there any more ({status}).")
    if status in (401, 403):
        raise Rejected(f"The page is shown only to those who log in ({status}).")
    if isinstance(status, int) and status >= 500:
        raise Unavailable(f"The page's site has trouble ({status}).")
    markdown = data.get("markdown")
    return markdown if isinstance(markdown, str) else ""


KIND = AdapterKind(
    name="firecrawl",
    medium="WEB",
    label="source.kind.firecrawl",
    build=FireCrawlAdapter,
    check=check,
    service=SERVICE,
    key=KEY,
    form=(
        FormField(
            "usd_per_1000", "source.field.usd_per_1000", FieldKind.NUMBER, 1.0, least=0, most=100
        ),
    ),
    identifier_hint="https://example.com/casting",
)
