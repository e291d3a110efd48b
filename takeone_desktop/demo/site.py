"""A casting website on loopback: robots.txt, a sitemap, and a page with a JobPosting for each
call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from takeone_desktop.demo.web import Answer, Request

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Posting:
    """One call on the site."""

    path: str
    title: str
    text: str
    company: str
    city: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SiteStandIn:
    """Shows the postings there are by now."""

    postings: Callable[[], Sequence[Posting]]

    def answer(self, request: Request) -> Answer:
        """A page of the site."""
        host = request.headers.get("host", "127.0.0.1")
        shown = {one.path: one for one in self.postings()}
        if request.path == "/robots.txt":
            return Answer(
                200, b"User-agent: *\nDisallow: /private\n", {"Content-Type": "text/plain"}
            )
        if request.path == "/sitemap.xml":
            xml = {"Content-Type": "application/xml; charset=utf-8"}
            return Answer(200, _sitemap(host, shown).encode(), xml)
        if request.path in shown:
            return Answer(200, _page(shown[request.path]).encode(), HTML)
        return Answer(404, b"<html><body>Not here</body></html>", HTML)


def _sitemap(host: str, shown: Mapping[str, Posting]) -> str:
    urls = "".join(
        f"<url><loc>http://{host}{one.path}</loc><lastmod>{one.at.isoformat()}</lastmod></url>"
        for one in shown.values()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )


def _page(posting: Posting) -> str:
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": posting.title,
        "description": posting.text,
        "datePosted": posting.at.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": posting.company},
        "jobLocation": {"address": {"addressLocality": posting.city}},
    }
    script = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<html lang="ar"><head><title>{posting.title}</title>'
        f'<script type="application/ld+json">{script}</script></head>'
        f"<body><main><h1>{posting.title}</h1><p>{posting.text}</p></main></body></html>"
    )
