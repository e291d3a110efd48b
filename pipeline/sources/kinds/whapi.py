"""WhatsApp groups and channels through Whapi.cloud (its OpenAPI 1.8.7).

A group is read by a watermark: `time_from` is the newest second we have seen, and the ids seen
in that second are left out, for offsets shift whenever something new arrives. Edits and
deletions come as messages of their own (`type: action`) and are handed on as changes.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from pipeline.dumps.clock import read_epoch
from pipeline.dumps.message import DumpMessage, Kind
from pipeline.dumps.whapi import read_whapi
from pipeline.errors import Invalid
from pipeline.sources.keyed import KeyedAdapter
from pipeline.sources.port import (
    AdapterKind,
    Change,
    ChangeKind,
    Fetched,
    FieldKind,
    FormField,
    Page,
    SourceSpec,
)

SERVICE = "Whapi"
KEY = "whapi"
BASE_URL = "https://gate.whapi.cloud"
MOST = 500
"""Messages in one answer; the most Whapi gives."""
MOST_PAGES = 100
DAYS_BACK = 7

GROUP = re.compile(r"\d{10,20}(-\d{5,15})?@g\.us")
CHANNEL = re.compile(r"\d{10,25}@newsletter")


class WhapiAdapter(KeyedAdapter):
    """Reads groups and channels of one Whapi account."""

    service = SERVICE
    key = KEY
    base_url = BASE_URL
    per_second = 2.0
    concurrency = 3

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """Pages of what is newer than the watermark, oldest first. What is left after so many
        is for the next run: no chat keeps the others waiting."""
        bearer = await self._bearer()
        days = int(spec.settings.get("days_back", DAYS_BACK))
        since = int(spec.cursor.get("since") or time.time() - days * 86_400)
        seen = frozenset(spec.cursor.get("seen", ()))
        offset = 0
        known: set[str] = set()
        for _ in range(MOST_PAGES):
            records = await self._list(spec.identifier, bearer, since, offset)
            page = _page(records, since, seen)
            if page.messages or page.changes or page.cursor != spec.cursor:
                yield page
            if len(records) < MOST:
                return
            before = len(known)
            known.update(str(one.get("id", "")) for one in records)
            if len(known) == before and offset:
                raise Invalid("Whapi lists the same messages again and again.")
            moved = page.cursor["since"] > since
            # A second that fills a whole page can only be got past by an offset.
            offset = 0 if moved else offset + len(records)
            since, seen = page.cursor["since"], frozenset(page.cursor["seen"])

    async def _list(
        self, chat: str, bearer: Mapping[str, str], since: int, offset: int
    ) -> list[dict[str, Any]]:
        channel = CHANNEL.fullmatch(chat)
        path = f"/newsletters/{chat}/messages" if channel else f"/messages/list/{chat}"
        reply = await self._http.send(
            "GET",
            path,
            params={
                "count": str(MOST),
                "time_from": str(since),
                "offset": str(offset),
                "sort": "asc",
            },
            headers=bearer,
        )
        answer = reply.json()
        records = answer.get("messages") if isinstance(answer, dict) else None
        if not isinstance(records, list):
            raise Invalid("Whapi answered without a list of messages.")
        return [one for one in records if isinstance(one, dict)]


def check(spec: SourceSpec) -> SourceSpec:
    """The spec, its chat id as Whapi writes it. Raises `Invalid`."""
    identifier = spec.identifier.strip()
    if GROUP.fullmatch(identifier) or CHANNEL.fullmatch(identifier):
        return SourceSpec(identifier, spec.settings, spec.cursor)
    if re.fullmatch(r"\+?[\d\s-]{7,15}(@s\.whatsapp\.net)?", identifier):
        raise Invalid(
            f"“{identifier}” is a person's number. A group's id ends in @g.us, "
            "a channel's in @newsletter."
        )
    raise Invalid(
        f"“{identifier}” is no chat id of WhatsApp. A group's looks like "
        "120363025246125486@g.us, a channel's like 120363171744447809@newsletter."
    )


def received(body: object) -> dict[str, Page]:
    """What Whapi posted to a webhook (`{messages[], event, channel_id}`), by chat.

    Raises `Invalid` when it is nothing of the kind.
    """
    records = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(records, list):
        raise Invalid("This is no event of Whapi: it has no messages.")
    of_chat: dict[str, list[dict[str, Any]]] = {}
    for record in records[:MOST]:
        if isinstance(record, dict) and isinstance(chat := record.get("chat_id"), str):
            of_chat.setdefault(chat, []).append(record)
    return {chat: _page(found, 0, frozenset()) for chat, found in of_chat.items()}


def _page(records: list[dict[str, Any]], since: int, seen: frozenset[str]) -> Page:
    messages: list[Fetched] = []
    changes: list[Change] = []
    newest, at_newest = since, set(seen)
    for record in records:
        own_id, second = str(record.get("id", "")), _second(record)
        if own_id in seen and second <= since:
            continue
        if second > newest:
            newest, at_newest = second, set()
        if second == newest and own_id:
            at_newest.add(own_id)
        read = read_whapi(record)
        if read is None or not own_id:
            continue
        if read.edited or read.kind is Kind.DELETED:
            changes.append(_change(read, own_id))
        elif read.kind is not Kind.SYSTEM and read.text.strip():
            messages.append(Fetched(own_id, read.text, read.in_riyadh, read.sender, _link(record)))
    cursor = {"since": newest, "seen": sorted(at_newest)}
    return Page(tuple(messages), cursor, tuple(changes))


def _change(read: DumpMessage, own_id: str) -> Change:
    kind = ChangeKind.DELETED if read.kind is Kind.DELETED else ChangeKind.EDITED
    return Change(read.external_id or own_id, kind, read.text)


def _second(record: Mapping[str, Any]) -> int:
    """When it was sent. A date ahead of us must not carry the watermark past what is to come."""
    value = record.get("timestamp")
    if not isinstance(value, int | float) or read_epoch(value) is None:
        return 0
    return min(int(value), int(time.time()))


def _link(record: Mapping[str, Any]) -> str | None:
    link = record.get("link")
    return link if isinstance(link, str) and link.startswith("https://") else None


KIND = AdapterKind(
    name="whapi",
    medium="WHATSAPP",
    label="source.kind.whapi",
    build=WhapiAdapter,
    check=check,
    service=SERVICE,
    key=KEY,
    every_minutes=15,
    form=(
        FormField(
            "days_back",
            "source.field.days_back",
            FieldKind.NUMBER,
            DAYS_BACK,
            least=0,
            most=365,
        ),
    ),
    identifier_hint="120363025246125486@g.us",
)
