"""How long the review page takes to answer in a workspace of a million messages.

Run: python tests/bench/bench_review.py [--messages N] [--workspace file, kept for the next run]
Baseline, in the same run: the ids of the first pending calls, asked of a bare sqlite3.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from db.models import CallStatus  # noqa: E402
from db.session import Database  # noqa: E402
from db.upgrade import upgrade  # noqa: E402
from pipeline.review.desk import ReviewDesk  # noqa: E402
from pipeline.review.values import Cursor, Filters, ReviewRow, Sort  # noqa: E402
from pipeline.text.search import search_text  # noqa: E402
from tests.dedup.generated import posts  # noqa: E402

MESSAGES = 1_000_000
STATUSES = {"pending": 20_000, "approved": 5_000, "rejected": 12_000, "duplicate": 3_000}
SOURCES = 40
RARE = SOURCES  # the source that hardly any call comes from: the longest way to a full page
CHATTER = 5_000
TEXTS = 10_000  # different ones among the calls
ROUNDS = 11
OPENINGS = 5
OPEN_MS, NEXT_MS, FILTER_MS = 300, 100, 300
BASELINE = "SELECT id FROM call WHERE status='pending' ORDER BY id LIMIT 200"
BEGAN = datetime(2024, 1, 1)
SMALL_TALK = (
    *("صباح", "الخير", "شكرا", "جزيلا", "متى", "الموعد", "القادم", "بكرة", "الرياض", "التصوير"),
    *("الصور", "ارسل", "الملف", "مبروك", "شباب", "وين", "مكان", "القروب", "ممكن", "رقم", "تم"),
    *("good", "morning", "thanks", "when", "is", "the", "next", "shoot", "send", "photo", "link"),
)

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Spent:
    """How long one question took, each time it was asked, and what it may take."""

    name: str
    limit: int | None
    times: Sequence[float]


@dataclass(frozen=True, slots=True)
class Found:
    """A message that holds a call."""

    message_id: int
    text: str
    search: str


def fill(path: str, messages: int) -> None:
    """Store the workspace's rows, past the models: they would take most of the time."""
    link = sqlite3.connect(path)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
        link.execute(f"PRAGMA {pragma}")
    # Review searches calls alone; indexing a million messages would take minutes.
    link.execute("DROP TRIGGER message_fts_add")
    with link:
        store(link, "source", source_rows())
        calls = list(call_texts(messages))
        store(link, "message", message_rows(messages, calls))
        store(link, "call", call_rows(calls))
        store(link, "sighting", sighting_rows(calls))
    link.close()


