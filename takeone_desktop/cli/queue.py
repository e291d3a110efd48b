"""`takeone queue`: how the queues stand, what is in them, and the switch that stops one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from takeone_desktop.cli.common import AsJson, Workspace, services
from takeone_desktop.cli.output import counted, emit, put

if TYPE_CHECKING:
    from db.queries.monitor import Attempt
    from pipeline.jobs.job import Queue
    from pipeline.jobs.monitor import Quantiles

app = typer.Typer(help="Watch the queues, and stop or start one.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="extract, publish or maintenance.")]


@app.command()
def status(
    over: Annotated[str, typer.Option(help="Times of the last hour, day, week or month.")] = "hour",
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """Tell how much waits, how fast it goes, how long it takes, and who works on it."""
    from pipeline.jobs.monitor import STRETCHES, Monitor

    stretch = next((one for one in STRETCHES if one.name == over), None)
    if stretch is None:
        raise typer.BadParameter(f"There is no {over}; there are hour, day, week, month.")
    with services(workspace) as opened:
        monitor = Monitor(opened.database, opened.engine)
        now, past = monitor.now(), monitor.past(stretch)
    queues = [
        {
            "queue": one.queue,
            "waiting": one.waiting,
            "running": one.running,
            "later": one.later,
            "oldest_at": _moment(one.oldest),
            "paused": one.paused,
            "a_minute": round(now.a_minute.get(one.queue, 0.0), 1),
        }
        for one in now.queues
    ]
    workers = [
        {"name": one.name, "seen_seconds_ago": round(one.seen.total_seconds(), 1)}
        for one in now.workers
        if one.is_alive
    ]
    if as_json:
        emit(
            {
                "queues": queues,
                "workers": workers,
                "over": over,
                "ended": sum(past.ended),
                "wait_ms": _shares(past.waits),
                "run_ms": _shares(past.runs),
                "failures": past.failures,
            }
        )
        return
    for one in queues:
        paused = "  paused" if one["paused"] else ""
        put(
            f"{one['queue']:<12} {one['waiting']:>7,} waiting {one['running']:>4} running "
            f"{one['a_minute']:>7} a minute{paused}"
        )
    put(f"{counted(len(workers), 'worker')}; {counted(sum(past.ended), 'attempt')} ended.")


@app.command()
def pause(name: Name, workspace: Workspace = None) -> None:
    """Start no more jobs of a queue, in any process, until it is resumed."""
    with services(workspace) as opened:
        opened.engine.pause(_queue(name))
    put(f"{name} is paused.")


@app.command()
def resume(name: Name, workspace: Workspace = None) -> None:
    """Go on with a paused queue."""
    with services(workspace) as opened:
        opened.engine.resume(_queue(name))
    put(f"{name} goes on.")


@app.command()
def jobs(
    state: Annotated[
        str,
        typer.Option(help="waiting, running, later, done, tried_again, gave_up, cancelled, broken"),
    ] = "",
    queue: Annotated[str, typer.Option(help="Only of this queue.")] = "",
    find: Annotated[str, typer.Option(help="Part of a job's id, or of its error.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 100,
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> None:
    """List attempts of jobs, newest first."""
    from db.queries.monitor import STATES
    from pipeline.jobs.monitor import Monitor

    if state and state not in STATES:
        raise typer.BadParameter(f"There is no state {state}; there are {', '.join(STATES)}.")
    named = _queue(queue).value if queue else ""
    with services(workspace) as opened:
        monitor = Monitor(opened.database, opened.engine)
        found = [_attempt(one) for one in monitor.jobs(state, named, find, limit=limit)]
    if as_json:
        emit({"jobs": found})
        return
    for one in found:
        put(f"{one['state']:<12} {one['queue']:<12} {one['id']}")
    put(f"{counted(len(found), 'attempt')}.")


def _queue(name: str) -> Queue:
    from pipeline.jobs.job import Queue

    if name not in tuple(Queue):
        raise typer.BadParameter(f"There is no queue {name}; there are {', '.join(Queue)}.")
    return Queue(name)


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "id": one.id,
        "queue": one.queue,
        "state": one.state,
        "ordered_at": _moment(one.created),
        "started_at": _moment(one.started),
        "ended_at": _moment(one.ended),
        "worker": one.executor,
        "error": one.error,
    }


def _shares(held: Quantiles) -> dict[str, int] | None:
    if held.whole is None:
        return None
    return {
        name: round(value) for name, value in zip(("p50", "p95", "p99"), held.whole, strict=True)
    }


def _moment(milliseconds: int | None) -> str | None:
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat()
