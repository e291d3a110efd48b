"""Model services on loopback, speaking the wire formats of Anthropic and OpenAI."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from takeone_desktop.demo.web import Answer, Request, WebServer, as_json

KEY = "sk-test-0123456789abcdef0123456789abcdef"


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
