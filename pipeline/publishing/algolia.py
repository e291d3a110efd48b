"""The site's search index at Algolia, over its REST API, version 1."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import quote

from pipeline.errors import Invalid, Rejected, Unavailable
from pipeline.keys import Keys
from pipeline.remote.http import Http, Reply
from pipeline.remote.policy import Patience, Service

T = TypeVar("T")
Record = Mapping[str, Any]

SERVICE = "Algolia"
KEY = "algolia"
PATIENCE = Patience(timeout=6.0, waits=(0.5,), longest=2.0)
"""A publication is tried again by its job, so little is sat out here."""
PER_SECOND, CONCURRENCY = 20.0, 1
TASK_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between questions whether the index shows what it was given."""
AT_ONCE = 1000
"""Records of one batch; Algolia advises no more."""


class AlgoliaIndex:
    """One index. Methods block, in any thread, one after the other.

    Raises `Unavailable` when Algolia does not answer, `Rejected` when it refuses.
    """

    def __init__(
        self,
        app_id: str,
        index: str,
        keys: Keys,
        *,
        base_url: str = "",
        patience: Patience = PATIENCE,
    ) -> None:
        self.name = index
        self._app_id = app_id
        self._keys = keys
        self._base_url = base_url or f"https://{app_id}.algolia.net"
        self._patience = patience
        self._path = f"/1/indexes/{quote(index, safe='')}"
        self._runner = asyncio.Runner()
        self._http: Http | None = None
        self._alone = Lock()

    def close(self) -> None:
        """Close every connection."""
        with self._alone:
            if self._http is not None:
                self._runner.run(self._http.close())
            self._runner.close()

    def find(self, record_id: str) -> Record | None:
        """The record as the index holds it; None when it holds none."""

        async def find(http: Http) -> Record | None:
            reply = await self._send(http, "GET", self._place(record_id), fine=frozenset({404}))
            return None if reply.status == 404 else _object(reply)

        return self._run(find)

    def put(self, record_id: str, record: Record) -> None:
        """Make the index hold exactly this record, and wait until searches find it."""
        body = {**record, "objectID": record_id}
        self._run(lambda http: self._change(http, "PUT", self._place(record_id), body))

    def remove(self, record_id: str) -> None:
        """Make the index hold no such record; one that is not there is fine."""
        self._run(lambda http: self._change(http, "DELETE", self._place(record_id)))

    def put_all(self, records: Mapping[str, Record]) -> None:
        """The same as `put` for many at once."""
        requests = [
            {"action": "updateObject", "body": {**record, "objectID": record_id}}
            for record_id, record in records.items()
        ]
        self._run(lambda http: self._change_all(http, requests))

    async def _change_all(self, http: Http, requests: Sequence[Record]) -> None:
        for start in range(0, len(requests), AT_ONCE):
            body = {"requests": requests[start : start + AT_ONCE]}
            await self._change(http, "POST", f"{self._path}/batch", body)

    async def _change(self, http: Http, method: str, path: str, body: object = None) -> None:
        task = _object(await self._send(http, method, path, body=body)).get("taskID")
        if not isinstance(task, int):
            raise Invalid("Algolia did not say which task makes the change.")
        for wait in TASK_WAITS:
            reply = await self._send(http, "GET", f"{self._path}/task/{task}")
            if _object(reply).get("status") == "published":
                return
            await asyncio.sleep(wait)
        raise Unavailable("Algolia took the change, but its index does not show it yet.")

    async def _send(
        self,
        http: Http,
        method: str,
        path: str,
        *,
        body: object = None,
        fine: frozenset[int] = frozenset(),
    ) -> Reply:
        key = await asyncio.to_thread(self._keys.get, KEY)
        if not key:
            raise Rejected("There is no key for Algolia. Enter it: takeone sources key algolia.")
        headers = {"x-algolia-application-id": self._app_id, "x-algolia-api-key": key}
        return await http.send(method, path, body=body, headers=headers, fine=fine)

    def _place(self, record_id: str) -> str:
        return f"{self._path}/{quote(record_id, safe='')}"

    def _run(self, work: Callable[[Http], Coroutine[Any, Any, T]]) -> T:
        with self._alone:
            return self._runner.run(self._with_http(work))

    async def _with_http(self, work: Callable[[Http], Coroutine[Any, Any, T]]) -> T:
        # A service belongs to one loop, which is there from the first call on.
        if self._http is None:
            service = Service(SERVICE, PER_SECOND, CONCURRENCY, self._patience)
            self._http = Http(service, base_url=self._base_url)
        return await work(self._http)


def _object(reply: Reply) -> Record:
    found = reply.json()
    if not isinstance(found, dict):
        raise Invalid("Algolia answered something that is no object.")
    return found
