"""What there is to be seen of the page of models: full, empty, and on bad days."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import keyring
import sqlalchemy as sa
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from db.models import BatchState, Message, ModelBatch, ModelBatchLine, ModelCall, Source, utc_now
from db.models import Stage as Reached
from pipeline.extraction.configured import ModelChoice, ModelConfig, write_config
from scripts.stage import Over, Scene, Stage
from ui.models.page import ModelsPage

CLAUDE = ModelChoice(provider="anthropic", strong="claude-sonnet-5-5", cheap="claude-haiku-5-5")
GPT = ModelChoice(provider="openai", strong="gpt-6.2-sol", cheap="gpt-6-luna")
OWN = ModelChoice(
    provider="local", strong="qwen3:30b", cheap="qwen3:8b", base_url="http://127.0.0.1:11434/v1"
)
DAYS = 24
A_DAY = 30


class Drawer(KeyringBackend):
    """A keyring that keeps keys for as long as the scenes are drawn."""

    priority = 1  # type: ignore[assignment]  # the library asks for a class's property

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The key of this name."""
        del service
        return self.held.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a key."""
        del service
        self.held[username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget a key."""
        del service
        self.held.pop(username, None)


@dataclass(frozen=True, slots=True)
class Story:
    """What the page tells of."""

    choices: tuple[ModelChoice, ...] = ()
    daily: float | None = 2.0
    monthly: float | None = 40.0
    spent_more: int = 0
    """What today took beside its share, in millionths."""
    keys: tuple[str, ...] = ("anthropic", "openai")
    keyring: bool = True
    calls: bool = True
    failing: str = ""
    """The name of a service whose breaker is open."""
    resting: str = ""
    batches: bool = False


def _stage(story: Story, then: Callable[[Stage], Awaitable[None]] | None = None) -> Any:
    async def prepare(stage: Stage) -> None:
        services = stage.services
        drawer = Drawer()
        drawer.held = {name: f"sk-{name}" for name in story.keys}
        keyring.set_keyring(drawer if story.keyring else NoKeyring())
        services.keys._held.clear()
        config = ModelConfig(
            choices=story.choices,
            daily_usd=story.daily,
            monthly_usd=story.monthly,
            batch="dumps" if story.batches else "off",
        )
        await services.database.write(partial(_write, story, config))
        services.extractor._chain = _chain(services, story, config)
        stage.window.show_page("models")
        await asyncio.sleep(0.8)
        if then is not None:
            await then(stage)

    return prepare


def _chain(services: Any, story: Story, config: ModelConfig) -> Any:
    if not story.calls:
        return None
    chain = services.models.build(config)
    for service in services.models.remotes:
        service.breaker.reset()
        for _ in range(5 if service.name == story.failing else 0):
            service.breaker.fail()
    if story.resting:
        chain._resting["anthropic"] = story.resting
    return chain


def _write(story: Story, config: ModelConfig, session: Session) -> None:
    write_config(session, config, by="noura")
    session.execute(sa.delete(ModelCall))
    session.execute(sa.delete(ModelBatchLine))
    session.execute(sa.delete(ModelBatch))
    if story.batches:
        session.add_all(_batches(list(session.scalars(sa.select(Message.id)))))
    if story.calls:
        session.add_all(_calls(session, story, Random(7)))
        session.execute(
            sa.update(Message).where(Message.id % 3 == 0).values(stage=Reached.WAITING, band="pass")
        )


