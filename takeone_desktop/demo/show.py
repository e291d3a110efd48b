"""What the demo's services bring, one thing after another, and how they fail in between."""

from __future__ import annotations

import itertools
import random
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from pipeline.dumps.dump import open_dump
from pipeline.dumps.message import Kind
from takeone_desktop.demo import apify, site, thinking, whapi
from takeone_desktop.demo.models import ModelStandIn
from takeone_desktop.demo.web import Answer, Handler, Request, as_json, failing

CHAT = "demo/whatsapp-casting-riyadh.txt"
LIVE = "demo/live.toml"
GROUP = "120363025246125486@g.us"
ACCOUNT = "casting.riyadh"
MODEL_KEY = "sk-demo-0123456789abcdef0123456789abcdef"
CHAT_SECONDS = 2.0
"""A message of the group appears so often, a post and a page less often."""
POST_SECONDS = 20.0
PAGE_SECONDS = 25.0
HEAD_START = 30.0
"""Seconds for which people have talked in the group when the show begins."""
EDITED = 12
"""After so many messages, one of them is edited."""
THINKING = (0.3, 1.2)
"""Seconds a model takes."""

Tell = Callable[[str], None]
"""Is told what a service does that nobody would expect."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail, and how it is told."""

    answer: Answer
    said: str


BUSY = Fault(failing(429, retry_after="2"), "asks to wait 2 s (429)")
BROKEN = Fault(failing(500), "fails (500)")
CUT = Fault(Answer(200, b'{"half": "an answer", "the rest": "is lost"}', cut=True), "cuts the line")
OVERLOADED = Fault(
    as_json({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}, 529),
    "is overloaded (529)",
)


def service(name: str, tell: Tell, began: float | None = None) -> Handler:
    """One of the demo's services: `whapi`, `apify`, `site` or `model`."""
    made = {"whapi": _whapi, "apify": _apify, "site": _site, "model": _model}
    return made[name](tell, time.time() if began is None else began)


def faulty(handler: Handler, every: int, faults: Sequence[Fault], tell: Tell) -> Handler:
    """The handler, but every so many requests fail, in turn."""
    numbers, turns = itertools.count(1), itertools.cycle(faults)

    def answer(request: Request) -> Answer:
        if next(numbers) % every:
            return handler(request)
        fault = next(turns)
        tell(fault.said)
        return fault.answer

    return answer


def _whapi(tell: Tell, began: float) -> Handler:
    said = list(_chat())
    began -= HEAD_START
    stand_in = whapi.WhapiStandIn()

    def answer(request: Request) -> Answer:
        stand_in.chats[GROUP] = _so_far(said, began)
        return stand_in.answer(request)

    return faulty(answer, 5, (BUSY, BROKEN, CUT), tell)


def _chat() -> Iterator[tuple[str, str]]:
    """Who says what in the bundled chat."""
    with as_file(files("resources").joinpath(CHAT)) as path, open_dump(path) as dump:
        for one in dump.messages():
            if one.kind is Kind.MESSAGE and one.text.strip():
                yield one.sender or "Sara", one.text


def _so_far(said: Sequence[tuple[str, str]], began: float) -> list[dict[str, Any]]:
    """The group's messages by now, and the edits of some."""
    count = min(len(said), 1 + int((time.time() - began) / CHAT_SECONDS))
    held = [
        whapi.message(
            number,
            int(began + number * CHAT_SECONDS),
            text,
            chat_id=GROUP,
            from_name=sender,
        )
        for number, (sender, text) in enumerate(said[:count])
    ]
    for number in range(EDITED, count, EDITED * 3):
        edited = max(range(number), key=lambda one: len(said[one][1]) if one > number - 8 else 0)
        at = int(began + number * CHAT_SECONDS)
        body = _edited(said[edited][1])
        held.append(whapi.edit(10_000 + number, at, f"whapi-{edited}", body))
    return held


def _edited(text: str) -> str:
    arabic = any("\u0621" <= sign <= "\u064a" for sign in text)
    note = "تعديل: الأجر ٢٠٠٠ ريال" if arabic else "Edit: the fee is 2,000 SAR"
    return f"{text}\n{note}"


def _apify(tell: Tell, began: float) -> Handler:
    captions = [one["caption"] for one in _live()["post"]]
    stand_in = apify.ApifyStandIn()

    def answer(request: Request) -> Answer:
        stand_in.posts = [
            apify.post(number, _moment(began + number * POST_SECONDS), caption)
            for number, caption in enumerate(captions)
            if began + number * POST_SECONDS <= time.time()
        ]
        return stand_in.answer(request)

    return faulty(answer, 4, (BROKEN, BUSY), tell)


def _site(tell: Tell, began: float) -> Handler:
    postings = [
        site.Posting(at=datetime.fromtimestamp(began + number * PAGE_SECONDS, UTC), **one)
        for number, one in enumerate(_live()["posting"])
    ]

    def so_far() -> list[site.Posting]:
        return [one for one in postings if one.at <= datetime.now(UTC)]

    return faulty(site.SiteStandIn(so_far).answer, 11, (BROKEN, CUT), tell)


def _model(tell: Tell, began: float) -> Handler:
    chance = random.Random(began)
    stand_in = ModelStandIn(thinking.think, cached=2_000, key=MODEL_KEY)
    rambling = replace(stand_in, think=lambda _: "What a lovely call! Shall I tell you more?")

    def answer(request: Request) -> Answer:
        if request.method == "POST":
            time.sleep(chance.uniform(*THINKING))
            if chance.random() < 0.04:
                tell("answers prose instead of JSON")
                return rambling.answer(request)
        return stand_in.answer(request)

    return faulty(answer, 9, (BUSY, OVERLOADED, CUT), tell)


def _live() -> Mapping[str, Any]:
    return tomllib.loads((files("resources") / LIVE).read_text("utf-8"))


def _moment(at: float) -> str:
    """A moment as Apify writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
