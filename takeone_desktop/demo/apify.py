"""Apify's Instagram scraper and Meta's Graph API on loopback, with the same posts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from takeone_desktop.demo.web import Answer, Request, WebServer, as_json

TOKEN = "apify-test-token"
GRAPH_TOKEN = "EAAGraphTestToken"
OWN_ACCOUNT = "17841400000000000"


def post(number: int, timestamp: str, caption: str | None, **more: Any) -> dict[str, Any]:
    """A post as Apify's actor writes it."""
    return {
        "id": f"3{number:018}",
        "shortCode": f"C{number}",
        "type": "Image",
        "caption": caption,
        "url": f"https://www.instagram.com/p/C{number}/",
        "timestamp": timestamp,
        "ownerUsername": "casting.riyadh",
        "hashtags": [],
        **more,
    }


@dataclass
class ApifyStandIn:
    """Posts, newest first, as both services give them. `sent` counts what was charged for."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0

    def serve(self) -> WebServer:
        return WebServer(self.answer)

    def answer(self, request: Request) -> Answer:
        if request.path.startswith("/v2/acts/"):
            return self._apify(request)
        return self._graph(request)

    def _apify(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return as_json({"error": {"type": "token-not-provided", "message": "no"}}, 401)
        asked: Any = request.json()
        since = asked.get("onlyPostsNewerThan", "")
        most = min(asked["resultsLimit"], int(request.query["maxItems"]))
        found = [one for one in self._newest() if one["timestamp"] > since][:most]
        self.sent += len(found)
        return as_json(found, 201)

    def _graph(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {GRAPH_TOKEN}":
            return _graph_error(190)
        fields = request.query["fields"]
        if "username(casting.riyadh)" not in fields:
            return _graph_error(110)
        limit = int(re.search(r"limit\((\d+)\)", fields).group(1))  # type: ignore[union-attr]
        start = re.search(r"after\(p(\d+)\)", fields)
        at = int(start.group(1)) if start else 0
        part = self._newest()[at : at + limit]
        media: dict[str, Any] = {"data": [_graph_post(one) for one in part]}
        if at + limit < len(self.posts):
            media["paging"] = {"cursors": {"after": f"p{at + limit}"}}
        return as_json({"business_discovery": {"media": media, "id": "1"}, "id": OWN_ACCOUNT})

    def _newest(self) -> list[dict[str, Any]]:
        return sorted(self.posts, key=lambda one: str(one["timestamp"]), reverse=True)


def _graph_post(one: dict[str, Any]) -> dict[str, Any]:
    told = {
        "id": one["id"],
        "permalink": one["url"],
        "timestamp": one["timestamp"].replace(".000Z", "+0000"),
    }
    return {**told, "caption": one["caption"]} if one["caption"] is not None else told


def _graph_error(code: int) -> Answer:
    return as_json({"error": {"message": "no", "type": "OAuthException", "code": code}}, 400)
