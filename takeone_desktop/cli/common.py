"""What all commands share: their options, and services opened from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

Workspace = Annotated[
    str | None,
    typer.Option(
        help="Folder of the workspace, or its Postgres URL. Default: TAKEONE_WORKSPACE, "
        "else the user's data folder.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document for scripts.")]


@contextmanager
def services(workspace: str | None, **given: str) -> Iterator[Services]:
    """Open everything for one command, and close it whatever happens. `given` are settings
    that stand whatever the environment says."""
    from takeone_desktop.assemble import assemble
    from takeone_desktop.logs import start_logging
    from takeone_desktop.settings import load_settings
    from takeone_desktop.workspace import locate

    settings = load_settings(workspace=workspace, **given)
    start_logging(locate(settings.workspace).folder, settings.log_level)
    with assemble(settings) as opened:
        yield opened


@contextmanager
def running_engine(opened: Services) -> Iterator[None]:
    """Take jobs while the block runs."""
    opened.engine.start()
    try:
        yield
    finally:
        opened.engine.stop()