def store(link: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows that all have the first one's columns."""
    first = next(rows)
    columns, places = ", ".join(first), ", ".join("?" * len(first))
    values = (tuple(row.values()) for row in itertools.chain([first], rows))
    link.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def source_rows() -> Iterator[dict[str, Any]]:
    media = ("whatsapp", "telegram", "instagram")
    for at in range(1, SOURCES + 1):
        yield {
            "id": at,
            "kind": "DUMP",
            "identifier": f"group {at}",
            "name": f"Group {at}",
            "medium": media[at % len(media)],
            "created_at": stamp(0),
        }


def call_texts(messages: int) -> Iterator[Found]:
    """The messages that hold calls, spread over the whole workspace."""
    calls = sum(STATUSES.values())
    if messages < calls:
        sys.exit(f"--messages must be at least {calls:,}, one for each call.")
    texts = [(post.text, search_text(post.text)) for post in posts(TEXTS, seed=1)]
    for at in range(calls):
        yield Found(1 + at * messages // calls, *texts[at % TEXTS])


def message_rows(messages: int, calls: Sequence[Found]) -> Iterator[dict[str, Any]]:
    dice = random.Random(2)
    held = {call.message_id: call for call in calls}
    chatter = [" ".join(dice.choices(SMALL_TALK, k=dice.randint(3, 30))) for _ in range(CHATTER)]
    folded = [search_text(text) for text in chatter]
    for at in range(1, messages + 1):
        call = held.get(at)
        nth = dice.randrange(CHATTER)
        yield {
            "id": at,
            "source_id": source_of(at, call is not None),
            "external_id": f"message {at}",
            "dump_id": 0,
            "sent_at": stamp(at),
            "sender": "+966500000000" if call else None,
            "kind": "text",
            "text": call.text if call else chatter[nth],
            "search": call.search if call else folded[nth],
            "band": "pass" if call else "skip",
            "score": 0.9 if call else 0.1,
            "reasons": json.dumps([{"term": "casting", "start": 0, "end": 4}]) if call else None,
            "stage": "extracted" if call else "skipped",
            "created_at": stamp(at),
        }


def source_of(message_id: int, is_call: bool) -> int:
    """Every source has its share of messages, but one has next to no calls."""
    if is_call:
        return RARE if message_id % 997 == 0 else 1 + message_id * 7919 % (SOURCES - 1)
    return 1 + message_id % SOURCES


def call_rows(calls: Sequence[Found]) -> Iterator[dict[str, Any]]:
    dice = random.Random(3)
    statuses = [status for status, many in STATUSES.items() for _ in range(many)]
    dice.shuffle(statuses)
    heads: list[int] = [1]
    for at, (call, status) in enumerate(zip(calls, statuses, strict=True), 1):
        if status != "duplicate":
            heads.append(at)
        lines = call.text.split("\n")
        yield {
            "id": at,
            "message_id": call.message_id,
            "cluster_id": dice.choice(heads) if status == "duplicate" else at,
            "status": status,
            "title": lines[0][:60],
            "company": lines[-1][:40],
            "location": lines[len(lines) // 2][:40],
            "description": call.text,
            "evidence": json.dumps({"title": {"state": "found", "spans": [[0, len(lines[0])]]}}),
            "extras": "{}",
            "span_start": 0,
            "span_end": len(call.text),
            "content_hash": f"{at:064x}",
            "search": call.search,
            "language": "ar" if at % 4 else "en",
            "band": "pass" if at % 5 else "unsure",
            "score": round(dice.random(), 4),
            "doubts": at % 3,
            "provider": "rules",
            "extractor_version": "1",
            "flagged": int(at % 50 == 0),
            "position": at,
            "revision": 1,
            "created_at": stamp(call.message_id),
            "updated_at": stamp(call.message_id),
        }


def sighting_rows(calls: Sequence[Found]) -> Iterator[dict[str, Any]]:
    for at, call in enumerate(calls, 1):
        yield {"call_id": at, "message_id": call.message_id}


def stamp(minutes: int) -> str:
    """A time as the workspace stores it."""
    return (BEGAN + timedelta(minutes=minutes)).isoformat(" ", "microseconds")


async def timed(name: str, limit: int | None, asks: Sequence[Ask]) -> Spent:
    """Ask one after another."""
    times = []
    for ask in asks:
        began = time.perf_counter()
        await ask()
        times.append((time.perf_counter() - began) * 1000)
    return Spent(name, limit, times)


def baseline(path: str) -> Spent:
    """The least that a list of pending calls can cost."""
    link = sqlite3.connect(path)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        link.execute(BASELINE).fetchall()
        times.append((time.perf_counter() - began) * 1000)
    link.close()
    return Spent("baseline: bare sqlite3, 200 pending ids", None, times)


async def opened(address: str) -> float:
    """The first page with nothing in the database's own cache."""
    database = Database(address)
    spent = await timed("", None, [partial(ReviewDesk(database).page, Filters())])
    database.close()
    return spent.times[0]


async def whole_queue(desk: ReviewDesk) -> tuple[Spent, list[ReviewRow]]:
    """Page by page to the queue's end, and the rows met on the way."""
    met: list[ReviewRow] = []
    times = []
    after: Cursor | None = None
    while True:
        began = time.perf_counter()
        rows = await desk.page(Filters(), after)
        times.append((time.perf_counter() - began) * 1000)
        if not rows:
            return Spent("following page, to the queue's end", NEXT_MS, times), met
        met.extend(rows)
        after = rows[-1].cursor


def filters(messages: int) -> Iterator[tuple[str, Filters]]:
    """What people narrow the list by, the worst cases among it."""
    yield "source, busy", Filters(sources=(3,))
    yield "source, few calls", Filters(sources=(RARE,))
    yield "medium", Filters(media=("telegram",))
    yield "word in many calls", Filters(text="مطلوب")
    yield "word in some calls", Filters(text="خيالة")
    yield "two words", Filters(text="ممثلين الرياض")
    yield "beginning of a word", Filters(text="م")
    yield "phone number", Filters(text="0522597620")
    yield "words nobody wrote", Filters(text="zyzzyva")
    yield "word and source", Filters(text="مطلوب", sources=(RARE,))
    for status in (CallStatus.APPROVED, CallStatus.REJECTED, CallStatus.DUPLICATE):
        yield f"status {status}", Filters(status=status)
    yield "status rejected, by score", Filters(status=CallStatus.REJECTED, sort=Sort.SCORE)
    yield "language, band, doubtful", Filters(languages=("en",), bands=("unsure",), doubtful=True)
    yield "flagged", Filters(flagged=True)
    yield "since the last day", Filters(since=BEGAN + timedelta(minutes=messages - 1440))
    yield "pending, by score", Filters(sort=Sort.SCORE)
    yield "pending, newest", Filters(sort=Sort.NEWEST)


async def measure(path: str, messages: int) -> list[Spent]:
    address = f"sqlite:///{path}"
    times = [await opened(address) for _ in range(OPENINGS)]
    spent = [baseline(path), Spent("first page, workspace just opened", OPEN_MS, times)]
    database = Database(address)
    desk = ReviewDesk(database)
    spent.append(
        await timed("first page", OPEN_MS, [partial(desk.page, Filters())] * ROUNDS),
    )
    paging, rows = await whole_queue(desk)
    in_turn = [partial(desk.detail, row.id) for row in rows[:300]]
    anywhere = random.Random(4).sample(rows, min(300, len(rows)))
    spent += [
        paging,
        await timed("next item's detail, in turn", NEXT_MS, in_turn),
        await timed(
            "detail, anywhere", NEXT_MS, [partial(desk.detail, row.id) for row in anywhere]
        ),
        await timed("count, no filter", FILTER_MS, [partial(desk.count, Filters())] * ROUNDS),
    ]
    for name, chosen in filters(messages):
        page = [partial(desk.page, chosen)] * ROUNDS
        count = [partial(desk.count, chosen)] * ROUNDS
        found = await desk.count(chosen)
        spent.append(await timed(f"page: {name} ({found:,})", FILTER_MS, page))
        spent.append(await timed(f"count: {name}", FILTER_MS, count))
    database.close()
    return spent


def report(spent: Sequence[Spent]) -> None:
    """One line each; the ratio is that of the medians."""
    least = statistics.median(spent[0].times)
    print(f"{'':44}{'median ms':>10}{'max ms':>9}{'x baseline':>11}{'limit ms':>9}")
    for one in spent:
        middle, high = statistics.median(one.times), max(one.times)
        limit = f"{one.limit:>9}" if one.limit else ""
        over = "  OVER" if one.limit and high >= one.limit else ""
        print(f"{one.name:44}{middle:>10.2f}{high:>9.2f}{middle / least:>11.1f}{limit}{over}")


def prepare(path: Path, messages: int) -> None:
    """Make the workspace, unless an earlier run left it there."""
    if path.exists():
        return
    began = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    database = Database(f"sqlite:///{unfinished}")
    upgrade(database)
    database.close()
    fill(str(unfinished), messages)
    unfinished.rename(path)
    print(f"{messages:,} messages made in {time.perf_counter() - began:.0f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--workspace", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.workspace or Path(folder) / "workspace.db"
        prepare(path, given.messages)
        report(asyncio.run(measure(str(path), given.messages)))


if __name__ == "__main__":
    main()
