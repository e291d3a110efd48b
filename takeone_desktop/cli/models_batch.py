"""`takeone models batch`: dumps and backlogs read for half the price, within a day."""

from __future__ import annotations

import asyncio
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace, running_engine, services
from takeone_desktop.cli.output import counted, emit, put, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.jobs.batch_desk import BatchView
    from takeone_desktop.assemble import Services

app = typer.Typer(
    help="Batches of questions: half the price, answered within a day.", no_args_is_help=True
)
LOOK_SECONDS = 15.0


class Mode(StrEnum):
    """What goes into batches by itself."""

    OFF = "off"
    DUMPS = "dumps"


@app.command()
def use(
    mode: Annotated[Mode, typer.Argument(help="dumps: what imports bring; off: nothing.")],
    workspace: Workspace = None,
) -> None:
    """Say what is sent in batches by itself."""
    from pipeline.extraction.configured import read_config, write_config

    with services(workspace) as opened, opened.database.writing() as session:
        config = read_config(session).model_copy(update={"batch": mode.value})
        write_config(session, config, by=opened.settings.user)
    say(
        "Messages of imported dumps are sent in batches now."
        if mode is Mode.DUMPS
        else "Nothing is sent in batches by itself now; what is under way still comes."
    )


@app.command()
def status(workspace: Workspace = None, as_json: AsJson = False) -> None:
    """Show the newest batches: how far they are, what they cost, what is wrong."""
    with services(workspace) as opened:
        _tell(opened.batches.overview(), as_json=as_json)


@app.command()
def submit(workspace: Workspace = None, as_json: AsJson = False) -> int:
    """Send every message that waits to be read in a batch, and what was put into one already."""
    with services(workspace) as opened:
        ordered = opened.batches.order()
        send_now(opened)
        found = opened.batches.overview()
    if not as_json:
        say(f"{counted(ordered, 'waiting message')} put into batches.")
    _tell(found, as_json=as_json)
    return _exit(found)


@app.command()
def collect(
    wait: Annotated[bool, typer.Option("--wait", help="Wait until every batch is over.")] = False,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Look after every batch, take the answers that came, and read their messages."""
    with services(workspace) as opened:
        send_now(opened)
        while wait and opened.batches.unfinished():
            time.sleep(LOOK_SECONDS)
            send_now(opened)
        _read(opened)
        found = opened.batches.overview()
    _tell(found, as_json=as_json)
    return _exit(found)


@app.command()
def cancel(
    batch: Annotated[int, typer.Argument(help="Its number in `models batch status`.", min=1)],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """End a batch: what is answered by then is taken, everything else is read the usual way."""
    with services(workspace) as opened:
        opened.batches.cancel(batch)
        asyncio.run(_advance(opened, [batch]))
        _read(opened)
        found = [one for one in opened.batches.overview() if one.id == batch]
    _tell(found, as_json=as_json)
    return _exit(found)


def send_now(opened: Services) -> None:
    """Send what was put into batches, and look after those that were sent."""
    opened.batches.close()
    asyncio.run(_advance(opened, opened.batches.unfinished()))


async def _advance(opened: Services, batches: Sequence[int]) -> None:
    for batch in batches:
        await opened.batch.advance(batch)


def _read(opened: Services) -> None:
    """Read the messages whose answers came, or will not come."""
    from pipeline.jobs.job import Queue

    with running_engine(opened):
        opened.engine.wait_idle(Queue.EXTRACT)


def _tell(found: Sequence[BatchView], *, as_json: bool) -> None:
    if as_json:
        emit([one.as_json() for one in found])
        return
    if not found:
        say("There is no batch yet.")
    for one in found:
        price = f"${one.cost / 1e6:.4f}" if one.cost else f"about ${one.estimate / 1e6:.4f}"
        put(
            f"{one.id}. {one.provider} {one.model}: {one.state}, {one.done} of "
            f"{counted(one.requests, 'question')} done, {one.answered} of "
            f"{counted(one.messages, 'message')} answered, {one.returned} came back; {price}"
        )
        if one.error:
            put(f"   {one.error}")


def _exit(found: Sequence[BatchView]) -> int:
    """Failures when something stands in the way of a batch that is under way."""
    return Exit.FAILURES if any(one.open and one.error for one in found) else Exit.DONE
