"""How long the review page keeps a person waiting, in a workspace of a million messages.

Run: python tests/bench/bench_review_page.py [--messages N] [--workspace file, kept for the next]
A beat every millisecond tells for how long the window's thread was not free. Baseline, in the
same run: the longest gap between beats while nothing happens.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer  # noqa: E402

from takeone_desktop.assemble import Services, assemble  # noqa: E402
from takeone_desktop.desktop import application  # noqa: E402
from takeone_desktop.settings import Settings  # noqa: E402
from tests.bench.bench_review import MESSAGES, prepare  # noqa: E402
from ui.context import UiContext  # noqa: E402
from ui.loop import Loop  # noqa: E402
from ui.shell.memory import Memory  # noqa: E402
from ui.shell.pages import all_pages  # noqa: E402
from ui.shell.window import MainWindow  # noqa: E402

MOVES, DECISIONS = 200, 50


@dataclass(slots=True)
class Beats:
    """Gaps between beats of the window's thread, in milliseconds, by what went on."""

    now: str = ""
    last: float = field(default_factory=time.perf_counter)
    gaps: dict[str, list[float]] = field(default_factory=dict)

    def beat(self) -> None:
        at = time.perf_counter()
        if self.now:
            self.gaps.setdefault(self.now, []).append((at - self.last) * 1000)
        self.last = at

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        """Count the beats to this."""
        self.now, self.last = what, time.perf_counter()
        yield
        self.beat()
        self.now = ""


async def until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0)


async def painted() -> None:
    """Wait until what was changed is laid out and drawn: Qt's timers come after that."""
    drawn = asyncio.Event()
    QTimer.singleShot(0, drawn.set)
    await drawn.wait()


async def measure(services: Services, folder: Path) -> None:
    """Open the page, move through calls, decide some, hear of changes."""
    app = application()
    memory = Memory(folder)
    ui: UiContext = memory.context("en")
    ui.theme.apply(app)
    window = MainWindow(ui, memory, all_pages(), "bench")
    window.resize(1280, 800)
    window.show()
    beats = Beats()
    timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beats.beat)
    timer.start()
    await asyncio.sleep(0.5)
    with beats.during("baseline: nothing"):
        await asyncio.sleep(1)
    await _open(window, services, beats)
    await _work(window, services, beats)
    print(f"{'the thread was not free for':44}{'p99 ms':>9}{'longest':>9}")
    for what, gaps in beats.gaps.items():
        ordered = sorted(gaps)
        print(f"{what:44}{ordered[len(ordered) * 99 // 100]:>9.1f}{ordered[-1]:>9.1f}")


async def _open(window: MainWindow, services: Services, beats: Beats) -> None:
    began = time.perf_counter()
    await asyncio.to_thread(import_module, "ui.review.page")
    imported = time.perf_counter()
    await asyncio.to_thread(services.desk.warm_up)
    warmed, spent = time.perf_counter(), time.thread_time()
    with beats.during("opening the page"):
        window.use(services)
        window.show_page("review")
        built = time.perf_counter()
        page = window.page("review")
        await until(lambda: page.queue.detail is not None)  # type: ignore[union-attr]
        await asyncio.sleep(0.01)
        seen, spent = time.perf_counter(), time.thread_time() - spent
    print(f"before, in a thread: import {1000 * (imported - began):.0f} ms, "
          f"queries {1000 * (warmed - imported):.0f} ms")  # fmt: skip
    print(f"cold open: {1000 * (seen - warmed):.0f} ms (limit 300), "
          f"of which building {1000 * (built - warmed):.0f} ms; "
          f"{1000 * spent:.0f} ms of the processor")  # fmt: skip


async def _work(window: MainWindow, services: Services, beats: Beats) -> None:
    page = window.page("review")
    assert page is not None
    queue = page.queue  # type: ignore[attr-defined]  # it is the review page
    waits: dict[str, list[float]] = {"next call": [], "approve, to the next call": []}
    spent: dict[str, list[float]] = {name: [] for name in waits}
    await asyncio.sleep(0.5)
    for what, act, rounds in (
        ("next call", partial(queue.move, 1), MOVES),
        ("approve, to the next call", queue.approve, DECISIONS),
    ):
        with beats.during(what):
            for _ in range(rounds):
                began, used = time.perf_counter(), time.thread_time()
                act()
                await until(lambda: queue.detail is not None)
                await painted()
                waits[what].append((time.perf_counter() - began) * 1000)
                spent[what].append((time.thread_time() - used) * 1000)
                await asyncio.sleep(0.02)
    with beats.during("calls come in and are decided elsewhere"):
        for row in queue.rows.rows[5:15]:
            await asyncio.to_thread(services.decisions.reject, [row.id], "sara", "expired")
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
    for what, times in waits.items():
        busy = sorted(spent[what])
        print(f"{what}, painted: median {sorted(times)[len(times) // 2]:.1f} ms, "
              f"longest {max(times):.1f}; of the processor {busy[len(busy) // 2]:.1f} ms, "
              f"longest {busy[-1]:.1f}")  # fmt: skip
    page.deactivate()
    await queue.tasks.drain()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--workspace", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = given.workspace or folder / "made.db"
        prepare(path, given.messages)
        shutil.copy(path, folder / "workspace.db")
        app = application()
        with (
            assemble(Settings(workspace=str(folder))) as services,
            asyncio.Runner(loop_factory=lambda: Loop(app)) as runner,
        ):
            runner.run(measure(services, folder))


if __name__ == "__main__":
    main()
