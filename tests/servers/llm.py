"""Model services on this machine, speaking the wire formats of Anthropic and OpenAI.

`ModelServer` is llmock in a process of its own. `ModelStandIn` answers what a test decides, and
with `WebServer` breaks in ways llmock does not: stalled bodies, cut connections, other types.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from takeone_desktop.demo.models import (
    KEY,
    ModelStandIn,
    anthropic_message,
    openai_completion,
)

__all__ = ["KEY", "ModelServer", "ModelStandIn", "anthropic_message", "openai_completion"]

START_SECONDS = 30.0


class ModelServer:
    """llmock, started when entered and stopped when left."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def openai(self) -> str:
        """The base URL for OpenAI's library."""
        return f"{self.url}/v1"

    @property
    def anthropic(self) -> str:
        """The base URL for Anthropic's library."""
        return f"{self.url}/anthropic"

    def __enter__(self) -> ModelServer:
        begin = "from llmock.cli import app; app()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", begin, "serve", f"--port={self.port}", "--host=127.0.0.1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._control("GET", "scenario")
            except OSError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    self.__exit__(None, None, None)
                    raise
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def reset(self) -> None:
        """Forget what was ordered and asked."""
        self._control("POST", "reset")

    def order(self, *behaviors: Mapping[str, Any]) -> None:
        """What the next requests meet, in llmock's words."""
        self._control("POST", "scenario", {"behaviors": list(behaviors)})

    def reply(self, text: str, times: int | None = 1) -> None:
        """Answer the next requests with `text`."""
        self.order({"type": "reply", "text": text, "times": times})

    def fail(self, status: int, **more: object) -> None:
        """Answer the next request with an error in the service's words."""
        self.order({"type": "fail", "status": status, **more})

    def requests(self) -> list[dict[str, Any]]:
        """What was asked so far."""
        asked: list[dict[str, Any]] = self._control("GET", "requests")["requests"]
        return asked

    def _control(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/_llmock/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, timeout=5) as reply:
            return json.load(reply)
