"""A workspace whose sources and models are the stand-in."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from db.models import Message, Source, Stage
from db.session import Database
from pipeline.extraction.configured import ModelChoice, ModelConfig, write_config
from pipeline.sources.draft import Draft
from takeone_desktop.assemble import Services
from takeone_desktop.settings import Settings
from tests.faults.standin import KEY, StandIn, whapi_message

CHATS = ("120363025246125486@g.us", "120363025246125487@g.us", "120363025246125488@g.us")


def environment(stand_in: StandIn, folder: Path) -> dict[str, str]:
    """What a process needs to know, as variables."""
    urls = json.dumps({"Whapi": stand_in.url, "anthropic": stand_in.url})
    return {
        "TAKEONE_WORKSPACE": str(folder / "workspace"),
        "TAKEONE_SERVICE_URLS": urls,
        "TAKEONE_FIRST_RUN_SECONDS": "0",
        "TAKEONE_KEY_WHAPI": "whapi-test-token",
        "TAKEONE_KEY_ANTHROPIC": KEY,
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def settings(stand_in: StandIn, folder: Path) -> Settings:
    """The same for this process; only the keys go into its environment."""
    told = environment(stand_in, folder)
    os.environ.update({name: value for name, value in told.items() if "_KEY_" in name})
    return Settings(
        workspace=told["TAKEONE_WORKSPACE"],
        service_urls=json.loads(told["TAKEONE_SERVICE_URLS"]),
        first_run_seconds=0,
    )


def configure(database: Database, concurrency: int) -> None:
    """Ask the stand-in, so many messages at once."""
    choice = ModelChoice(provider="anthropic", strong="claude-sonnet-5-5", cheap="claude-haiku-5-5")
    config = ModelConfig(choices=(choice,), concurrency=concurrency)
    with database.writing() as session:
        write_config(session, config, by="bench")


def add_sources(services: Services, chats: Sequence[str] = CHATS[:1]) -> list[int]:
    """A source for each chat; asked when it is told to."""
    return [
        services.catalogue.add(Draft("whapi", chat, f"Chat {chat[-6:-5]}", 60), by="bench")
        for chat in chats
    ]


def hang_up(services: Services) -> None:
    """Close the connections to the model on the loop they belong to, which ends with the
    engine."""
    loop = services.extractor._loop
    assert loop is not None
    asyncio.run_coroutine_threadsafe(services.extractor.close(), loop).result(10)


def fill(stand_in: StandIn, texts: Sequence[str], seconds: float = 0.0, *, first: int = 0) -> None:
    """Put texts into the chats in turn, all at once or spread over so many seconds to come;
    `first` is the number of the first."""
    now, wall = time.monotonic(), time.time() - (0 if seconds else 3600)
    chats: dict[str, list[Mapping[str, object]]] = {chat: [] for chat in CHATS}
    for number, text in enumerate(texts):
        after = seconds * number / len(texts)
        chat = CHATS[number % len(CHATS)] if seconds else CHATS[0]
        at = int(wall + (after if seconds else number))
        chats[chat].append(whapi_message(first + number, chat, text, at, now + after))
    stand_in.chats(chats)


def ask_now(database: Database) -> None:
    """Have all sources be due."""
    now = sa.func.current_timestamp()
    with database.writing() as session:
        session.execute(sa.update(Source).where(Source.adapter != "").values(next_run_at=now))


def stages(database: Database) -> Counter[str]:
    """How many messages stand at each stage."""
    with database.reading() as session:
        counted = sa.select(Message.stage, sa.func.count()).group_by(Message.stage)
        return Counter(dict(session.execute(counted).tuples().all()))


def settled(database: Database, messages: int) -> bool:
    """Whether all of them came, and none waits."""
    found = stages(database)
    return found.total() >= messages and not found[Stage.WAITING]
