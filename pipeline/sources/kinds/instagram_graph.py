"""Instagram business accounts through Meta's own Graph API (business discovery).

Free, and only for accounts that are business or creator accounts. Meta answers nearly every
failure with status 400 and tells what it was by a code.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from pipeline.errors import Invalid, Rejected, Unavailable
from pipeline.remote.failure import Gone, Locked, RateLimited
from pipeline.remote.http import Reply, refuse
from pipeline.riyadh import RIYADH
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

SERVICE = "Instagram"
KEY = "instagram"
BASE_URL = "https://graph.facebook.com/v23.0"
POSTS = 50
"""Posts in one answer."""
PAGES = 4
ANSWERED = frozenset({400, 403, 404, 429})

# https://developers.facebook.com/docs/graph-api/guides/error-handling
BUSY_CODES = frozenset({4, 17, 32, 613, 80002})
KEY_CODES = frozenset({3, 10, 102, 190, 200, 467})
TROUBLE_CODES = frozenset({1, 2})
NOT_FOUND = 110
CURSOR = re.compile(r"[A-Za-z0-9_=-]+")
AN_HOUR = 3600.0


class GraphAdapter(KeyedAdapter):
    """Reads the newest posts of a business account."""

    service = SERVICE
    key = KEY
    base_url = BASE_URL

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """Posts newer than the newest we know, oldest first, in one page."""
        bearer = await self._bearer()
        known = str(spec.cursor.get("newest", ""))
        posts: list[Mapping[str, Any]] = []
        after = ""
        for _ in range(PAGES):
            media = await self._media(spec, bearer, after)
            found = [one for one in _list(media.get("data")) if isinstance(one, dict)]
            posts += [one for one in found if _when(one) > known]
            after = _after(media)
            if not after or not found or not known or _when(found[-1]) <= known:
                break
        if posts:
            newest = max(known, *(_when(one) for one in posts))
            messages = (_post(one, spec.identifier) for one in sorted(posts, key=_when))
            yield Page(tuple(one for one in messages if one), {"newest": newest})

    async def _media(
        self, spec: SourceSpec, bearer: Mapping[str, str], after: str
    ) -> Mapping[str, Any]:
        start = f".after({after})" if after else ""
        fields = (
            f"business_discovery.username({spec.identifier})"
            f"{{media.limit({POSTS}){start}{{id,caption,permalink,timestamp}}}}"
        )
        reply = await self._http.send(
            "GET",
            f"/{spec.settings['own_account']}",
            params={"fields": fields},
            headers=bearer,
            fine=ANSWERED,
        )
        answer = _answer(reply)
        media = _map(_map(answer.get("business_discovery")).get("media"))
        if not media:
            raise Invalid("Instagram answered without posts.")
        return media


def check(spec: SourceSpec) -> SourceSpec:
    """The spec with the account's bare name. Raises `Invalid`."""
    given = bare(spec.identifier)
    if not is_account(given):
        raise Invalid(f"“{given}” is no Instagram account. Give its name, like casting.riyadh.")
    if not str(spec.settings.get("own_account", "")).isdecimal():
        raise Invalid(
            "Meta asks on behalf of your own business account: give its number as “own_account”."
        )
    return SourceSpec(given.casefold(), spec.settings, spec.cursor)


def _answer(reply: Reply) -> Mapping[str, Any]:
    """What Meta said. Its own code tells more than the status, where it gives one."""
    try:
        found = _map(reply.json())
    except Invalid:
        refuse(reply)
        raise
    if told := _map(found.get("error")):
        _refuse_by_code(told)
    refuse(reply)
    return found


def _refuse_by_code(told: Mapping[str, Any]) -> None:
    code = told.get("code")
    if code in BUSY_CODES:
        raise RateLimited("Instagram's limit of requests is reached.", AN_HOUR)
    if code in KEY_CODES:
        raise Locked(
            f"Instagram does not accept the key, or it lacks a permission (code {code}). "
            "Renew it in Meta's console."
        )
    if code in TROUBLE_CODES:
        raise Unavailable(f"Instagram has trouble (code {code}).")
    if code == NOT_FOUND or told.get("error_subcode") == 2207013:
        raise Gone("Instagram knows no business account of this name.")
    raise Rejected(f"Instagram refused the request (code {code}).")


def _post(item: Mapping[str, Any], account: str) -> Fetched | None:
    caption, own_id = item.get("caption"), item.get("id")
    if not isinstance(caption, str) or not caption.strip() or not isinstance(own_id, str):
        return None
    link = item.get("permalink")
    return Fetched(own_id, caption, _local(item), account, link if isinstance(link, str) else None)


def _when(item: Mapping[str, Any]) -> str:
    value = item.get("timestamp")
    return value if isinstance(value, str) else ""


def _local(item: Mapping[str, Any]) -> datetime | None:
    try:
        moment = datetime.strptime(_when(item), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return moment.astimezone(RIYADH).replace(tzinfo=None)


def _after(media: Mapping[str, Any]) -> str:
    after = _map(_map(media.get("paging")).get("cursors")).get("after")
    return after if isinstance(after, str) and CURSOR.fullmatch(after) else ""


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


KIND = AdapterKind(
    name="instagram_graph",
    medium="INSTAGRAM",
    label="source.kind.instagram_graph",
    build=GraphAdapter,
    check=check,
    service=SERVICE,
    key=KEY,
    form=(FormField("own_account", "source.field.own_account", FieldKind.TEXT),),
    identifier_hint="casting.riyadh",
)
