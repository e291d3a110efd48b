"""A source brings 1,000 messages, 300 of them for a model that takes four seconds.

Run: PYTHONPATH=. python tests/bench/bench_live.py [--concurrency 5 20 50] [--no-window]
Wall time beside its bound (calls x seconds / concurrency), while the window is open on the review
page. Model and source are a process of their own. For each time the window's thread was not free
for long it is said what it did itself; the rest of such a time it waited for its turn.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import gc
import os
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer  # noqa: E402

from takeone_desktop.assemble import Services, assemble  # noqa: E402
from takeone_desktop.desktop import TURN_SECONDS, application  # noqa: E402
from tests.faults.messages import call_text, texts  # noqa: E402
from tests.faults.standin import StandIn  # noqa: E402
from tests.faults.workspace import add_sources, configure, fill, settings, settled, stages  # noqa: E402
from ui.loop import Loop  # noqa: E402
from ui.shell.memory import Memory  # noqa: E402
from ui.shell.pages import all_pages  # noqa: E402
from ui.shell.window import MainWindow  # noqa: E402

BEAT_MS = 2
LONG = 0.030
"""A gap between beats from which it is looked at what the thread does."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    concurrency: int
    calls: int
    seconds: float
    bound: float
    most: int
    processor: float
    stages: Counter[str]


@dataclass(frozen=True, slots=True)
class Gap:
    """A time between two beats in milliseconds: what the thread did itself, and for how long it
    stood in line for a processor; the rest it waited for its turn among our own threads."""

    whole: float
    own: float
    in_line: float


@dataclass(slots=True)
class Stalls:
    """Gaps between beats of the window's thread."""

    gaps: list[Gap] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    last: float = field(default_factory=time.perf_counter)
    spent: tuple[float, float] = field(default_factory=lambda: scheduled())
    ending: threading.Event = field(default_factory=threading.Event)

    def beat(self) -> None:
        at, spent = time.perf_counter(), scheduled()
        own, in_line = (now - before for now, before in zip(spent, self.spent, strict=True))
        self.gaps.append(Gap(1000 * (at - self.last), own, in_line))
        self.last, self.spent = at, spent

    def watch(self, thread: int) -> None:
        """Note where the thread stands whenever it was not free for long."""
        # Not by its frames: whoever holds one keeps what is in it, and a painter that lives
        # longer than its paint event takes the program down.
        with tempfile.TemporaryFile("w+") as file:
            while not self.ending.wait(0.01):
                if time.perf_counter() - self.last > LONG:
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file, all_threads=True)
                    file.seek(0)
                    self.seen[_place(file.read(), thread)] += 1

    def told(self) -> str:
        worst = sorted(self.gaps, key=lambda gap: gap.whole, reverse=True)
        ours = max(gap.whole - gap.in_line for gap in self.gaps)
        lines = ", ".join(
            f"{gap.whole:.0f} ({gap.own:.0f}, {gap.in_line:.0f})" for gap in worst[:5]
        )
        return (
            f"longest gaps in ms (own work, in line for a processor): {lines}; "
            f"p99 {worst[len(worst) // 100].whole:.0f}; longest without the line {ours:.0f}"
        )


def scheduled() -> tuple[float, float]:
    """Milliseconds this thread ran, and stood in line for a processor, so far."""
    ran, in_line, _ = Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()
    return int(ran) / 1e6, int(in_line) / 1e6


def _place(stacks: str, thread: int) -> str:
    """Where a thread stands in our own code of the window, or in whatever else it does."""
    own = re.split(r"\n(?=(?:Current thread|Thread) )", stacks)
    lines = next((one for one in own if f"{thread:#018x}" in one), "").splitlines()[1:]
    found = next((line for line in lines if "/ui/" in line), lines[0] if lines else "?")
    return found.replace(f'  File "{ROOT}/', "").replace('"', "").strip()


