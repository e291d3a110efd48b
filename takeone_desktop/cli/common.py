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
HIGHEST_ID = 2**63 - 1
"""What both databases can hold as an id."""
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document for scripts.")]


@contextmanager
def services(workspace: str | None, **given: str) -> Iterator[Services]:
    """Open everything for one command, and close it whatever happens. `given` are settings
    that stand whatever the environment says."""
    from sqlalchemy.exc import OperationalError

    from takeone_desktop.assemble import assemble
    from takeone_desktop.logs import start_logging
    from takeone_desktop.settings import load_settings
    from takeone_desktop.workspace import locate, workspace_trouble

    settings = load_settings(workspace=workspace, **given)
    place = locate(settings.workspace)
    start_logging(place.folder, settings.log_level)
    try:
        with assemble(settings) as opened:
            yield opened
    except OperationalError as error:  # a disk that fills up, say, after all was opened well
        raise workspace_trouble(place, error) from error


@contextmanager
def running_engine(opened: Services) -> Iterator[None]:
    """Take jobs while the block runs."""
    opened.engine.start()
    try:
        yield
    finally:
        opened.engine.stop()
