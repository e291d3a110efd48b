"""`takeone worker`: the pipeline without a window, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from takeone_desktop.cli.common import Workspace, running_engine, services
from takeone_desktop.cli.output import say

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services


def command(
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Work on jobs only; ask no source.")
    ] = False,
    webhook_port: Annotated[
        int | None,
        typer.Option(help="Loopback port for what Whapi sends; 0: a free one.", min=0, max=65535),
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Ask sources and work on jobs, beside any number of desks and other workers.

    SIGTERM or Ctrl-C ends it: what runs is finished, what waits stays in the queue.
    """
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with services(workspace) as opened, running_engine(opened), _webhook(opened, webhook_port):
        opened.hearing.start()
        if not no_sources:
            opened.orchestrator.start()
        opened.watch.start()
        say(f"Working on {opened.place.name}. Ctrl-C stops.")
        stopping.wait()
        say("Stopping: what runs is finished first.")
        opened.orchestrator.stop()
    say("Stopped; nothing was lost.")


@contextmanager
def _webhook(opened: Services, port: int | None) -> Iterator[None]:
    """Take what Whapi sends, when a port was given."""
    if port is None:
        yield
        return
    from takeone_desktop.webhook import PATH, Receiver, Webhook

    secret = opened.keys.get("webhook") or ""
    webhook = Webhook(Receiver(opened.database, opened.live_inbox).take, secret, port)
    webhook.start()
    say(f"Listening for Whapi on http://127.0.0.1:{webhook.port}{PATH}.")
    try:
        yield
    finally:
        webhook.stop()