@contextmanager
def sampled() -> Iterator[Stalls]:
    """Beats of the window's thread while the block runs."""
    stalls = Stalls()
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(stalls.beat)
    timer.start()
    watcher = threading.Thread(target=stalls.watch, args=(threading.get_ident(),), daemon=True)
    watcher.start()
    try:
        yield stalls
    finally:
        timer.stop()
        stalls.ending.set()
        watcher.join()


def work(services: Services, stand_in: StandIn, concurrency: int, messages: int) -> Run:
    """Ask the source, and wait until no message waits."""
    calls = messages * 3 // 10
    (source,) = add_sources(services)
    if not COLD:
        fill(stand_in, [call_text(10**6)], first=10**6)
        services.orchestrator.run_now(source).result()
        while not settled(services.database, 1):
            time.sleep(0.02)
        messages += 1
        time.sleep(2)  # it falls idle again
    fill(stand_in, texts(calls * 10 // 3, calls))
    stand_in.reset()
    began, spent = time.monotonic(), time.process_time()
    services.orchestrator.run_now(source).result()
    while not settled(services.database, messages):
        time.sleep(0.1)
    took, spent = time.monotonic() - began, time.process_time() - spent
    book = [one for one in stand_in.book() if one.service == "model"]
    bound = calls * SECONDS / concurrency
    found = stages(services.database)
    return Run(concurrency, len(book), took, bound, stand_in.most(), spent, found)


SECONDS = 4.0
COLD = False
"""Whether the first message is among those measured, which loads the model's library: 2 s."""


def one_run(stand_in: StandIn, concurrency: int, messages: int, *, window: bool) -> None:
    """A new workspace, filled once; prints what that took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chosen = settings(stand_in, folder)
        app = application()
        with assemble(chosen) as services:
            configure(services.database, concurrency)
            services.engine.start()
            services.orchestrator.start()
            if not window:
                run = work(services, stand_in, concurrency, messages)
                told(run)
                return
            with asyncio.Runner(loop_factory=lambda: Loop(app)) as runner:
                runner.run(watched(services, stand_in, concurrency, messages, folder))


async def watched(
    services: Services, stand_in: StandIn, concurrency: int, messages: int, folder: Path
) -> None:
    """The same behind an open window."""
    memory = Memory(folder)
    ui = memory.context("en")
    ui.theme.apply(application())
    window = MainWindow(ui, memory, all_pages(), "bench")
    window.resize(1280, 800)
    window.show()
    window.use(services)
    window.show_page("review")
    await asyncio.sleep(1.5)
    gc.freeze()  # as the program does once it is open, and the next
    sys.setswitchinterval(TURN_SECONDS)
    with sampled() as idle:
        await asyncio.sleep(1.5)
    with sampled() as busy:
        run = await asyncio.to_thread(work, services, stand_in, concurrency, messages)
    told(run)
    print(f"      window, idle: {idle.told()}")
    print(f"      window, meanwhile: {busy.told()}")
    for where, times in busy.seen.most_common(6):
        print(f"        {times:>4} x seen at {where}")
    await window.stop_work(5)
    window.hide()


def told(run: Run) -> None:
    ratio = run.seconds / run.bound
    print(
        f"{run.concurrency:>4}{run.calls:>7}{run.bound:>9.1f}{run.seconds:>9.1f}{ratio:>8.2f}"
        f"{run.most:>7}{1000 * run.processor / run.stages.total():>10.1f}  {dict(run.stages)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[5, 20, 50])
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--no-window", action="store_true")
    parser.add_argument("--cold", action="store_true")
    given = parser.parse_args()
    global COLD
    COLD = given.cold
    os.environ["TAKEONE_LOG_LEVEL"] = "WARNING"
    print(f"load before: {os.getloadavg()[0]:.1f}")
    print("  at  calls    bound     wall   ratio   most  cpu ms/message")
    with StandIn() as stand_in:
        stand_in.plan(seconds=SECONDS)
        for concurrency in given.concurrency:
            one_run(stand_in, concurrency, given.messages, window=not given.no_window)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
