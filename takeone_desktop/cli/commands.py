"""All commands, each in a file of its own."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.main import get_command

from takeone_desktop.cli import (
    dead_letters,
    demo,
    doctor,
    extract,
    models,
    parse,
    patterns,
    prefilter,
    publish,
    queue,
    review,
    sources,
    trace,
    triage,
    worker,
)
from takeone_desktop.cli.app import tell_version

HELP = """TakeOne Desktop: from group chats to published casting calls.

Without a command the window opens. Results go to stdout, everything else to stderr.
Exit codes: 0 done, 1 done with failures listed, 2 wrong use, 3 cannot work.
"""


def build() -> typer.core.TyperGroup:
    """The command line as one Click group."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
    )
    app.callback()(_whole)
    app.command("parse")(parse.command)
    app.command("prefilter")(prefilter.command)
    app.command("extract")(extract.command)
    app.command("triage")(triage.command)
    app.command("trace")(trace.command)
    app.command("publish")(publish.command)
    app.command("doctor")(doctor.command)
    app.command("demo")(demo.command)
    app.command("worker")(worker.command)
    app.add_typer(models.app, name="models")
    app.add_typer(patterns.app, name="patterns")
    app.add_typer(sources.app, name="sources")
    app.add_typer(review.app, name="review")
    app.add_typer(dead_letters.app, name="dead-letters")
    app.add_typer(queue.app, name="queue")
    group = get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    _name_no_type_of_flags(group)
    return group


def _whole(
    version: Annotated[
        bool,
        typer.Option("--version", callback=tell_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None: ...


def _name_no_type_of_flags(command: typer.core.TyperCommand | typer.core.TyperGroup) -> None:
    """A flag takes no value, so its help names none."""
    for option in command.get_params(typer.Context(command)):
        if isinstance(option, typer.core.TyperOption) and option.is_flag:
            option.metavar = ""
    if isinstance(command, typer.core.TyperGroup):
        for one in command.commands.values():
            assert isinstance(one, typer.core.TyperCommand | typer.core.TyperGroup)
            _name_no_type_of_flags(one)
