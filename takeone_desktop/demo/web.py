"""A real HTTP server on loopback whose answers are written by a handler, and whose faults are
ordered.

It speaks plain sockets, because most of what has to go wrong is what HTTP libraries forbid:
a body shorter than announced, a first byte that never comes, a connection cut in the middle.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked. `query` holds the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: float

    def json(self) -> object:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back, and how badly. `stall` seconds pass before the first byte,
    `body_stall` in the middle of the body; `cut` ends the connection there instead."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: float = 0
    body_stall: float = 0
    cut: bool = False


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status, body, {"Content-Type": "application/json", **headers})


def failing(status: int, **headers: str) -> Answer:
    """An error status; underscores in header names become dashes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, b'{"error":"on request"}', {"Content-Type": "application/json", **named})


Handler = Callable[[Request], Answer]


class WebServer:
    """Serves `handler`, one thread a connection. `faults` are answered first, in order."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.faults: deque[Answer] = deque()
        self.requests: list[Request] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> WebServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        # Closing does not wake a thread that waits in accept; a connection does.
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            pass
        self._thread.join()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            if self._ending.is_set():
                connection.close()
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader, contextlib.suppress(OSError):
            connection.settimeout(30)
            while not self._ending.is_set():
                request = _read(reader)
                if request is None:
                    return
                self.requests.append(request)
                answer = self.faults.popleft() if self.faults else self._handler(request)
                if not self._send(connection, answer):
                    return

    def _send(self, connection: socket.socket, answer: Answer) -> bool:
        """Whether the connection may be used again."""
        self._ending.wait(answer.stall)
        named = {"content-length": str(len(answer.body))}
        named |= {name.lower(): value for name, value in answer.headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        connection.sendall(f"HTTP/1.1 {answer.status} X\r\n{head}\r\n".encode())
        half = len(answer.body) // 2
        connection.sendall(answer.body[:half])
        if answer.cut:
            return False
        self._ending.wait(answer.body_stall)
        connection.sendall(answer.body[half:])
        return True


def _read(reader: BinaryIO) -> Request | None:
    first = reader.readline()
    if not first.strip():
        return None
    method, target, _ = first.decode("latin-1").split(" ", 2)
    headers: dict[str, str] = {}
    while line := reader.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = reader.read(int(headers.get("content-length", 0)))
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return Request(method, unquote(parts.path), query, headers, body, time.monotonic())
