"""`takeone publish`: carry out what was approved, corrected or withdrawn."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace, running_engine, services
from takeone_desktop.cli.output import emit, put, say

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services


def command(
    wait: Annotated[
        bool, typer.Option("--wait", help="Return when everything is on the site.")
    ] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait at most.", min=0)] = 600,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Publish what is due. Without --wait, only say where publications stand."""
    with services(workspace) as opened:
        finished = _publish(opened, timeout) if wait else True
        states = _states(opened)
    if as_json:
        emit({"publications": states, "finished": finished})
    else:
        for state, count in sorted(states.items()):
            put(f"{count:>6}  {state}")
        if not wait and states.get("waiting"):
            say("What waits is published by the window, a worker, or `takeone publish --wait`.")
    if not finished:
        say(f"The site did not take everything within {timeout:g} s; the rest stays in the queue.")
        return Exit.CANNOT_WORK
    return Exit.FAILURES if states.get("failed") else Exit.DONE


def _publish(opened: Services, timeout: float) -> bool:
    from pipeline.jobs.job import Queue

    started = time.monotonic()
    with running_engine(opened):
        finished = opened.engine.wait_idle(Queue.PUBLISH, timeout=timeout)
    say(f"Took {time.monotonic() - started:.1f} s.")
    return finished


def _states(opened: Services) -> dict[str, int]:
    from db.queries import publications

    with opened.database.reading() as session:
        return publications.counts(session)