def _calls(session: Session, story: Story, chance: Random) -> list[ModelCall]:
    sources = list(session.scalars(sa.select(Source.id))) or [None]
    made = []
    for day in range(DAYS):
        for _ in range(chance.randint(A_DAY // 2, A_DAY * 2)):
            choice = chance.choice([CLAUDE, CLAUDE, CLAUDE, GPT])
            strong = chance.random() < 0.3
            made.append(
                ModelCall(
                    at=utc_now() - timedelta(days=day, minutes=chance.randint(0, 20)),
                    source_id=chance.choice(sources),
                    provider=choice.provider,
                    model=choice.strong if strong else choice.cheap,
                    prompt_version="1",
                    outcome=chance.choices(
                        ["answered", "rate_limit", "invalid_output"], [30, 1, 1]
                    )[0],
                    input_tokens=4200,
                    cached_tokens=3100,
                    output_tokens=350,
                    cost=chance.randint(4000, 7000) if strong else chance.randint(300, 900),
                    seconds=chance.uniform(1.5, 4),
                )
            )
    if story.spent_more:
        made[0].cost += story.spent_more
    return made


def _batches(messages: list[int]) -> list[ModelBatch | ModelBatchLine]:
    states = (
        (BatchState.COLLECTED, 288, 288, 171_000, ""),
        (BatchState.FAILED, 40, 0, 0, "OpenAI refused the request (400): too many tokens."),
        (BatchState.SENT, 512, 180, 0, ""),
        (BatchState.CANCELLING, 96, 12, 0, ""),
        (BatchState.SENDING, 31, 0, 0, "Anthropic can't be reached, or cut the connection."),
        (BatchState.GATHERING, 0, 0, 0, ""),
    )
    made = [
        ModelBatch(
            id=number + 1, mark=f"m{number}", provider="anthropic", model=CLAUDE.cheap,
            prompt_version="1", state=state, requests=requests, done=done, cost=cost,
            estimate=840_000, error=error, created_at=utc_now() - timedelta(hours=9 - number),
        )
        for number, (state, requests, done, cost, error) in enumerate(states)
    ]  # fmt: skip
    lines = [
        ModelBatchLine(batch_id=1 + number % len(made), message_id=message, key=str(number))
        for number, message in enumerate(messages)
    ]
    return [*made, *lines]


async def _at_batches(stage: Stage) -> None:
    page = stage.window.page("models")
    assert isinstance(page, ModelsPage)
    page.body.batches.rows[0].cancel.click()
    page.body.focus_batch()
    page.body.turn(0.5)
    await asyncio.sleep(0.1)


class _Refusing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"error": {"message": "invalid x-api-key"}}).encode()
        self.send_response(401)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


async def _test_refused(stage: Stage) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = stage.services.models._base_urls
    stage.services.models._base_urls = {"anthropic": f"http://127.0.0.1:{server.server_port}"}
    stage.press(Qt.Key.Key_T, "t")
    page = stage.window.page("models")
    assert isinstance(page, ModelsPage)
    while page.tasks.running("test-anthropic"):
        await asyncio.sleep(0.05)
    stage.services.models._base_urls = before
    server.shutdown()


async def _unfinished(stage: Stage) -> None:
    stage.press(Qt.Key.Key_3, "3")
    await asyncio.sleep(0.2)
    page = stage.window.page("models")
    assert isinstance(page, ModelsPage)
    card = page.body.providers.cards[-1]
    card.address.setText("192.168.1.20:8000")
    card.address.textEdited.emit("")


async def _entering(stage: Stage) -> None:
    stage.press(Qt.Key.Key_E, "e")
    page = stage.window.page("models")
    assert isinstance(page, ModelsPage)
    page.body.providers.cards[0].key.line.setText("sk-ant-api03-secret")


LOCKED = "Anthropic does not accept the key (401). Enter it anew."
FULL = Story((CLAUDE, GPT, OWN))

SCENES = tuple(
    Scene(f"models-{name}", prepare, over=over, seconds=0.6, dense=name == "full")
    for name, over, prepare in (
        ("full", Over.DEMO, _stage(FULL)),
        ("empty", Over.EMPTY, _stage(Story(calls=False, daily=None, monthly=None, keys=()))),
        (
            "failing-key",
            Over.DEMO,
            _stage(Story((CLAUDE, GPT), resting=LOCKED), _test_refused),
        ),
        ("breaker", Over.DEMO, _stage(Story((CLAUDE, GPT), failing="Anthropic"))),
        ("budget", Over.DEMO, _stage(Story((CLAUDE, GPT), spent_more=1_650_000))),
        ("no-money", Over.DEMO, _stage(Story((CLAUDE, GPT), spent_more=2_650_000))),
        ("no-keyring", Over.DEMO, _stage(Story((CLAUDE,), keys=(), keyring=False))),
        ("unfinished", Over.DEMO, _stage(Story((CLAUDE,)), _unfinished)),
        ("batches", Over.DEMO, _stage(Story((CLAUDE, GPT), batches=True), _at_batches)),
        ("key", Over.DEMO, _stage(Story((CLAUDE, GPT)), _entering)),
    )
)
