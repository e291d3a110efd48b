"""How long it takes to reject many calls as one step, and to take that back.

Run: python tests/bench/bench_bulk.py [--calls N] [--url database]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from db.session import Database  # noqa: E402
from db.upgrade import upgrade  # noqa: E402
from pipeline.extraction.validate import problems  # noqa: E402
from pipeline.review.decisions import Decisions  # noqa: E402
from tests.review.conftest import add_calls  # noqa: E402

CALLS = 12_430
MOST_SECONDS = 10.0


def main() -> int:
    """Reject, take back, and say how long each took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--calls", type=int, default=CALLS)
    arguments.add_argument("--url", default="")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(given.url or f"sqlite:///{folder}/work.db")
        upgrade(database)
        with database.writing() as session:
            ids = add_calls(session, given.calls)
        decisions = Decisions(database, lambda *_: None, problems)
        longest = last = 0.0

        def progress(_: int) -> bool:
            nonlocal longest, last
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
            return True

        began = last = time.perf_counter()
        processor = time.process_time()
        done = decisions.reject(ids, "bench", "expired", progress=progress)
        took, used = time.perf_counter() - began, time.process_time() - processor
        print(
            f"reject {len(done.changed):,}: {took:.2f} s ({used:.2f} s of processor), "
            f"longest transaction {longest * 1000:.0f} ms"
        )
        began = time.perf_counter()
        undone = decisions.undo("bench")
        assert undone is not None
        print(f"undo {len(undone.changed):,}: {time.perf_counter() - began:.2f} s")
        database.close()
    return int(took > MOST_SECONDS)


if __name__ == "__main__":
    raise SystemExit(main())
