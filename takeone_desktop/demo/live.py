"""The whole program for a show: sources and a model that stand in on this machine, in a
workspace of its own."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import Rejected, TakeOneError
from takeone_desktop.demo import apify, processes, show, whapi
from takeone_desktop.settings import Settings, load_settings

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

MODEL = "claude-haiku-5-5"
STRONG = "claude-sonnet-5-5"
DAILY_USD = 1.0
ROUND_SECONDS = 6.0
"""Sources are asked so often: a show can't wait for their minutes."""
LOOK_SECONDS = 0.5
FIRST_SECONDS = 10.0
"""So long a window waits for the first messages at most."""
APPROVE_SECONDS = 8.0
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

Tell = Callable[[str], None]


def has_display() -> bool:
    """Whether a window can be opened here."""
    return not sys.platform.startswith("linux") or any(os.environ.get(one) for one in DISPLAYS)


def run(folder: Path, tell: Tell, *, window: bool) -> int:
    """Show it, in a window or line by line, until a person ends it; the exit code."""
    with processes.services(tell) as addresses, _keys():
        settings = load_settings(
            workspace=str(folder),
            public_url="",
            service_urls={
                "Whapi": addresses["whapi"],
                "Apify": addresses["apify"],
                "anthropic": addresses["model"],
            },
            allowed_hosts=[urlsplit(addresses["site"]).netloc],
            first_run_seconds=0.0,
        )
        tell("Whapi, Apify, a website and a model stand in on this machine; nothing leaves it.")
        if window:
            tell("Close the window, or press Ctrl+C here, to end it.")
            return _in_window(settings, addresses["site"])
        return _in_terminal(settings, addresses["site"], tell)


def _in_window(settings: Settings, website: str) -> int:
    from takeone_desktop.desktop import open_window

    @contextmanager
    def live(wanted: Settings) -> Iterator[Services]:
        from takeone_desktop.assemble import assemble

        with assemble(wanted) as opened:
            if wanted.workspace != settings.workspace:  # a person went to another one
                yield opened
                return
            prepare(opened, website)
            _fetch_first(opened)
            with _asking(opened):
                yield opened

    return open_window(settings, live)


def _in_terminal(settings: Settings, website: str, tell: Tell) -> int:
    from takeone_desktop.assemble import assemble
    from takeone_desktop.cli.common import running_engine
    from takeone_desktop.demo.telling import Teller
    from takeone_desktop.logs import start_logging
    from takeone_desktop.workspace import locate

    stopping = threading.Event()
    with ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.signal(number, lambda *_: stopping.set())
            stack.callback(signal.signal, number, before)
        start_logging(locate(settings.workspace).folder, settings.log_level)
        opened = stack.enter_context(assemble(settings))
        prepare(opened, website)
        stack.enter_context(running_engine(opened))
        _fetch_first(opened)
        stack.callback(opened.orchestrator.stop)
        stack.enter_context(_asking(opened))
        teller = Teller(opened, tell)
        tell("Ctrl+C ends it.")
        approve_at = time.monotonic() + APPROVE_SECONDS
        while not stopping.wait(LOOK_SECONDS):
            teller.look()
            if time.monotonic() > approve_at:
                teller.approve_what_is_clear()
                approve_at = time.monotonic() + APPROVE_SECONDS
        tell("Stopping: what runs is finished first.")
        teller.sum_up()
    return 0


def prepare(opened: Services, website: str) -> None:
    """Configure sources and the model. Raises `Rejected` for a workspace that is used already:
    a show must not get into it."""
    from db.queries.messages import newest_id
    from pipeline.extraction.configured import ModelConfig, write_config
    from pipeline.sources.catalogue import Draft

    with opened.database.writing() as session:
        if newest_id(session) or opened.catalogue.all():
            raise Rejected(
                f"The workspace {opened.place.name} is used already; the live demo needs an "
                "empty one. Leave --workspace out, or name a new folder."
            )
        choice = {"provider": "anthropic", "strong": STRONG, "cheap": MODEL}
        config = ModelConfig.model_validate({"choices": [choice], "daily_usd": DAILY_USD})
        write_config(session, config, by=opened.settings.user)
    for adapter, identifier, name in (
        ("whapi", show.GROUP, "كاستنج الرياض"),
        ("apify", show.ACCOUNT, "casting.riyadh"),
        ("web", f"{website}/sitemap.xml", "Casting website"),
    ):
        draft = Draft(adapter, identifier, name, every_minutes=1)
        opened.catalogue.add(draft, by=opened.settings.user)


def _fetch_first(opened: Services) -> None:
    """Ask the sources once, so that the window opens on what there is, not on its welcome."""
    opened.orchestrator.start()
    runs = [opened.orchestrator.run_now(source.id) for source in opened.catalogue.all()]
    wait(runs, FIRST_SECONDS)


@contextmanager
def _asking(opened: Services) -> Iterator[None]:
    """Ask every source again and again while the block runs."""
    ending = threading.Event()

    def ask() -> None:
        while not ending.wait(ROUND_SECONDS):
            if not opened.engine.running:
                continue  # still opening, or closing
            try:
                for source in opened.catalogue.all():
                    opened.orchestrator.run_now(source.id)
            except TakeOneError:
                continue  # it is just being closed

    thread = threading.Thread(target=ask, name="demo-asking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


@contextmanager
def _keys() -> Iterator[None]:
    """Keys for the stand-ins, in the place of whatever keys this machine holds."""
    given: Mapping[str, str] = {
        "TAKEONE_KEY_WHAPI": whapi.TOKEN,
        "TAKEONE_KEY_APIFY": apify.TOKEN,
        "TAKEONE_KEY_ANTHROPIC": show.MODEL_KEY,
    }
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
