"""Whapi and Anthropic on loopback in a process of its own, slow and faulty on request.

The process keeps a book of every request: when it came, what it got, and when the last byte of
the answer was handed over. Times are those of the machine's monotonic clock, which all its
processes share.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.faults.messages import number_of, report_of  # noqa: E402

KEY = "sk-test-0123456789abcdef0123456789abcdef"
KINDS = (
    "429",
    "429 seconds",
    "429 date",
    "500",
    "529",
    "slow",
    "stalled",
    "cut",
    "type",
    "truncated",
    "hostile",
    "prose",
)
"""Every way an answer can go wrong and be well the next time."""
NOT_READ = ("hostile", "prose")
"""Those of them that are complete answers, paid, and of no use."""
PROSE = "بكل سرور! This looks like a lovely casting call, shall I summarise it?"
PAGE = b"<html><body>Please sign in to the hotel network</body></html>"


@dataclass
class Plan:
    """What requests meet from now on."""

    seconds: float = 0.0
    """How long the model thinks."""
    faults: float = 0.0
    """The part of all requests that goes wrong, from 0 to 1."""
    kinds: Sequence[str] = KINDS
    slow: float = 3.0
    """Seconds before a slow first byte."""
    stalled: float = 3.0
    """Seconds in the middle of a stalled body, before its connection is cut."""
    retry_after: int = 2
    storm_until: float = 0.0
    """Until then every request gets a 429 with Retry-After."""


@dataclass
class Noted:
    """One request, in the book."""

    service: str
    number: int | None
    begun: float
    got: str = ""
    """`answered`, or the kind of fault."""
    ended: float = 0.0
    """When the last byte was handed over; 0: it never was."""
    wait: float = 0.0
    """What a Retry-After asked for, in seconds."""


@dataclass
class Wire:
    """What is sent back. `part` of the body is sent before `stall` seconds pass; then comes the
    rest, or, if `cut`, the end."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    before: float = 0.0
    part: float = 1.0
    stall: float = 0.0
    cut: bool = False


