"""Reads what a web address gave: a feed, a sitemap, job postings, or the main text. Pure."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from pipeline.errors import Invalid
from pipeline.riyadh import RIYADH
from pipeline.sources.markup import bearable
from pipeline.sources.port import Fetched

SHORTEST = 40
"""Characters below which a page's main text says nothing."""
LONGEST = 20_000
LONGEST_PAGE = 2 << 20
"""Bytes of a page that are read; what makes one longer is not its text."""
MOST_ENTRIES = 200
MOST_LINKS = 5_000
MOST_DEPTH = 20
FEED_TYPES = ("application/rss+xml", "application/atom+xml")
NOT_CONTENT = "script,style,noscript,template,nav,footer,aside,header,form,iframe,svg"


@dataclass(frozen=True, slots=True)
class Link:
    """A page a sitemap names, and when it last changed."""

    url: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Content:
    """What stood at an address."""

    messages: tuple[Fetched, ...] = ()
    links: tuple[Link, ...] = ()
    maps: tuple[Link, ...] = ()
    """The sitemaps that an index of them names."""
    feed: str | None = None
    """The feed that a page without postings of its own names."""


def read(body: bytes, url: str, headers: Mapping[str, str]) -> Content:
    """What stands in an answer. Takes milliseconds to seconds: call it in a thread. Raises
    `Invalid` for a page that was made so that nobody can read it."""
    start = body[:2000].lstrip().lower()
    if b"<urlset" in start or b"<sitemapindex" in start:
        return Content(
            links=tuple(_sitemap(body, url, "url")), maps=tuple(_sitemap(body, url, "sitemap"))
        )
    if b"<html" not in start and any(one in start for one in (b"<rss", b"<feed", b"<rdf:")):
        return Content(messages=tuple(_feed(body, headers)))
    return _page(body, url)


def _feed(body: bytes, headers: Mapping[str, str]) -> Iterator[Fetched]:
    import feedparser

    kind = headers.get("content-type", "application/xml")
    parsed = feedparser.parse(body, response_headers={"content-type": kind})
    for entry in parsed.entries[:MOST_ENTRIES]:
        title = _plain(str(entry.get("title", "")))
        parts = entry.get("content") or [{"value": entry.get("summary", "")}]
        whole = _plain(str(parts[0].get("value", "")))
        text = "\n".join(part for part in (title, whole) if part)[:LONGEST]
        own_id = str(entry.get("id") or entry.get("link") or "")
        if text and own_id:
            yield Fetched(own_id, text, _feed_time(entry), None, _web_link(entry.get("link")))


