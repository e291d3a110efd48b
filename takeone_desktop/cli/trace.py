"""`takeone trace`: everything that happened to a message, from anything one has of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from takeone_desktop.cli.app import Exit
from takeone_desktop.cli.common import AsJson, Workspace, services
from takeone_desktop.cli.output import emit, put, say

if TYPE_CHECKING:
    from pipeline.operations.trace import Trace
    from pipeline.operations.trace_values import Step


def command(
    sought: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A message's or call's id (call:12), the site's id, a job, a phone number, words.",
        ),
    ],
    workspace: Workspace = None,
    as_json: AsJson = False,
) -> int:
    """Tell everything that happened to a message; of several that fit, to the likeliest."""
    from pipeline.operations.trace import Tracer

    with services(workspace) as opened:
        trace = Tracer(opened.database).meant(sought)
    if trace is None:
        say(f"Nothing in this workspace is, or says, “{sought}”.")
        return Exit.FAILURES
    if as_json:
        emit(trace.json())
    else:
        _tell(trace)
    return Exit.DONE


def _tell(trace: Trace) -> None:
    put(f"Message {trace.message_id} from {trace.source}: {' '.join(trace.text.split())[:100]}")
    for step in trace.steps:
        put(_line(step))
    if trace.cost:
        put(f"Models were paid ${trace.cost / 1_000_000:.4f}.")


def _line(step: Step) -> str:
    when = f"{step.at:%Y-%m-%d %H:%M:%S}" if step.at else ""
    took = f"{step.seconds:.1f} s" if step.seconds is not None else ""
    cost = f"${step.cost / 1_000_000:.4f}" if step.cost else ""
    parts = (f"{step.what} {step.kind}".strip(), step.by, " ".join(step.said.split()), took, cost)
    undone = ("taken back",) if step.undone else ()
    return f"{when:<19}  {'; '.join((*filter(None, parts), *undone))}"
