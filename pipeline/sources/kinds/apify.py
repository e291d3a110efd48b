"""Instagram accounts and hashtags through Apify's Instagram scraper.

Each post that comes costs money, so a run asks for a few at most, and a day has a cap. What was
spent today is kept in the cursor, which is stored together with what it paid for.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline.dumps.apify import read_apify
from pipeline.errors import Invalid
from pipeline.remote.failure import BudgetSpent
from pipeline.remote.policy import Patience
from pipeline.sources.instagram import bare, is_account
from pipeline.sources.keyed import KeyedAdapter
from pipeline.sources.port import (
    AdapterKind,
    Fetched,
    FieldKind,
    FormField,
    Page,
    SourceSpec,
)

SERVICE = "Apify"
KEY = "apify"
BASE_URL = "https://api.apify.com"
PATH = "/v2/acts/apify~instagram-scraper/run-sync-get-dataset-items"
PATIENCE = Patience(timeout=300.0, waits=(5.0,))
"""A run is answered when it is done; a second one would be paid for again."""

HASHTAG = re.compile(r"#[^\W]{1,100}")


class ApifyAdapter(KeyedAdapter):
    """Reads the newest posts of an account or a hashtag."""

    service = SERVICE
    key = KEY
    base_url = BASE_URL
    patience = PATIENCE

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """One page: the posts newer than the newest we know. Raises `BudgetSpent` when the
        day's cap leaves nothing to ask for."""
        bearer = await self._bearer()
        today = datetime.now(UTC).date().isoformat()
        spent = int(spec.cursor.get("spent", 0)) if spec.cursor.get("day") == today else 0
        price = round(float(spec.settings["usd_per_1000"]) * 1000)
        most = _affordable(spec.settings, price, spent)
        items = await self._items(spec, bearer, most)
        cost = len(items) * price
        newest = max((_when(one) for one in items), default="")
        cursor = {
            "newest": max(newest, str(spec.cursor.get("newest", ""))),
            "day": today,
            "spent": spent + cost,
        }
        yield Page(tuple(found for one in items if (found := _post(one))), cursor, cost=cost)

    async def _items(
        self, spec: SourceSpec, bearer: Mapping[str, str], most: int
    ) -> list[dict[str, Any]]:
        body = {
            "directUrls": [_address(spec.identifier)],
            "resultsType": "posts",
            "resultsLimit": most,
            "addParentData": False,
        }
        if newest := spec.cursor.get("newest"):
            body["onlyPostsNewerThan"] = newest
        reply = await self._http.send(
            "POST",
            PATH,
            # The actor's own ceiling: what it does not send can't be charged.
            params={"maxItems": str(most)},
            body=body,
            headers=bearer,
        )
        answer = reply.json()
        if not isinstance(answer, list):
            raise Invalid("Apify answered without a list of posts.")
        items = [one for one in answer if isinstance(one, dict)]
        # "Private" and "not found" come as an item that says so.
        if items and all("error" in one for one in items):
            raise Invalid(f"Apify found no public posts of {spec.identifier}.")
        return [one for one in items if "error" not in one]


def check(spec: SourceSpec) -> SourceSpec:
    """The spec with the account's bare name or the hashtag. Raises `Invalid`."""
    given = bare(spec.identifier)
    if HASHTAG.fullmatch(given) or is_account(given):
        return SourceSpec(given.casefold(), spec.settings, spec.cursor)
    raise Invalid(
        f"“{given}” is no Instagram account. Give its name, like casting.riyadh, "
        "its address, or a #hashtag."
    )


def _affordable(settings: Mapping[str, Any], price: int, spent: int) -> int:
    """How many posts the day's cap leaves, at most what a run may ask for."""
    cap = round(float(settings["usd_per_day"]) * 1_000_000)
    most = min(int(settings["most_posts"]), (cap - spent) // price if price else 10_000)
    if most < 1:
        raise BudgetSpent(
            f"Today's {settings['usd_per_day']:g} US dollars for this source are spent; "
            "it is asked again tomorrow."
        )
    return most


def _address(identifier: str) -> str:
    if identifier.startswith("#"):
        return f"https://www.instagram.com/explore/tags/{identifier[1:]}/"
    return f"https://www.instagram.com/{identifier}/"


def _when(item: Mapping[str, Any]) -> str:
    """The time as Apify writes it; a pinned old post is no newer for being on top."""
    value = item.get("timestamp")
    now = datetime.now(UTC).isoformat()
    return value if isinstance(value, str) and value[:4].isdecimal() and value < now else ""


def _post(item: dict[str, Any]) -> Fetched | None:
    read = read_apify(item)
    if read is None or not read.text.strip() or not read.external_id:
        return None
    return Fetched(read.external_id, read.text, read.in_riyadh, read.sender, read.url)


KIND = AdapterKind(
    name="apify",
    medium="INSTAGRAM",
    label="source.kind.apify",
    build=ApifyAdapter,
    check=check,
    service=SERVICE,
    key=KEY,
    form=(
        FormField("most_posts", "source.field.most_posts", FieldKind.NUMBER, 20, least=1, most=500),
        FormField(
            "usd_per_day", "source.field.usd_per_day", FieldKind.NUMBER, 0.5, least=0.01, most=100
        ),
        FormField(
            "usd_per_1000", "source.field.usd_per_1000", FieldKind.NUMBER, 2.3, least=0, most=100
        ),
    ),
    identifier_hint="casting.riyadh",
)
