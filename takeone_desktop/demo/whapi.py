"""Whapi.cloud on loopback: lists messages as its OpenAPI 1.8.7 says, for one account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from takeone_desktop.demo.web import Answer, Request, WebServer, as_json

TOKEN = "whapi-test-token"


def message(number: int, at: int, body: str, **more: Any) -> dict[str, Any]:
    """A text message as Whapi writes it."""
    return {
        "id": f"whapi-{number}",
        "type": "text",
        "chat_id": "120363025246125486@g.us",
        "from_me": False,
        "timestamp": at,
        "from": "966550001234",
        "from_name": "Sara",
        "text": {"body": body},
        **more,
    }


def edit(number: int, at: int, target: str, body: str) -> dict[str, Any]:
    """What tells of an edit."""
    action = {"target": target, "type": "edit", "edited_content": {"body": body}}
    return {"id": f"whapi-{number}", "type": "action", "timestamp": at, "action": action}


def deletion(number: int, at: int, target: str) -> dict[str, Any]:
    """What tells of a deletion."""
    action = {"target": target, "type": "delete"}
    return {"id": f"whapi-{number}", "type": "action", "timestamp": at, "action": action}


@dataclass
class WhapiStandIn:
    """Chats by id. Give `answer` to a `WebServer`."""

    chats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def serve(self) -> WebServer:
        """A server for these chats."""
        return WebServer(self.answer)

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return as_json({"error": {"code": 401, "message": "unauthorized"}}, 401)
        parts = request.path.strip("/").split("/")
        if parts[0] == "newsletters" and parts[-1] == "messages":
            chat = parts[1]
        elif parts[:2] == ["messages", "list"]:
            chat = parts[2]
        else:
            return as_json({"error": {"code": 404, "message": "no such path"}}, 404)
        if chat not in self.chats:
            return as_json({"error": {"code": 404, "message": "chat not found"}}, 404)
        return as_json(self._list(self.chats[chat], request))

    def _list(self, held: list[dict[str, Any]], request: Request) -> dict[str, Any]:
        since = int(request.query.get("time_from", 0))
        offset, count = (int(request.query.get(name, 0)) for name in ("offset", "count"))
        found = sorted(
            (one for one in held if one["timestamp"] >= since),
            key=lambda one: one["timestamp"],
            reverse=request.query.get("sort", "desc") != "asc",
        )
        part = found[offset : offset + min(count or 100, 500)]
        return {"messages": part, "count": len(part), "total": len(found), "offset": offset}
