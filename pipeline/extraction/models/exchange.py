"""One exchange with a model service through its own library, whose failures become ours.

The libraries share the names and the shapes of their errors, for one generator wrote both.
Their sentences may repeat what a server sent, and a server may repeat our key: none of them
gets into ours, and none stays attached to what is raised.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import json
import logging
import re
import threading
import time
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx

from pipeline.errors import Invalid, Rejected, TakeOneError, Unavailable
from pipeline.extraction.models.port import InvalidAnswer, Usage
from pipeline.keys import Keys
from pipeline.remote.failure import Gone, Locked
from pipeline.remote.http import Reply, refuse

UNPAID = ("insufficient_quota", "billing_hard_limit_reached", "credit balance is too low")
_LOADED: dict[str, ModuleType] = {}
_LOADING = threading.Lock()
COULD_BE_A_KEY = re.compile(r"[^\s\"'`,;:(){}]{16,}")
MOST_COUNTED = 100_000_000
"""Tokens no request has: a count above is a mistake, and no database takes any number."""
LONGEST_KEY = 4096
LONGEST_RAW = 200_000
"""Of an answer, so much is kept; a whole one is far shorter."""


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON object a service answered with, and how long it took."""

    content: Mapping[str, Any]
    raw: str
    seconds: float


async def library(name: str) -> ModuleType:
    """The service's library, imported on first use in a thread: it takes a second and a half.

    Its debug log is closed: it holds what we ask and what a server answers, be it our key.
    """
    if name in _LOADED:
        return _LOADED[name]
    return await asyncio.to_thread(_load, name)


def _load(name: str) -> ModuleType:
    with _LOADING:
        if name not in _LOADED:
            # A library stays. Were the collector to walk over it while it grows, and again
            # whenever other things pile up, all threads would wait, the window's among them.
            collecting = gc.isenabled()
            gc.disable()
            try:
                found = importlib.import_module(name)
                gc.freeze()
            finally:
                if collecting:
                    gc.enable()
            logging.getLogger(name).setLevel(logging.WARNING)
            _LOADED[name] = found
        return _LOADED[name]


async def key_for(keys: Keys, name: str, service: str) -> str:
    """The key called `name`. Raises `Locked` when there is none, or what there is can't be one."""
    key = (await asyncio.to_thread(keys.get, name) or "").strip()
    if not key:
        raise Locked(f"There is no key for {service}. Enter one.")
    if not (key.isascii() and key.isprintable()) or " " in key or len(key) > LONGEST_KEY:
        raise Locked(f"The key for {service} holds signs no key has. Enter it again.")
    return key


def checked_address(base_url: str, service: str) -> str:
    """The address, if it is one that can be asked. Raises `Invalid`."""
    address = base_url.strip()
    try:
        parsed = httpx.URL(address)
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except (httpx.InvalidURL, ValueError):
        raise Invalid(f"The address of {service} is none; check it.") from None
    if parsed.scheme not in ("http", "https") or not named:
        raise Invalid(f"The address of {service} must begin with http:// or https://.")
    if parsed.userinfo or parts.query or parts.fragment:
        # It is kept and shown: nothing secret may stand in it.
        raise Invalid(
            f"The address of {service} must hold no name, password or question mark; a key is "
            "entered by itself."
        )
    return address


async def exchange(sdk: ModuleType, service: str, work: Awaitable[Any]) -> Body:
    """The body of the response that `work`, a raw call of the library, brings.

    Raises one of our errors for every failure of the service or of the way to it.
    """
    begun = time.monotonic()
    raw = await text_of(sdk, service, work)
    return body_of(service, raw, time.monotonic() - begun)


async def text_of(sdk: ModuleType, service: str, work: Awaitable[Any]) -> str:
    """The same for what is no JSON object: the text as it came."""
    try:
        response = (await work).http_response
    except sdk.APIStatusError as error:
        response = error.response
    except sdk.APITimeoutError:
        response = f"{service} did not answer in time."
    except sdk.APIError as error:
        ours = isinstance(error.__cause__, Unavailable)
        lost = f"{service} can't be reached, or cut the connection."
        response = str(error.__cause__) if ours else lost
    # Raised only here, for what is raised while an error is handled carries that error along.
    if isinstance(response, str):
        raise Unavailable(response)
    if response.status_code >= 400:
        raise _refusal(service, response)
    return _text(response)


def body_of(service: str, raw: str, seconds: float = 0.0) -> Body:
    """The JSON object that `raw` is. Raises `InvalidAnswer`."""
    content: object = None
    with contextlib.suppress(ValueError, RecursionError):
        content = json.loads(raw)
    if not isinstance(content, dict):
        raise InvalidAnswer(
            f"{service} answered something that is not JSON.", storable(raw), Usage(), seconds
        )
    return Body(content, storable(raw), seconds)


def storable(raw: str) -> str:
    """What a database takes of it: no null signs, no halves of characters, no end of it."""
    return raw[:LONGEST_RAW].replace("\0", "").encode("utf-8", "replace").decode()


def _text(response: Any) -> str:
    """The body. JSON is UTF-8 whatever charset a header names."""
    return bytes(response.content).decode("utf-8", "replace")


def _refusal(service: str, response: Any) -> TakeOneError:
    status = int(response.status_code)
    body = _text(response)[:LONGEST_RAW]
    if status in (400, 403, 429) and any(sign in body.lower() for sign in UNPAID):
        return Locked(f"The account at {service} has no money left ({status}). Add credit there.")
    if status == 404:
        return Gone(f"{service} does not have this model, or not at this address (404).")
    if status in (400, 413, 422):
        return Rejected(f"{service} refused the request ({status}){_reason(body)}.")
    headers = {key.lower(): value for key, value in response.headers.items()}
    try:
        refuse(Reply(service, status, "", headers, b""))
    except TakeOneError as error:
        return error.with_traceback(None)
    return Rejected(f"{service} answered in a way we don't know ({status}).")


def _reason(body: str) -> str:
    """What the service gives as its reason, without anything that could be a key."""
    told: object = None
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        told = json.loads(body).get("error")
    if isinstance(told, dict):
        told = told.get("message")
    if not isinstance(told, str):
        return ""
    words = COULD_BE_A_KEY.sub("…", " ".join(told.split()))[:200].strip(" .")
    return f": {words}" if words.isprintable() and words else ""


def count(usage: object, *path: str) -> int:
    """The number at `path` of a usage record; 0 where the service does not tell."""
    for name in path:
        usage = usage.get(name) if isinstance(usage, dict) else None
    return min(usage, MOST_COUNTED) if isinstance(usage, int) and usage > 0 else 0
