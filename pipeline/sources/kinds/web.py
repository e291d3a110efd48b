"""Websites, fetched directly and politely: robots.txt first, nothing twice, nothing private.

An address may be a feed, a sitemap, or a page. A page that names a feed is read through it; a
page with JSON-LD JobPostings gives one message for each; any other gives its main text, as one
message, each time that text is new.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from pipeline.errors import Invalid, Rejected
from pipeline.remote.failure import Gone, Locked
from pipeline.remote.guard import PrivateAddress, guarded
from pipeline.remote.http import USER_AGENT, Http, Reply
from pipeline.sources.port import (
    AdapterKind,
    Fetched,
    FieldKind,
    FormField,
    Page,
    SourceSpec,
    Surroundings,
)
from pipeline.sources.webpage import Content, Link, read

MOST_BYTES = 10 << 20
MOST_LINKS_KNOWN = 2_000
MOST_MAPS = 5
UNCHANGED = 304
LONGEST_DELAY = 10.0
READABLE = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom")


class WebAdapter:
    """Reads pages, feeds and sitemaps of the public internet."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._sites: dict[str, Http] = {}

    async def close(self) -> None:
        """Give back its connections."""
        for http in self._sites.values():
            await http.close()

    async def fetch(self, spec: SourceSpec) -> AsyncIterator[Page]:
        """What is new at the address since the last time."""
        http = self._site(spec.identifier)
        visit = _Visit(http, await _robots(http, spec.identifier))
        reply = await visit.get(spec.identifier, _conditions(spec.cursor))
        if reply.status == UNCHANGED:
            return
        content = await asyncio.to_thread(read, reply.body, reply.url, reply.headers)
        if content.feed:
            reply = await visit.get(content.feed, {})
            content = await asyncio.to_thread(read, reply.body, reply.url, reply.headers)
        if content.maps:
            content = Content(links=tuple([one async for one in self._maps(content, visit)]))
        read_before = list(spec.cursor.get("known", ()))
        known = frozenset(read_before)
        behind = [one async for one in self._behind(content, visit, spec, known)]
        fresh = [one for one in (*content.messages, *behind) if one.id not in known]
        fetched = [*read_before, *(one.id for one in fresh)]
        cursor = {**_validators(reply), "known": fetched[-MOST_LINKS_KNOWN:]}
        if fresh or cursor != spec.cursor:
            yield Page(tuple(fresh), cursor)

    async def _maps(self, content: Content, visit: _Visit) -> AsyncIterator[Link]:
        """The pages that the newest sitemaps of an index name. One that names sitemaps again, be
        it itself, is not followed."""
        for one in content.maps[:MOST_MAPS]:
            with suppress(Gone, Rejected, Invalid):
                reply = await visit.get(one.url, {})
                inside = await asyncio.to_thread(read, reply.body, reply.url, reply.headers)
                for link in inside.links:
                    yield link

    async def _behind(
        self, content: Content, visit: _Visit, spec: SourceSpec, known: frozenset[str]
    ) -> AsyncIterator[Fetched]:
        """The pages a sitemap leads to, newest first, that we have not read yet."""
        fresh = [link for link in content.links if _key(link) not in known]
        for link in fresh[: int(spec.settings.get("most_pages", 20))]:
            try:
                reply = await visit.get(link.url, {})
                page = await asyncio.to_thread(read, reply.body, reply.url, reply.headers)
            except (Gone, Rejected, Invalid):
                continue  # one page that can't be had is no reason to read none
            for found in page.messages:
                yield Fetched(_key(link), found.text, found.sent_at or link.at, None, link.url)

    def _site(self, address: str) -> Http:
        """The client for an address's site: one that is down must not stop the others."""
        name = urlsplit(address).netloc
        if name not in self._sites:
            self._sites[name] = Http(
                self._around.remotes.service(name, per_second=1.0, concurrency=2),
                transport=guarded(self._around.allowed),
                most_bytes=MOST_BYTES,
            )
        return self._sites[name]


class _Visit:
    """One visit to one site, at the pace it asks for."""

    def __init__(self, http: Http, robots: Protego) -> None:
        self._http = http
        self._robots = robots
        self._first = True

    async def get(self, url: str, conditions: Mapping[str, str]) -> Reply:
        if not self._robots.can_fetch(url, USER_AGENT):
            raise Rejected(
                f"{urlsplit(url).hostname} asks programs in its robots.txt not to read "
                "this address. It is left alone."
            )
        delay = self._robots.crawl_delay(USER_AGENT)
        if delay and not self._first:
            await asyncio.sleep(min(float(delay), LONGEST_DELAY))
        self._first = False
        reply = await self._http.send(
            "GET", url, headers=dict(conditions), fine=frozenset({UNCHANGED})
        )
        _refuse_unreadable(reply)
        return reply


async def _robots(http: Http, address: str) -> Protego:
    """What the site asks of robots; no robots.txt forbids nothing (RFC 9309, 2.3.1.3)."""
    where = urlunsplit((*urlsplit(address)[:2], "/robots.txt", "", ""))
    try:
        reply = await http.send("GET", where)
    except (Gone, Locked):
        return Protego.parse("")
    except PrivateAddress:
        raise
    except (Rejected, Invalid) as error:
        raise Rejected(
            f"The robots.txt of {urlsplit(address).hostname} can't be read, so nothing there is: "
            f"{error}"
        ) from error
    return await asyncio.to_thread(Protego.parse, reply.text[: 500 << 10])


def check(spec: SourceSpec) -> SourceSpec:
    """The spec with a whole address. Raises `Invalid`."""
    given = spec.identifier.strip()
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Invalid(f"“{given}” is no address of a website.") from error
    if parts.scheme not in ("http", "https") or not host or "." not in host or " " in given:
        raise Invalid(f"“{given}” is no address of a website, like https://example.com/casting.")
    if parts.username or parts.password:
        raise Invalid("An address with a password in it can't be used.")
    clean = urlunsplit((parts.scheme, parts.netloc.casefold(), parts.path or "/", parts.query, ""))
    return SourceSpec(clean, spec.settings, spec.cursor)


def _refuse_unreadable(reply: Reply) -> None:
    kind = reply.headers.get("content-type", "text/html").casefold()
    if reply.status != UNCHANGED and not kind.startswith(READABLE):
        raise Rejected(
            f"{urlsplit(reply.url).hostname} sent {kind.split(';')[0]}, not a page or a feed."
        )
    if _asks_to_log_in(reply.url):
        raise Locked(f"{urlsplit(reply.url).hostname} shows this address only after a log-in.")


def _asks_to_log_in(url: str) -> bool:
    path = urlsplit(url).path.casefold()
    return any(word in path.split("/") for word in ("login", "signin", "sign-in", "log-in"))


def _conditions(cursor: Mapping[str, object]) -> dict[str, str]:
    names = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
    return {header: str(cursor[name]) for name, header in names.items() if cursor.get(name)}


def _validators(reply: Reply) -> dict[str, str]:
    names = {"etag": "etag", "last-modified": "modified"}
    return {
        name: reply.headers[header] for header, name in names.items() if header in reply.headers
    }


def _key(link: Link) -> str:
    return f"{link.url}\n{link.at.isoformat()}" if link.at else link.url


KIND = AdapterKind(
    name="web",
    medium="WEB",
    label="source.kind.web",
    build=WebAdapter,
    check=check,
    service="",
    form=(
        FormField("most_pages", "source.field.most_pages", FieldKind.NUMBER, 20, least=1, most=200),
    ),
    identifier_hint="https://example.com/casting",
)
