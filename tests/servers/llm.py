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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from tests.servers.web import Answer, Request, WebServer, as_json

KEY = "sk-test-0123456789abcdef0123456789abcdef"
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


@dataclass
class ModelStandIn:
    """Both services at once. `think` gets the turns of a question, the newest last, as pairs of
    role and text, and says what the model says."""

    think: Callable[[Sequence[tuple[str, str]]], str]
    cached: int = 0
    key: str = KEY

    def serve(self) -> WebServer:
        """A server for it."""
        return WebServer(self.answer)

    def answer(self, request: Request) -> Answer:
        given = request.headers.get("x-api-key") or request.headers.get("authorization", "")
        if given.removeprefix("Bearer ") != self.key:
            told = f"Incorrect API key provided: {given}"
            return as_json({"error": {"type": "authentication_error", "message": told}}, 401)
        if request.path.endswith("/models"):
            return as_json({"data": [{"id": "model-a"}, {"id": "model-b"}]})
        asked = json.loads(request.body)
        said = self.think([(turn["role"], _text(turn["content"])) for turn in asked["messages"]])
        size = len(request.body) // 4
        if request.path.endswith("/messages"):
            return as_json(anthropic_message(said, size, self.cached))
        return as_json(openai_completion(said, size, self.cached))


def anthropic_message(said: str, tokens: int = 100, cached: int = 0, **more: Any) -> dict[str, Any]:
    """A message as Anthropic writes it."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "model-a",
        "content": [{"type": "text", "text": said}],
        "stop_reason": "end_turn",
        "usage": {
            "input_tokens": tokens,
            "cache_read_input_tokens": cached,
            "cache_creation_input_tokens": 0,
            "output_tokens": len(said) // 4,
        },
        **more,
    }


def openai_completion(said: str, tokens: int = 100, cached: int = 0, **more: Any) -> dict[str, Any]:
    """A completion as OpenAI writes it."""
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "model-a",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": said, "refusal": None},
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": tokens + cached,
            "completion_tokens": len(said) // 4,
            "total_tokens": tokens + cached + len(said) // 4,
            "prompt_tokens_details": {"cached_tokens": cached},
        },
        **more,
    }


def _text(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(block.get("text", "")) for block in content if isinstance(block, dict))
    return str(content)
