"""The demo's services, each a process of its own, which ends with the one that started it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Unavailable

NAMES = {"whapi": "Whapi", "apify": "Apify", "site": "The website", "model": "The model"}
ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 5.0

Tell = Callable[[str], None]


@contextmanager
def services(tell: Tell) -> Iterator[Mapping[str, str]]:
    """Start all of them, give their addresses by name, and end them. What they say of their
    faults goes to `tell`, on threads of its own."""
    with contextlib.ExitStack() as stack:
        begun = {name: stack.enter_context(_process(name)) for name in NAMES}
        yield {name: _address(name, process, tell) for name, process in begun.items()}


@contextmanager
def _process(name: str) -> Iterator[subprocess.Popen[str]]:
    program = (
        [sys.executable]
        if getattr(sys, "frozen", False)
        else [
            sys.executable,
            str(ROOT / "main.py"),
        ]
    )
    # A session of its own, so that Ctrl+C reaches us alone, and we end them in order.
    process = subprocess.Popen(
        [*program, "demo", "--serve", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(name: str, process: subprocess.Popen[str], tell: Tell) -> str:
    assert process.stdout is not None
    port = process.stdout.readline().strip()
    if not port.isdecimal():
        raise Unavailable(f"{NAMES[name]} of the demo did not start; see what is said above.")

    def listen() -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                tell(f"{NAMES[name]} {line.strip()}.")

    threading.Thread(target=listen, name=f"demo-{name}", daemon=True).start()
    return f"http://127.0.0.1:{port}"


def serve(name: str) -> None:
    """Be one of the services: say the port, then every fault, until stdin ends, which it does
    however the process that started us ends."""
    from takeone_desktop.demo.show import service
    from takeone_desktop.demo.web import WebServer

    def say(line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()

    with WebServer(service(name, say)) as server:
        say(str(server.port))
        sys.stdin.read()
