"""The page of sources: a list full of them, each thing that can be done, each way to be ill."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import keyring
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from db.models import Source, SourceRun, utc_now
from db.queries import sources as rows
from pipeline.errors import Unavailable
from pipeline.remote.remotes import Remotes
from pipeline.sources.port import Surroundings
from scripts.scenes_models import Drawer
from scripts.stage import DEMO, Over, Scene, Stage
from tests.keys import Held
from tests.servers.web import WebServer
from tests.servers.whapi import TOKEN, WhapiStandIn, message
from ui.sources.page import SourcesPage

GROUP = "120363025246125486@g.us"
GONE = "120363029999999999@g.us"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Seed:
    """A source as it lies in the workspace; times are minutes from now."""

    name: str
    adapter: str = "whapi"
    kind: str = "WHATSAPP"
    identifier: str = GROUP
    error: str = ""
    outcome: str = "ok"
    last: int = -7
    next: int | None = 8
    new: int = 6
    cost: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


def _web(name: str, host: str, **more: Any) -> Seed:
    return Seed(name, "web", "WEB", f"https://{host}/casting", last=-70, next=168, new=2, **more)


def _instagram(name: str, account: str, **more: Any) -> Seed:
    cost = {"cost": 184_000, "last": -95, "next": 140, "new": 4}
    return Seed(name, "apify", "INSTAGRAM", account, **{**cost, **more})


ROBOTS = (
    "jobs.example.com asks programs in its robots.txt not to read this address. It is left alone."
)
BREAKER = "Whapi failed 5 times in a row and is left alone; the next try is in 47 s."
ILL = {
    "401": Seed(
        "كاستنج الرياض", error="Whapi does not accept the key (401). Enter it anew.",
        outcome="permanent", more={"state": "locked", "failures": 1}, new=0,
    ),
    "404": Seed(
        "Extras & crowds, Jeddah", identifier=GONE,
        error="Whapi has nothing at this address (404).",
        outcome="permanent", next=None, new=0, more={"state": "gone", "failures": 1},
    ),
    "unreachable": _web(
        "Gulf casting board", "casting.example.com",
        error="casting.example.com can't be reached, or cut the connection.",
        outcome="transient", more={"failures": 6},
    ),
    "breaker": Seed(
        "Commercials Dammam", identifier="120363171744447809@newsletter", error=BREAKER,
        outcome="transient", next=1, more={"failures": 2}, new=0,
    ),
    "cap": _instagram(
        "Casting Riyadh", "casting.riyadh",
        error="Today's 0.5 US dollars for this source are spent; it is asked again tomorrow.",
        outcome="budget", next=610, more={"failures": 1}, cost=500_000,
    ),
    "robots": _web(
        "Studio jobs", "jobs.example.com", error=ROBOTS, outcome="permanent",
        more={"failures": 3},
    ),
}  # fmt: skip
WELL = (
    Seed("ممثلين ومواهب السعودية", identifier="120363025246125401@g.us", new=34),
    Seed("Voice-over talents", identifier="120363025246125402@g.us", new=0, more={"pace": 2.4}),
    _instagram("مواهب جدة", "mawaheb.jeddah"),
    _instagram("#كاستنج", "#كاستنج", more={"failures": 1}, outcome="rate_limit",
               error="Apify asks us to slow down (429)."),
    _web("Film commission", "film.example.com"),
    Seed("إعلانات الشرقية", identifier="120363025246125403@g.us", outcome="", next=1),
    Seed("Old group", identifier="120363025246125404@g.us", next=None, more={"state": "paused"}),
)  # fmt: skip


def _seed(*seeds: Seed) -> Callable[[Stage], None]:
    """Have only these sources in the workspace."""

    def seed(stage: Stage) -> None:
        now = utc_now()
        with stage.services.database.writing() as session:
            for table in (SourceRun, Source):
                session.execute(sa.delete(table).where(_live(table)))
            rows.let_go(session)
            for one in seeds:
                _add(session, one, now)

    return seed


def _cursor(one: Seed, now: datetime) -> Mapping[str, Any]:
    if one.adapter == "whapi":
        return {"since": int(time.time()) - 420}
    return {"newest": f"{now:%Y-%m-%dT%H:%M:%S}.000Z"} if one.adapter == "apify" else {"pages": {}}


def _live(table: type[SourceRun] | type[Source]) -> sa.ColumnElement[bool]:
    return sa.true() if table is SourceRun else Source.adapter != ""


def _add(session: Any, one: Seed, now: Any) -> None:
    asked = bool(one.outcome)
    source = Source(
        kind=one.kind, identifier=one.identifier, name=one.name, adapter=one.adapter,
        every_minutes=15 if one.kind == "WHATSAPP" else 240, cost=one.cost * 11,
        last_run_at=now + one.last * MINUTE if asked else None,
        next_run_at=now + one.next * MINUTE + timedelta(seconds=20) if one.next else None,
        last_error=one.error, cursor=_cursor(one, now) if asked else {},
        settings=SETTINGS.get(one.adapter, {}), **one.more,
    )  # fmt: skip
    session.add(source)
    session.flush()
    for n in range(9 if asked else 0, -1, -1):
        if not asked:
            break
        failed = bool(one.error) and n < source.failures
        began = now + (one.last - n * source.every_minutes) * MINUTE
        session.add(
            SourceRun(
                source_id=source.id, started_at=began,
                finished_at=began + timedelta(seconds=0.6 + n * 0.7),
                outcome=one.outcome if failed else "ok",
                fetched=0 if failed else one.new + n, stored=0 if failed else min(one.new, 9 - n),
                cost=0 if failed else one.cost // 3, error=one.error if failed else "",
            )
        )  # fmt: skip


SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "whapi": {"days_back": 7},
    "apify": {"most_posts": 20, "usd_per_day": 0.5, "usd_per_1000": 2.3},
    "web": {"most_pages": 20},
}


@cache
def _whapi() -> WebServer:
    """A stand-in with the demo chat, for as long as the script runs."""
    chat = DEMO.read_text(encoding="utf-8")
    said = (one.partition(": ")[2].strip() for one in re.split(r"\n(?=\S*\d+/\d+/)", chat))
    texts = [text for text in said if len(text) > 25][:14]
    now = int(time.time())
    held = [message(n, now - 3000 * (20 - n), text) for n, text in enumerate(texts)]
    server = WhapiStandIn({GROUP: held, "120363025246125401@g.us": held}).serve()
    server.__enter__()
    return server


def _start(stage: Stage, token: str = TOKEN) -> None:
    """Have sources asked at the stand-in."""
    orchestrator = stage.services.orchestrator
    orchestrator.stop(drain=0)
    orchestrator.remotes = Remotes()
    urls = {"Whapi": _whapi().url}
    orchestrator._surroundings = lambda remotes: Surroundings(remotes, Held(whapi=token), urls)
    orchestrator.start()


Step = Callable[[Stage], Awaitable[None] | None]


def _scene(
    name: str, *steps: Step, seeds: tuple[Seed, ...] = (), seconds: float = 0.5, dense: bool = False
) -> Scene:
    async def prepare(stage: Stage) -> None:
        _seed(*seeds)(stage)
        stage.window.show_page("sources")
        await asyncio.sleep(0.6)
        for step in steps:
            if (done := step(stage)) is not None:
                await done
            await asyncio.sleep(0.3)

    return Scene(f"sources-{name}", prepare, Over.EMPTY, seconds, dense=dense)


def _key(key: Qt.Key, text: str = "") -> Step:
    return lambda stage: stage.press(key, text)


def _type(text: str) -> Step:
    def put(_: Stage) -> None:
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        line.insert(text)
        line.textEdited.emit(line.text())

    return put


def _page(stage: Stage) -> SourcesPage:
    page = stage.window.page("sources")
    assert isinstance(page, SourcesPage)
    return page


def _hold(stage: Stage) -> None:
    stage.services.catalogue.pause_all(by="noura")


def _wrong_key(stage: Stage) -> None:
    _start(stage, "expired")


def _running(stage: Stage) -> None:
    with stage.services.database.writing() as session:
        source = session.scalars(rows_of("whapi")).first()
        source.lease_until, source.leased_by = utc_now() + 5 * MINUTE, "worker"
        session.add(SourceRun(source_id=source.id, fetched=500))
    _page(stage)._look_again()


def rows_of(adapter: str) -> Any:
    """The sources of a kind."""
    return sa.select(Source).where(Source.adapter == adapter).order_by(Source.name)


def _csv(stage: Stage) -> None:
    table = (
        "adapter,identifier,name,every_minutes\n"
        f"whapi,{GONE},Extras,15\nwhapi,0550001234,Sara,15\nfax,1,Fax,15\n"
        "web,localhost,Studio,60\nwhapi,120363025246125499@g.us,Often,often\n"
        f"apify,casting.riyadh,كاستنج,240\nwhapi,{GROUP},Twice,15\n"
    )
    _page(stage).files.take_in(stage.file("مصادر.csv", table.encode()))


def _limit(stage: Stage) -> None:
    with stage.services.database.writing() as session:
        for n in range(10):
            _add(session, Seed(f"Group {n}", identifier=f"1203630252461260{n:02}@g.us"), utc_now())


def _key_refused(stage: Stage) -> None:
    _wrong_key(stage)
    ring = Drawer()
    ring.held["whapi"] = "expired"
    keyring.set_keyring(ring)
    page = _page(stage)
    page.keys.enter_key()
    page.keys.test_key()


def _away(stage: Stage) -> None:
    page = _page(stage)

    def overview() -> None:
        raise Unavailable(
            "The workspace at desk.example/takeone does not answer. Is its server up?"
        )

    page._catalogue.overview = overview  # type: ignore[method-assign]
    page._look_again()


N, E, T = _key(Qt.Key.Key_N, "n"), _key(Qt.Key.Key_E, "e"), _key(Qt.Key.Key_T, "t")
ONE, FOUR, TWO = _key(Qt.Key.Key_1, "1"), _key(Qt.Key.Key_4, "4"), _key(Qt.Key.Key_2, "2")
ENTER, H, S = _key(Qt.Key.Key_Return, "\r"), _key(Qt.Key.Key_H, "h"), _key(Qt.Key.Key_S, "s")
DELETE, SLASH = _key(Qt.Key.Key_Delete), _key(Qt.Key.Key_Slash, "/")
ALL = (*ILL.values(), *WELL)
QUIET = tuple(one for one in WELL if not one.error)
ASKED = (Seed("كاستنج الرياض"), *WELL)

SCENES = (
    _scene("empty"),
    _scene("list", seeds=ALL, dense=True),
    *(_scene(name, seeds=(one, *QUIET)) for name, one in ILL.items()),
    _scene("well", seeds=WELL[4:5]),
    _scene("kinds", N, seeds=ALL),
    _scene("form", N, TWO, seeds=ALL, dense=True),
    _scene("form-wrong", N, ONE, _type("0550001234"), ENTER, seeds=ALL),
    _scene("limit", _limit, N, ONE, _type(GROUP), ENTER, seeds=WELL[4:5], seconds=1),
    _scene("edit", E, seeds=ALL),
    _scene("try", _start, T, seeds=ASKED[:1], seconds=2, dense=True),
    _scene("try-failed", _wrong_key, T, seeds=ASKED[:1], seconds=1.5),
    _scene("running", _running, seeds=WELL[:3]),
    _scene("runs", H, seeds=(ILL["unreachable"], *WELL)),
    _scene("held", _hold, seeds=ALL),
    _scene("delete", DELETE, seeds=ALL),
    _scene("key", S, seeds=ALL),
    _scene("key-refused", _key_refused, seeds=ASKED[:1], seconds=1),
    _scene("csv", _csv, seeds=(ASKED[0],), seconds=1),
    _scene("none", SLASH, _type("tabuk"), seeds=ALL),
    _scene("error", _away, seeds=ALL),
)
