"""`takeone worker`: the pipeline without a window, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from takeone_desktop.cli.common import Workspace, running_engine, services
from takeone_desktop.cli.output import say


def command(
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Work on jobs only; ask no source.")
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Ask sources and work on jobs, beside any number of desks and other workers.

    SIGTERM or Ctrl-C ends it: what runs is finished, what waits stays in the queue.
    """
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with services(workspace) as opened, running_engine(opened):
        opened.hearing.start()
        if not no_sources:
            opened.orchestrator.start()
        say(f"Working on {opened.place.name}. Ctrl-C stops.")
        stopping.wait()
        say("Stopping: what runs is finished first.")
        opened.orchestrator.stop()
    say("Stopped; nothing was lost.")
