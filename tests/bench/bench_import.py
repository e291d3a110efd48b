"""Times a whole import against a bare sqlite3 `executemany` of the same rows.

    python -m tests.bench.bench_import [--messages 100000] [--rounds 3]

The import parses the chat, names and dedupes its messages, filters, normalises for search,
stores, indexes and orders extraction. The baseline writes the finished rows into a table with
the same columns, indexes, full text triggers and settings, in transactions of the same size.
Both are timed in turn and the best round of each counts: what else runs on the machine only
ever slows one of them down.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from pathlib import Path

from db.queries.messages import COLUMNS
from db.session import Database
from db.upgrade import upgrade
from pipeline.intake.identity import SenderKeys
from pipeline.intake.importer import BATCH, Importer
from pipeline.intake.inbox import Inbox
from pipeline.intake.judge import Judge
from pipeline.jobs.engine import JobEngine
from pipeline.prefilter.load import default_prefilter

TEXTS = Path(__file__).parents[1] / "data" / "labelled"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    count = asked.messages
    imported = bare = float("inf")
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            chat = write_chat(folder / "chat.txt", count)
            imported = min(imported, time_import(folder / "import.db", chat))
            bare = min(bare, time_bare(folder / "import.db", folder / "bare.db"))
    print(f"{'':<24}{'messages/s':>12}{'ratio':>8}")
    print(f"{'bare executemany':<24}{count / bare:>12,.0f}{1:>8.2f}")
    print(f"{'import':<24}{count / imported:>12,.0f}{bare / imported:>8.2f}")


def write_chat(path: Path, count: int) -> Path:
    """Labelled messages among chatter, as a group's export is: one call in twenty."""
    texts = [
        json.loads(line)["text"]
        for file in ("samples.jsonl", "dev.jsonl")
        for line in (TEXTS / file).read_text(encoding="utf-8").splitlines()
    ]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = (
                texts[number // 20 % len(texts)]
                if number % 20 == 0
                else "السلام عليكم يا شباب كيف الحال اليوم"
            )
            day = number // 1440
            minute = number % 1440
            file.write(
                f"{1 + day % 28:02}/{1 + day // 28 % 12:02}/2026, "
                f"{minute // 60:02}:{minute % 60:02} - Person {number % 37}: {text} {number}\n"
            )
    return path


def time_import(path: Path, chat: Path) -> float:
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    engine = JobEngine(database, executor="bench")
    engine.prepare()
    judge = Judge(default_prefilter(), extract_unsure=True)
    inbox = Inbox(database, judge, SenderKeys("bench"), engine.enqueue)
    started = time.perf_counter()
    report = Importer(database, inbox).run(chat)
    seconds = time.perf_counter() - started
    database.close()
    assert report.error == "", report.error
    return seconds


def time_bare(source: Path, path: Path) -> float:
    """Write the rows the import wrote, and nothing else."""
    with sqlite3.connect(source) as held:
        rows = held.execute(f"SELECT {', '.join(COLUMNS)} FROM message ORDER BY id").fetchall()
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-32000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA temp_store=MEMORY")
    marks = ", ".join("?" * len(COLUMNS))
    statement = f"INSERT INTO message ({', '.join(COLUMNS)}) VALUES ({marks})"
    started = time.perf_counter()
    for at in range(0, len(rows), BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(statement, rows[at : at + BATCH])
        connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


if __name__ == "__main__":
    main()
