"""Both batch services on this machine: Anthropic's Message Batches and OpenAI's Batch API.

Answers come in another order than the questions, and each question can be made to expire, fail
or be refused. A batch makes progress each time it is looked at. What is broken on the way (429,
cut downloads, a batch that is taken though its answer is lost) is ordered by the test.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.servers.llm import KEY, ModelStandIn, anthropic_message, openai_completion
from tests.servers.web import Answer, Request, WebServer, as_json

Think = Callable[[Sequence[tuple[str, str]]], str]


@dataclass
class HeldBatch:
    """A batch as the service keeps it."""

    id: str
    questions: list[dict[str, Any]]
    metadata: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    looks: int = 0
    cancelled: bool = False
    failed: str = ""


@dataclass
class BatchStandIn:
    """Both services at once, with ordinary calls beside them. `think` says what the model says
    to the turns of a question; `fate` what becomes of the text of one."""

    think: Think
    fate: Callable[[str], str] = lambda _: "answered"
    looks: int = 1
    """How often a batch is looked at before it has ended."""
    lose: int = 0
    """So many batches are taken, but their answer is lost on the way."""
    cut: int = 0
    """So many downloads end in the middle."""
    refuse: str = ""
    """Why every batch fails before it is begun."""
    too_much: int = 0
    """So many batches fail because too much is under way."""
    key: str = KEY
    batches: dict[str, HeldBatch] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    paid: Counter[str] = field(default_factory=Counter)
    """How often each question was answered for money, by its text: in batches and without."""
    single: int = 0
    """Questions asked one by one."""
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def serve(self) -> WebServer:
        return WebServer(self.answer)

    def answer(self, request: Request) -> Answer:
        given = request.headers.get("x-api-key") or request.headers.get("authorization", "")
        if given.removeprefix("Bearer ") != self.key:
            return as_json({"error": {"type": "authentication_error", "message": "no"}}, 401)
        with self._lock:
            path = request.path.removeprefix("/v1")
            if path.startswith("/messages/batches"):
                return self._anthropic(request, path.removeprefix("/messages/batches"))
            if path.startswith("/batches"):
                return self._openai(request, path.removeprefix("/batches"))
            if path.startswith("/files"):
                return self._files(request, path.removeprefix("/files"))
            if request.method == "POST":
                self.single += 1
                self.paid[_text(json.loads(request.body))] += 1
        return ModelStandIn(self.think, key=self.key).answer(request)

    # ----- Anthropic ----------------------------------------------------------------------------

    def _anthropic(self, request: Request, rest: str) -> Answer:
        if rest == "" and request.method == "POST":
            asked = json.loads(request.body)["requests"]
            assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", one["custom_id"]) for one in asked)
            questions = [{"id": one["custom_id"], "body": one["params"]} for one in asked]
            return self._take(HeldBatch(self._name("msgbatch"), questions), self._as_anthropic)
        if rest == "":
            listed = [self._as_anthropic(one) for one in reversed(self.batches.values())]
            return as_json({"data": listed, "has_more": False})
        name, _, what = rest.strip("/").partition("/")
        batch = self.batches.get(name)
        if batch is None:
            told = {"type": "not_found_error", "message": "no such batch"}
            return as_json({"type": "error", "error": told}, 404)
        if request.method == "DELETE":
            del self.batches[name]
            return as_json({"id": name, "type": "message_batch_deleted"})
        if what == "cancel":
            batch.cancelled = True
        elif what == "results":
            return self._download("".join(self._anthropic_lines(batch)))
        else:
            batch.looks += 1
        return as_json(self._as_anthropic(batch))

    def _as_anthropic(self, batch: HeldBatch) -> dict[str, Any]:
        fates = Counter(self._fates(batch).values())
        ended = self._ended(batch)
        counts = {
            "processing": 0 if ended else len(batch.questions),
            "succeeded": fates["answered"] if ended else 0,
            "errored": fates["errored"] if ended else 0,
            "expired": fates["expired"] if ended else 0,
            "canceled": fates["cancelled"] if ended else 0,
        }
        return {
            "id": batch.id,
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": counts,
            "created_at": "2099-01-01T00:00:00.123456+00:00",
            "results_url": "https://elsewhere.example/results" if ended else None,
        }

    def _anthropic_lines(self, batch: HeldBatch) -> list[str]:
        lines = []
        for one in _shuffled(batch.questions):
            fate = self._fates(batch)[one["id"]]
            result: dict[str, Any] = {"type": "canceled" if fate == "cancelled" else fate}
            if fate == "answered":
                message = anthropic_message(self._said(one["body"]), 1000)
                result = {"type": "succeeded", "message": message}
            elif fate == "errored":
                told = {"type": "invalid_request_error", "message": "too odd"}
                result["error"] = {"type": "error", "error": told}
            lines.append(json.dumps({"custom_id": one["id"], "result": result}) + "\n")
        return lines

    # ----- OpenAI -------------------------------------------------------------------------------

    def _openai(self, request: Request, rest: str) -> Answer:
        if rest == "" and request.method == "POST":
            order = json.loads(request.body)
            assert order["endpoint"] == "/v1/chat/completions"
            told = self.files[order["input_file_id"]].decode().splitlines()
            asked = [json.loads(line) for line in told]
            assert all(one["url"] == order["endpoint"] for one in asked)
            questions = [{"id": one["custom_id"], "body": one["body"]} for one in asked]
            batch = HeldBatch(
                self._name("batch"), questions, order["metadata"], order["input_file_id"]
            )
            batch.failed = self.refuse
            if self.too_much > 0:
                self.too_much -= 1
                batch.failed = "token_limit_exceeded"
            return self._take(batch, self._as_openai)
        if rest == "":
            return as_json({"data": [self._as_openai(one) for one in self.batches.values()]})
        name, _, what = rest.strip("/").partition("/")
        batch = self.batches[name]
        if what == "cancel":
            batch.cancelled = True
        else:
            batch.looks += 1
        return as_json(self._as_openai(batch))

    def _as_openai(self, batch: HeldBatch) -> dict[str, Any]:
        fates = Counter(self._fates(batch).values())
        ended = self._ended(batch)
        status = "completed" if ended else "in_progress"
        if batch.failed:
            status = "failed"
        elif ended and batch.cancelled:
            status = "cancelled"
        told: dict[str, Any] = {
            "id": batch.id,
            "object": "batch",
            "status": status,
            "metadata": batch.metadata,
            "input_file_id": batch.file,
            "request_counts": {
                "total": len(batch.questions),
                "completed": fates["answered"] if ended else 0,
                "failed": len(batch.questions) - fates["answered"] if ended else 0,
            },
        }
        if batch.failed:
            told["errors"] = {"object": "list", "data": [_trouble(batch.failed)]}
        elif ended:
            good, bad = self._openai_files(batch)
            for name, content in (("output", good), ("error", bad)):
                if content:
                    told[f"{name}_file_id"] = f"file-{name}-{batch.id}"
                    self.files[f"file-{name}-{batch.id}"] = content.encode()
        return told

    def _openai_files(self, batch: HeldBatch) -> tuple[str, str]:
        good = bad = ""
        for one in _shuffled(batch.questions):
            fate = self._fates(batch)[one["id"]]
            line: dict[str, Any] = {"id": "r", "custom_id": one["id"], "response": None}
            if fate == "answered":
                body = openai_completion(self._said(one["body"]), 1000)
                line |= {"response": {"status_code": 200, "body": body}, "error": None}
                good += json.dumps(line) + "\n"
                continue
            if fate == "errored":
                body = {"error": {"message": "too odd", "type": "invalid_request_error"}}
                line["response"] = {"status_code": 400, "body": body}
            else:
                line["error"] = {"code": f"batch_{fate}", "message": "not in time"}
            bad += json.dumps(line) + "\n"
        return good, bad

    def _files(self, request: Request, rest: str) -> Answer:
        if request.method == "POST":
            name = f"file-{len(self.files)}"
            assert b'name="purpose"' in request.body
            parts = re.findall(rb"^\{.*\}$", request.body, re.MULTILINE)
            self.files[name] = b"\n".join(parts)
            return as_json({"id": name, "object": "file", "purpose": "batch"})
        name = rest.strip("/").removesuffix("/content")
        if request.method == "DELETE":
            self.files.pop(name, None)
            return as_json({"id": name, "deleted": True})
        return self._download(self.files[name].decode())

    # ----- both ---------------------------------------------------------------------------------

    def _take(self, batch: HeldBatch, told: Callable[[HeldBatch], dict[str, Any]]) -> Answer:
        self.batches[batch.id] = batch
        for one in (
            [] if batch.failed else batch.questions
        ):  # what is answered is paid, be it collected or not
            if self.fate(_text(one["body"])) == "answered":
                self.paid[_text(one["body"])] += 1
        if self.lose > 0:
            self.lose -= 1
            return Answer(200, b'{"id": "lost"}', cut=True)
        return as_json(told(batch))

    def _name(self, stem: str) -> str:
        return f"{stem}_{len(self.batches) + 1:03}"

    def _ended(self, batch: HeldBatch) -> bool:
        return batch.cancelled or batch.looks > self.looks

    def _fates(self, batch: HeldBatch) -> dict[str, str]:
        return {
            one["id"]: "cancelled" if batch.cancelled else self.fate(_text(one["body"]))
            for one in batch.questions
        }

    def _said(self, body: Mapping[str, Any]) -> str:
        return self.think([(turn["role"], _words(turn["content"])) for turn in body["messages"]])

    def _download(self, text: str) -> Answer:
        headers = {"Content-Type": "application/x-jsonl"}
        if self.cut > 0:
            self.cut -= 1
            return Answer(200, text.encode(), headers, cut=True)
        return Answer(200, text.encode(), headers)


def _trouble(failed: str) -> dict[str, str]:
    if failed == "token_limit_exceeded":
        return {"code": failed, "message": "Enqueued token limit reached"}
    return {"code": "invalid_request", "message": failed}


def _shuffled(questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return random.Random(len(questions)).sample(list(questions), len(questions))


def _text(body: Mapping[str, Any]) -> str:
    """The message a question is about."""
    asked = _words(body["messages"][-1]["content"])
    found = re.search(r"\[message [0-9a-f]+\]\n(.*)\n\[end", asked, re.DOTALL)
    return found[1] if found else asked


def _words(content: object) -> str:
    if isinstance(content, list):
        return "".join(str(block.get("text", "")) for block in content if isinstance(block, dict))
    return str(content)
