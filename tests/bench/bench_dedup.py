"""How long one more message takes to be placed among a hundred thousand known calls.

Run: python tests/bench/bench_dedup.py [known] [address of an empty database]
Baselines, in the same run: the lookup of one content hash in the same table, which finds
nothing but exact repeats, and a scan that compares the message with every known text.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlalchemy.orm import Session

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from db.models import Call, Message, NearBand  # noqa: E402
from db.models.base import utc_now  # noqa: E402
from db.queries import near  # noqa: E402
from db.session import Database  # noqa: E402
from db.upgrade import upgrade  # noqa: E402
from pipeline.dedup.place import Candidate, Placement, bands_of, find_cluster  # noqa: E402
from pipeline.dedup.reading import read  # noqa: E402
from pipeline.text.hashing import text_hash  # noqa: E402
from pipeline.text.normalise import fold  # noqa: E402
from tests.dedup.generated import posts  # noqa: E402
from tests.dedup.shelf import Shelf  # noqa: E402

KNOWN = 100_000
ADDED = 1000
SCANNED = 10
CHUNK = 5000


def fill(session: Session, source_id: int, texts: Sequence[str]) -> None:
    """Store known calls, each its own cluster, in bulk."""
    for start in range(0, len(texts), CHUNK):
        part = list(enumerate(texts[start : start + CHUNK], start + 1))
        session.execute(sa.insert(Message), [_message(source_id, at, text) for at, text in part])
        session.execute(sa.insert(Call), [_call(at, text) for at, text in part])
        rows = [{"band": band, "call_id": at} for at, text in part for band in bands_of(read(text))]
        session.execute(sa.insert(NearBand), sorted(rows, key=lambda row: row["band"]))


def _message(source_id: int, at: int, text: str) -> dict[str, Any]:
    return {
        "id": at,
        "source_id": source_id,
        "external_id": f"known {at}",
        "kind": "text",
        "text": text,
        "search": "",
        "band": "yes",
        "score": 1.0,
        "stage": "extracted",
        "created_at": utc_now(),
    }


def _call(at: int, text: str) -> dict[str, Any]:
    return {
        "id": at,
        "message_id": at,
        "cluster_id": at,
        "status": "pending",
        "span_start": 0,
        "span_end": len(text),
        "content_hash": f"{at} {text_hash(text)}",
        "band": "yes",
        "score": 1.0,
        "provider": "rules",
        "extractor_version": "1",
    }


def _restart_numbers(session: Session) -> None:
    """Postgres does not count ids that were given."""
    if session.get_bind().dialect.name == "postgresql":
        for table in ("message", "call"):
            session.execute(
                sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table}','id'), max(id)) FROM {table}"
                )
            )


def timed(work: Callable[[Any], object], items: Sequence[Any]) -> list[float]:
    """Milliseconds of each; prints what the processor spent, whoever else used it."""
    spent = []
    busy = time.process_time()
    for item in items:
        began = time.perf_counter()
        work(item)
        spent.append((time.perf_counter() - began) * 1000)
    print(f"processor, mean: {(time.process_time() - busy) * 1000 / len(items):.2f} ms, of:")
    return spent


def report(name: str, spent: list[float]) -> float:
    """Print a line; returns the median."""
    middle = statistics.median(spent)
    high = statistics.quantiles(spent, n=20)[-1]
    print(f"{name}: median {middle:.2f} ms, mean {statistics.mean(spent):.2f}, p95 {high:.2f}")
    return middle


def measure(database: Database, known: int) -> None:
    stream = list(posts(known + ADDED, seed=1))
    texts = [post.text for post in stream[:known]]
    added = [Candidate(post.text) for post in stream[known:]]
    with database.writing() as session:
        shelf = Shelf(session)
        fill(session, shelf.source_id, texts)
        _restart_numbers(session)
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as link:
            link.execute(sa.text("ANALYZE"))
    with database.writing() as session:
        shelf.session = session
        hashes = [text_hash(candidate.text) for candidate in added]
        lookup = report("hash lookup", timed(lambda one: near.by_hash(session, one), hashes))
        found = list[Placement]()
        finding = report(
            "find_cluster", timed(lambda one: found.append(find_cluster(session, one)), added)
        )
        report("find, store and index", timed(shelf.place, added))
    folded = [fold(text) for text in texts]
    scan = report(
        "scan of every known text (rapidfuzz)",
        timed(
            lambda one: process.extractOne(fold(one.text), folded, scorer=fuzz.ratio),
            added[:SCANNED],
        ),
    )
    print(f"find_cluster / hash lookup: {finding / lookup:.1f}")
    print(f"scan / find_cluster: {scan / finding:.0f}")
    mark([post.truth for post in stream], found)


def mark(truths: Sequence[int], found: Sequence[Placement]) -> None:
    """Print how many repeats of what was known were found, and how many rightly."""
    known = len(truths) - len(found)
    repeated = set(truths[:known])
    placed = [(truth, one.call_id) for truth, one in zip(truths[known:], found, strict=True)]
    joined = [(truth, call_id) for truth, call_id in placed if call_id is not None]
    right = sum(truths[call_id - 1] == truth for truth, call_id in joined)
    repeats = sum(truth in repeated for truth, _ in placed)
    print(f"{known:,} known, {len(found):,} added, {repeats} of them repeats")
    print(f"precision {right / len(joined):.3f}, recall {right / repeats:.3f}")


def main() -> None:
    known = int(sys.argv[1]) if len(sys.argv) > 1 else KNOWN
    with tempfile.TemporaryDirectory() as folder:
        address = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{folder}/workspace.db"
        database = Database(address)
        upgrade(database)
        measure(database, known)
        database.close()


if __name__ == "__main__":
    main()