class Services:
    """Both services behind one port."""

    def __init__(self) -> None:
        self.plan = Plan()
        self.book: list[Noted] = []
        self.chats: dict[str, list[dict[str, Any]]] = {}
        self.chance = random.Random(1)
        self.running = self.most = 0
        self.cached: set[str] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, for as long as its client keeps it."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while head := await self._head(reader):
                path, headers = head
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                if path.startswith("/_/"):
                    await _send(writer, Wire(body=self._order(path, body)))
                elif not await self._meet(writer, path, body):
                    break
        writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> tuple[str, dict[str, str]] | None:
        line = (await reader.readline()).decode("latin-1").split()
        headers: dict[str, str] = {}
        while text := (await reader.readline()).decode("latin-1").strip():
            name, _, value = text.partition(":")
            headers[name.lower()] = value.strip()
        return (line[1], headers) if len(line) > 1 else None

    def _order(self, path: str, body: bytes) -> bytes:
        if path == "/_/plan":
            self.plan = Plan(**json.loads(body))
        elif path == "/_/chats":
            self.chats = json.loads(body)
        elif path == "/_/reset":
            self.book, self.most = [], 0
        return json.dumps({"book": [asdict(one) for one in self.book], "most": self.most}).encode()

    async def _meet(self, writer: asyncio.StreamWriter, path: str, body: bytes) -> bool:
        """Whether the connection may be used again."""
        noted = Noted("whapi", None, time.monotonic())
        self.book.append(noted)
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if path.startswith("/v1/messages"):
                noted.service = "model"
                good, spoiled = self._model(noted, body)
            else:
                good, spoiled = self._whapi(path)
            wire = self._wire(noted, good, spoiled)
            noted.wait = float(wire.headers.get("retry-after-seconds", 0))
            if noted.service == "model" and wire.status == 200:
                await asyncio.sleep(self.plan.seconds)
        finally:
            self.running -= 1  # before it is sent: who has it may ask again at once
        again = await _send(writer, wire)
        if again:
            noted.ended = time.monotonic()
        return again

    def _model(self, noted: Noted, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
        asked = json.loads(body)
        question = _text(asked["messages"][-1]["content"])
        if "[message " not in question:  # it was told what was wrong with its first answer
            question = _text(asked["messages"][-3]["content"])
        text = question.partition(":\n[message ")[2].partition("]\n")[2].rpartition("\n[end ")[0]
        noted.number = number_of(text)
        start = json.dumps([asked["system"], asked["messages"][:-1]])
        known, begins = start in self.cached, len(start) // 4
        self.cached.add(start)
        usage = {
            "input_tokens": len(question) // 2,
            "cache_read_input_tokens": begins if known else 0,
            "cache_creation_input_tokens": 0 if known else begins,
        }

        def message(said: str) -> dict[str, Any]:
            return {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": asked["model"],
                "content": [{"type": "text", "text": said}],
                "stop_reason": "end_turn",
                "usage": {**usage, "output_tokens": len(said) // 3},
            }

        hostile = self.chance.choice(
            (
                "[" * 50_000,
                json.dumps({f"field{number}": number for number in range(10_000)}),
                report_of(text).replace('"deadline": null', '"deadline": {"value": "20260-01-01", '
                                        '"quotes": ["20260"]}'),
                report_of(text).replace('"calls"', '"orders"'),
            )
        )  # fmt: skip
        return message(report_of(text)), {
            "hostile": json.dumps(message(hostile)).encode(),
            "prose": json.dumps(message(PROSE)).encode(),
        }

    def _whapi(self, path: str) -> tuple[dict[str, Any], dict[str, bytes]]:
        where, _, query = path.partition("?")
        asked = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
        chat = where.rpartition("/")[2].replace("%40", "@")
        held = [
            one
            for one in self.chats.get(chat, ())
            if one["timestamp"] >= int(asked.get("time_from", 0))
            and one["shown_at"] <= time.monotonic()
        ]
        held.sort(key=lambda one: int(one["timestamp"]))
        offset, count = int(asked.get("offset", 0)), int(asked.get("count", 100))
        part = held[offset : offset + count]
        good = {"messages": part, "count": len(part), "total": len(held), "offset": offset}
        hostile: Sequence[object] = (
            {"messages": "none of your business"},
            {"messages": None, "error": {"code": "🤷"}},
            [[[[]]]],
        )
        return good, {
            "hostile": json.dumps(self.chance.choice(hostile)).encode(),
            "prose": json.dumps(PROSE).encode(),
        }

    def _wire(self, noted: Noted, good: dict[str, Any], spoiled: Mapping[str, bytes]) -> Wire:
        plan = self.plan
        body = json.dumps(good, ensure_ascii=False).encode()
        noted.got = "answered"
        if time.monotonic() < plan.storm_until:
            noted.got = "429 seconds"
        elif self.chance.random() < plan.faults:
            noted.got = self.chance.choice(plan.kinds)
        wait = plan.retry_after
        match noted.got:
            case "answered":
                return Wire(body=body)
            case "429":
                return _error(429)
            case "429 seconds":
                return _error(429, wait, str(wait))
            case "429 date":
                # The form has whole seconds: rounded up, so that it never says less than meant.
                moment = datetime.now(UTC) + timedelta(seconds=wait + 1)
                return _error(
                    429, wait, format_datetime(moment.replace(microsecond=0), usegmt=True)
                )
            case "500" | "529" as status:
                return _error(int(status))
            case "slow":
                return Wire(body=body, before=plan.slow)
            case "stalled":
                return Wire(body=body, part=0.5, stall=plan.stalled, cut=True)
            case "cut":
                return Wire(body=body, part=0.5, cut=True)
            case "type":
                return Wire(body=PAGE, kind="text/html")
            case "truncated":
                return Wire(body=body[: len(body) // 2])
            case kind:
                return Wire(body=spoiled[kind])


def _error(status: int, wait: float = 0, said: str = "") -> Wire:
    told = {"type": "error", "error": {"type": "on_request", "message": "on request"}}
    headers = {"Retry-After": said, "retry-after-seconds": str(wait)} if said else {}
    return Wire(status, json.dumps(told).encode(), headers=headers)


async def _send(writer: asyncio.StreamWriter, wire: Wire) -> bool:
    await asyncio.sleep(wire.before)
    headers = {
        "content-type": wire.kind,
        "content-length": str(len(wire.body)),
        **{name: value for name, value in wire.headers.items() if name != "retry-after-seconds"},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    part = int(len(wire.body) * wire.part)
    writer.write(f"HTTP/1.1 {wire.status} X\r\n{head}\r\n".encode() + wire.body[:part])
    await writer.drain()
    await asyncio.sleep(wire.stall)
    if wire.cut:
        return False
    writer.write(wire.body[part:])
    await writer.drain()
    return not writer.is_closing()


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(block.get("text", "")) for block in content if isinstance(block, dict))
    return str(content)


class StandIn:
    """The process, started when entered and ended when left."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> StandIn:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def plan(self, **more: Any) -> None:
        """What requests meet from now on."""
        self._ask("plan", more)

    def chats(self, chats: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """What Whapi's chats hold; a message is listed from its `shown_at` on."""
        self._ask("chats", chats)

    def reset(self) -> None:
        """Begin a new book."""
        self._ask("reset")

    def book(self) -> list[Noted]:
        """Every request so far."""
        return [Noted(**one) for one in self._ask("book")["book"]]

    def most(self) -> int:
        """The most requests that ran at the same time."""
        return int(self._ask("book")["most"])

    def _ask(self, what: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/_/{what}", data=json.dumps(body).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)


def whapi_message(number: int, chat: str, text: str, at: int, shown_at: float) -> dict[str, Any]:
    """A text message as Whapi lists it."""
    return {
        "id": f"whapi-{number}",
        "type": "text",
        "chat_id": chat,
        "from_me": False,
        "timestamp": at,
        "from": f"9665{number:08}",
        "from_name": "Sara",
        "text": {"body": text},
        "shown_at": shown_at,
    }


async def main() -> None:
    """Serve until whoever started us is gone."""
    services = Services()
    server = await asyncio.start_server(services.serve, "127.0.0.1", 0, limit=1 << 24)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # told to who started us
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
