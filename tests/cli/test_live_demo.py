"""The live demo as a person starts it: services of its own, everything gone at the end."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Desk

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
SECONDS = 90.0


class Show:
    """A running demo, and what it said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until(self, *signs: str) -> None:
        """Wait until each of these was said."""
        ends = time.monotonic() + SECONDS
        while not all(any(sign in line for line in self.said) for sign in signs):
            assert time.monotonic() < ends, "".join(self.said)
            assert self.process.poll() is None, "".join(self.said)
            time.sleep(0.1)

    def end(self) -> int:
        """Press Ctrl+C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.finish()
        assert "Traceback" not in "".join(self.said)
        return self.process.returncode

    def finish(self) -> None:
        """Read to the end of what it said."""
        self._reader.join(30)

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.said.extend(iter(self.process.stderr.readline, ""))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """No display, and a folder of its own for what is thrown away."""
    made = Desk(tmp_path / "never", TMPDIR=str(tmp_path), TAKEONE_KEY_WHAPI="the-real-one")
    for name in DISPLAYS:
        made.env.pop(name, None)
    yield made
    assert not (tmp_path / "never").exists()


def children(pid: int) -> set[int]:
    """Processes that this one started."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return {int(one) for one in path.read_text().split()} if path.exists() else set()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_it_shows_the_whole_way_and_removes_what_it_made(desk: Desk, tmp_path: Path) -> None:
    with desk.start("demo", "--live") as process:
        show = Show(process)
        show.until("كاستنج الرياض: ", "casting.riyadh: ", "Casting website: ", "Model ", "Call ")
        services = children(process.pid)
        assert len(services) == 4 or not Path("/proc").exists()
        assert show.end() == 0
    assert any("In all " in line for line in show.said)
    assert list(tmp_path.glob("takeone-live-*")) == []
    assert not any(alive(one) for one in services)


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_its_services_end_with_it_however_it_ends(desk: Desk, tmp_path: Path) -> None:
    with desk.start("demo", "--live", "--workspace", str(tmp_path / "ws")) as process:
        show = Show(process)
        show.until("Ctrl+C ends it.")
        services = children(process.pid)
        process.kill()
        show.finish()
    ends = time.monotonic() + 20
    while any(alive(one) for one in services) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not any(alive(one) for one in services)


def test_it_stays_out_of_a_workspace_that_is_used(desk: Desk, tmp_path: Path) -> None:
    used = tmp_path / "used"
    dump = tmp_path / "dump.jsonl"
    dump.write_text('{"id": "1", "text": "مطلوب ممثل في جدة للتواصل 0550001234"}\n', "utf-8")
    desk.run("triage", str(dump), "--workspace", str(used), code=0)
    told = desk.run("demo", "--live", "--workspace", str(used))
    assert told.returncode == 3
    assert "is used already" in told.stderr
