"""Algolia's REST API, version 1, on loopback: records, batches and tasks of any index."""

from __future__ import annotations

import json
from itertools import count
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from tests.servers.web import Answer, Request, WebServer, as_json

APP, KEY = "TESTAPP123", "write-key-of-the-test"


class AlgoliaStandIn:
    """Holds records of indexes by id. Faults are those of `server.faults`.

    A change becomes visible when its task was asked for `slow` times.
    """

    def __init__(self, *, slow: int = 0) -> None:
        self.indexes: dict[str, dict[str, dict[str, Any]]] = {}
        self.slow = slow
        self.server = WebServer(self._answer)
        self._tasks = count(792_000)
        self._asked: dict[int, int] = {}

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Method and path of what changed something, in order."""
        return [(one.method, one.path) for one in self.server.requests if one.method != "GET"]

    def __enter__(self) -> AlgoliaStandIn:
        self.server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.__exit__(kind, error, trace)

    def _answer(self, request: Request) -> Answer:
        sent = (
            request.headers.get("x-algolia-application-id"),
            request.headers.get("x-algolia-api-key"),
        )
        if sent != (APP, KEY):
            return _refusal("Invalid Application-ID or API key", 403)
        match [unquote(part) for part in request.path.strip("/").split("/")]:
            case ["1", "indexes", index, "batch"] if request.method == "POST":
                return self._batch(index, request)
            case ["1", "indexes", _, "task", task] if request.method == "GET":
                return self._task(int(task))
            case ["1", "indexes", index, record]:
                return self._record(request, index, record)
        return _refusal("Path not supported by this server", 404)

    def _record(self, request: Request, index: str, record_id: str) -> Answer:
        if request.method == "GET":
            if index not in self.indexes:
                return _refusal(f"Index {index} does not exist", 404)
            found = self.indexes[index].get(record_id)
            return as_json(found) if found else _refusal("ObjectID does not exist", 404)
        records = self.indexes.setdefault(index, {})
        if request.method == "PUT":
            body = request.json()
            if not isinstance(body, dict):
                return _refusal("invalid JSON: expected an object", 400)
            if len(json.dumps(body)) > 10_000:
                return _refusal(f"Record at the position 0 objectID={record_id} is too big", 400)
            records[record_id] = {**body, "objectID": record_id}
            return self._changed(updatedAt="2026-11-25T10:00:00.000Z", objectID=record_id)
        if request.method == "DELETE":
            records.pop(record_id, None)
            return self._changed(deletedAt="2026-11-25T10:00:00.000Z")
        return _refusal("Method not allowed", 405)

    def _batch(self, index: str, request: Request) -> Answer:
        records = self.indexes.setdefault(index, {})
        body = request.json()
        assert isinstance(body, dict)
        ids = []
        for one in body["requests"]:
            record_id = one["body"]["objectID"]
            ids.append(record_id)
            if one["action"] == "deleteObject":
                records.pop(record_id, None)
            else:
                records[record_id] = one["body"]
        return self._changed(objectIDs=ids)

    def _changed(self, **said: object) -> Answer:
        task = next(self._tasks)
        self._asked[task] = 0
        return as_json({**said, "taskID": task})

    def _task(self, task: int) -> Answer:
        self._asked[task] += 1
        done = self._asked[task] > self.slow
        status = "published" if done else "notPublished"
        return as_json({"status": status, "pendingTask": not done})


def _refusal(message: str, status: int) -> Answer:
    return as_json({"message": message, "status": status}, status)
