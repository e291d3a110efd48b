"""HTTP with a remote service: its failures become ours, its answers are capped and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.remote.failure import Gone, Locked, RateLimited, retry_after
from pipeline.remote.policy import Service

USER_AGENT = "TakeOneDesktop/0.1"
MOST_BYTES = 20 << 20
MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer of a service. `url` is where it finally came from."""

    service: str
    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, by the charset its header names, else UTF-8."""
        content_type = self.headers.get("content-type", "")
        charset = content_type.partition("charset=")[2].split(";")[0].strip(" \"'") or "utf-8"
        try:
            return self.body.decode(charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The JSON the service answered with. Raises `Invalid` when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Invalid(f"{self.service} answered something that is not JSON.") from error


class Http:
    """Talks to one service under its policy. Sentences never hold a header or a query."""

    def __init__(
        self,
        service: Service,
        *,
        base_url: str = "",
        headers: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self.service = service
        self._most_bytes = most_bytes
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"User-Agent": USER_AGENT, **(headers or {})},
            timeout=httpx.Timeout(service.patience.timeout, connect=10.0),
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            transport=transport,
            trust_env=transport is None,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        fine: frozenset[int] = frozenset(),
    ) -> Reply:
        """The service's answer; statuses in `fine` are answers like any other.

        Raises `RateLimited`, `Locked`, `Gone`, `Unavailable`, `Rejected` or `Invalid`.
        """

        async def work() -> Reply:
            reply = await self._exchange(method, url, params, body, headers)
            if reply.status not in fine:
                refuse(reply)
            return reply

        return await self.service.call(work)

    async def _exchange(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        body: object,
        headers: Mapping[str, str] | None,
    ) -> Reply:
        name = self.service.name
        try:
            async with self._client.stream(
                method, url, params=params, json=body, headers=headers
            ) as reply:
                return Reply(
                    name,
                    reply.status_code,
                    str(reply.url),
                    {key.lower(): value for key, value in reply.headers.items()},
                    await self._capped(reply),
                )
        except TakeOneError:
            raise
        except httpx.TooManyRedirects as error:
            raise Rejected(f"{name} redirects without end.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Invalid(f"The address of {name} is no http or https address.") from error
        except httpx.DecodingError as error:
            raise Invalid(f"{name} sent an answer that can't be unpacked.") from error
        except httpx.TimeoutException as error:
            raise Unavailable(f"{name} did not answer in time.") from error
        except httpx.HTTPError as error:
            raise Unavailable(f"{name} can't be reached, or cut the connection.") from error

    async def _capped(self, reply: httpx.Response) -> bytes:
        parts: list[bytes] = []
        size = 0
        async for part in reply.aiter_bytes():
            size += len(part)
            if size > self._most_bytes:
                raise Rejected(
                    f"{self.service.name} sent more than {self._most_bytes >> 20} MiB; "
                    "that is not read."
                )
            parts.append(part)
        return b"".join(parts)


def refuse(reply: Reply) -> None:
    """Raise what a failing status means; return on success. A redirect that gets here led
    nowhere."""
    name, status = reply.service, reply.status
    if status < 300:
        return
    wait = retry_after(reply.headers.get("retry-after"))
    if status == 429:
        raise RateLimited(f"{name} asks us to slow down (429).", wait)
    if status in (401, 403):
        raise Locked(f"{name} does not accept the key ({status}). Enter it anew.")
    if status == 402:
        raise Locked(f"{name} wants to be paid first (402): its plan or trial is used up.")
    if status in (404, 410):
        raise Gone(f"{name} has nothing at this address ({status}).")
    if status >= 500 or status in (408, 425):
        if wait is not None:
            raise RateLimited(f"{name} is busy ({status}).", wait)
        raise Unavailable(f"{name} has trouble ({status}).")
    raise Rejected(f"{name} refused the request ({status}).")