def _feed_time(entry: Mapping[str, Any]) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    if parsed is None:
        return None
    try:
        return _local(datetime.fromtimestamp(calendar.timegm(parsed), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _sitemap(body: bytes, url: str, entry: str) -> Iterator[Link]:
    from lxml import etree

    # Entities stay closed: a sitemap of a few lines must not unfold to gigabytes.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser)
    found: list[Link] = []
    for node in root.iter(f"{{*}}{entry}") if root is not None else ():
        place = (node.findtext("{*}loc") or "").strip()
        if _same_site(place, url) and len(found) < MOST_LINKS:
            found.append(Link(place, _iso(node.findtext("{*}lastmod"))))
    yield from sorted(found, key=lambda link: link.at or datetime.min, reverse=True)


def _page(body: bytes, url: str) -> Content:
    from selectolax.lexbor import LexborHTMLParser

    body = body[:LONGEST_PAGE]
    if not bearable(body):
        raise Invalid(
            f"{urlsplit(url).hostname} sent a page whose parts lie in one another "
            "without end; that is not read."
        )
    tree = LexborHTMLParser(body)
    postings = tuple(islice(_postings(tree, url), MOST_ENTRIES))
    if postings:
        return Content(messages=postings)
    for node in tree.css("link[rel=alternate]"):
        feed = _joined(url, node.attributes.get("href") or "")
        if node.attributes.get("type") in FEED_TYPES and feed not in (None, url):
            return Content(feed=feed)
    text = _main_text(body, tree)[:LONGEST].strip()
    if len(text) < SHORTEST:
        return Content()
    return Content(messages=(Fetched(_named(url, text), text, None, None, url),))


def _main_text(body: bytes, tree: Any) -> str:
    import trafilatura

    html = body.decode("utf-8", "replace")
    found = trafilatura.extract(html, favor_recall=True, include_comments=False)
    if found and len(found) >= SHORTEST:
        return str(found)
    for node in tree.css(NOT_CONTENT):
        node.decompose()
    whole = tree.body.text(separator="\n", strip=True) if tree.body else ""
    return "\n".join(line for line in (one.strip() for one in whole.splitlines()) if line)


def _postings(tree: Any, url: str) -> Iterator[Fetched]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            value = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        for posting in _of_type(value, "JobPosting"):
            text = _posting_text(posting)
            if len(text) >= SHORTEST:
                place = _web_link(posting.get("url")) or url
                own_id = _named(place, text)
                yield Fetched(own_id, text, _iso(posting.get("datePosted")), None, place)


def _of_type(value: object, kind: str, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        kinds = value.get("@type")
        if kind in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
            return
    parts: Iterable[object] = ()
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    for part in parts:
        yield from _of_type(part, kind, depth + 1)


def _posting_text(posting: Mapping[str, Any]) -> str:
    """A posting (schema.org/JobPosting) as a person would write it."""
    lines = [
        _words(posting.get("title")),
        _labelled("Company", _words(posting.get("hiringOrganization"), "name")),
        _labelled("Location", _place(posting.get("jobLocation"))),
        _labelled("Pay", _pay(posting.get("baseSalary"))),
        _labelled("Deadline", _words(posting.get("validThrough"))[:10]),
        _plain(_words(posting.get("description"))),
    ]
    return "\n".join(line for line in lines if line)[:LONGEST]


def _place(value: object) -> str:
    places = value if isinstance(value, list) else [value]
    found = []
    for place in places:
        address = place.get("address") if isinstance(place, dict) else None
        names = ("addressLocality", "addressRegion", "addressCountry")
        if isinstance(address, dict):
            parts = [_words(address.get(name), "name") for name in names]
            found.append(", ".join(part for part in parts if part))
        else:
            found.append(_words(address))
    return " / ".join(dict.fromkeys(one for one in found if one))


def _pay(value: object) -> str:
    if not isinstance(value, dict):
        return _words(value)
    amount = value.get("value")
    inner = amount if isinstance(amount, dict) else {"value": amount}
    low, high = inner.get("minValue"), inner.get("maxValue")
    number = f"{low}-{high}" if low and high else _words(inner.get("value"))
    unit = _words(inner.get("unitText")).lower()
    return " ".join(part for part in (number, _words(value.get("currency")), unit) if part)


def _words(value: object, name: str = "") -> str:
    if isinstance(value, dict):
        return _words(value.get(name)) if name else ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _plain(html: str) -> str:
    """Markup as plain lines."""
    if "<" not in html and "&" not in html:
        return html.strip()
    if not bearable(html.encode("utf-8", "replace")):
        return ""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for node in tree.css("script,style"):
        node.decompose()
    text = tree.body.text(separator="\n") if tree.body else ""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _named(url: str, text: str) -> str:
    """An id that changes when the text does: a page that says something new is a new message."""
    said = text.encode("utf-8", "surrogatepass")
    return f"{url}#{blake2b(said, digest_size=8).hexdigest()}"


def _joined(url: str, place: str) -> str | None:
    """The address a page names, when it is one of the same site."""
    try:
        joined = urljoin(url, place)
    except ValueError:
        return None
    return joined if _same_site(joined, url) else None


def _same_site(place: str, url: str) -> bool:
    try:
        return urlsplit(place)[:2] == urlsplit(url)[:2]
    except ValueError:
        return False


def _iso(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value).strip())
        return _local(moment) if moment.tzinfo else moment
    except (ValueError, OverflowError):  # the first and the last year lie at an end of time
        return None


def _local(moment: datetime) -> datetime:
    return moment.astimezone(RIYADH).replace(tzinfo=None)


def _web_link(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None
